"""Volatile passages: what differs from look to look, by what stays the same in it.

A signature is a string of `monitor.volatile`; here it is only counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.tables.base import clean, fields
from storage.tables.bookkeeping import VOLATILES

_MOST = 300  # signatures of one source that are not muted; what differed once makes room
_OF_SOURCE = VOLATILES.c.source_id == bindparam("of_source")
_MUTED = select(VOLATILES.c.signature).where(_OF_SOURCE, VOLATILES.c.muted_at.is_not(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Volatile:
    """One signature, and on how many visits what bears it differed."""

    source_id: int
    signature: str
    differed_count: int
    muted_at: datetime | None


def differed(
    tx: Connection, source_id: int, signatures: Collection[str], *, enough: int, now: datetime
) -> None:
    """Count a visit on which these differed; those that did on `enough` visits are muted."""
    signatures = {clean(one) for one in signatures}
    known = set(
        tx.execute(
            select(VOLATILES.c.signature).where(
                VOLATILES.c.source_id == source_id, VOLATILES.c.signature.in_(signatures)
            )
        ).scalars()
    )
    again = (VOLATILES.c.source_id == source_id) & VOLATILES.c.signature.in_(known)
    count = VOLATILES.c.differed_count
    tx.execute(update(VOLATILES).where(again).values(differed_count=count + 1))
    ripe = again & (count >= enough) & VOLATILES.c.muted_at.is_(None)
    tx.execute(update(VOLATILES).where(ripe).values(muted_at=now))
    new = sorted(signatures - known)
    if new:
        row = {"source_id": source_id, "differed_count": 1, "muted_at": None}
        tx.execute(insert(VOLATILES), [row | {"signature": one} for one in new])
        _make_room(tx, source_id)


def muted(tx: Connection, source_id: int) -> frozenset[str]:
    """The signatures of the source that are told no more."""
    return frozenset(tx.execute(_MUTED, {"of_source": source_id}).scalars())


def turning(tx: Connection, source_id: int) -> frozenset[str]:
    """The signatures of what differed between two looks at the source on several visits."""
    several = (VOLATILES.c.source_id == source_id) & (VOLATILES.c.differed_count > 1)
    found = select(VOLATILES.c.signature).where(several)
    return frozenset(tx.execute(found).scalars())


def listing(tx: Connection) -> list[Volatile]:
    """All that is muted, by source."""
    found = select(*fields(VOLATILES)).where(VOLATILES.c.muted_at.is_not(None))
    rows = tx.execute(found.order_by(VOLATILES.c.source_id, VOLATILES.c.signature)).mappings()
    return [Volatile(**row) for row in rows]


def _make_room(tx: Connection, source_id: int) -> None:
    """A text that never comes twice would fill the table: what differed once is forgotten."""
    idle = (VOLATILES.c.source_id == source_id) & VOLATILES.c.muted_at.is_(None)
    held = tx.execute(select(func.count()).select_from(VOLATILES).where(idle)).scalar_one()
    if held > _MOST:
        tx.execute(delete(VOLATILES).where(idle & (VOLATILES.c.differed_count == 1)))
