"""Remarks: what became of a source beside its text: its link left a listing, it was retitled."""

from sqlalchemy import Connection, bindparam, insert, select

from storage.model import Remark
from storage.tables.listed import REMARKS

_FIELDS = [REMARKS.c[name].label(name) for name in Remark.__dataclass_fields__]
_OF_SOURCE = (
    select(*_FIELDS)
    .where(REMARKS.c.source_id == bindparam("of"))
    .order_by(REMARKS.c.at, REMARKS.c.remark_id)
)


def add(tx: Connection, remark: Remark) -> None:
    """Keep a remark."""
    row = {name: getattr(remark, name) for name in Remark.__dataclass_fields__}
    tx.execute(insert(REMARKS), [row])


def history(tx: Connection, source_id: int) -> list[Remark]:
    """What was remarked about the source, in the order of time."""
    return [Remark(**row) for row in tx.execute(_OF_SOURCE, {"of": source_id}).mappings()]
