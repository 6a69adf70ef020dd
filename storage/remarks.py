"""Remarks: what became of a source beside its text: its link left a listing, it was retitled."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select

from storage.model import Remark
from storage.rows import within
from storage.tables.listed import REMARKS
from storage.tables.watching import SOURCES

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


def between(
    rx: Connection,
    *conditions: ColumnElement[bool],
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[Remark]:
    """What was remarked, from `start` on and before `end`, of sources of which conditions hold."""
    found = select(*_FIELDS).order_by(REMARKS.c.at, REMARKS.c.remark_id)
    if conditions:
        found = found.join_from(REMARKS, SOURCES, SOURCES.c.source_id == REMARKS.c.source_id)
        found = found.where(*conditions)
    found = found.where(*within(REMARKS.c.at, start, end))
    return [Remark(**row) for row in rx.execute(found).mappings()]


def of_sources(rx: Connection, source_ids: Collection[int]) -> dict[int, list[Remark]]:
    """What was remarked about each of these sources, in the order of time."""
    held = REMARKS.c.source_id.in_(source_ids)
    found: dict[int, list[Remark]] = {}
    for remark in between(rx, held) if source_ids else ():
        found.setdefault(remark.source_id, []).append(remark)
    return found


def history(tx: Connection, source_id: int) -> list[Remark]:
    """What was remarked about the source, in the order of time."""
    return [Remark(**row) for row in tx.execute(_OF_SOURCE, {"of": source_id}).mappings()]
