"""Thinning: dropping the bodies that no capture needs. The rows and the chain over them stay.

Each step is a transaction of its own and leaves a whole store behind: what rested on a body that
goes has been written anew before.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage import bodies
from storage.tables.bookkeeping import PINS, WATCHES
from storage.tables.evidence import BODIES, CAPTURES
from storage.tables.readings import DERIVATIONS
from storage.tables.texts import VERSIONS
from storage.thinning import Held, unneeded

_AT_ONCE = 200  # bodies a step: a daemon must not stop watching meanwhile
_BATCH = 500  # parameters a statement

_HELD = (
    select(CAPTURES.c.capture_id, CAPTURES.c.body_id, CAPTURES.c.ended_at)
    .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
    .where(CAPTURES.c.source_id == bindparam("source"), BODIES.c.data.is_not(None))
    .order_by(CAPTURES.c.ended_at, CAPTURES.c.capture_id)
)
_SAID = (
    select(
        DERIVATIONS.c.capture_id,
        DERIVATIONS.c.version_id,
        DERIVATIONS.c.verdict,
        DERIVATIONS.c.reason,
    )
    .join_from(DERIVATIONS, CAPTURES, DERIVATIONS.c.capture_id == CAPTURES.c.capture_id)
    .where(CAPTURES.c.source_id == bindparam("source"))
    .order_by(DERIVATIONS.c.derivation_id)
)
_NEEDED = tuple(
    select(column).where(owner == bindparam("source"), column.is_not(None))
    for column, owner in (
        (VERSIONS.c.capture_id, VERSIONS.c.source_id),
        (PINS.c.capture_id, PINS.c.source_id),
        (WATCHES.c.capture_id, WATCHES.c.source_id),
        (WATCHES.c.ok_capture_id, WATCHES.c.source_id),
    )
)
_THESE = BODIES.c.body_id.in_(bindparam("bodies", expanding=True))
_SHARED = select(CAPTURES.c.body_id).where(
    CAPTURES.c.body_id.in_(bindparam("bodies", expanding=True)),
    CAPTURES.c.source_id != bindparam("source"),
)
_RESTING = select(BODIES.c.body_id).where(
    BODIES.c.basis_id.in_(bindparam("bodies", expanding=True))
)
_BYTES = select(func.coalesce(func.sum(func.length(BODIES.c.data)), 0)).where(_THESE)
_ROWS = select(BODIES.c.body_id, BODIES.c.sha256, BODIES.c.size.label("size")).where(_THESE)
_GONE = {"data": None, "basis_id": None, "position": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinned:
    """How many bodies went, or would go, and how many bytes less the others take."""

    bodies: int = 0
    freed: int = 0

    def __add__(self, other: "Thinned") -> "Thinned":
        """Both together."""
        return Thinned(bodies=self.bodies + other.bodies, freed=self.freed + other.freed)


def would_go(rx: Connection, source_id: int, now: datetime) -> Thinned:
    """What `step` would drop in the end; what rests on it is not counted."""
    found = sorted(_unneeded(rx, source_id, now))
    return Thinned(bodies=len(found), freed=_bytes(rx, found))


def step(tx: Connection, source_id: int, now: datetime) -> Thinned:
    """Drop some bodies of the source that are no longer needed; none when all are dropped."""
    dropped = sorted(_unneeded(tx, source_id, now))[:_AT_ONCE]
    if not dropped:
        return Thinned()
    resting = sorted(set(_resting(tx, dropped)) - set(dropped))
    before = _bytes(tx, [*dropped, *resting])
    for body_id in resting:  # the lowest first, as the others may rest on it
        bodies.rest_anew(tx, body_id, set(dropped))
    _drop(tx, dropped)
    return Thinned(bodies=len(dropped), freed=before - _bytes(tx, resting))


def _unneeded(rx: Connection, source_id: int, now: datetime) -> set[int]:
    of_source = {"source": source_id}
    said: dict[int, tuple[object, ...]] = {
        row.capture_id: (row.version_id, row.verdict, row.reason)
        for row in rx.execute(_SAID, of_source)
    }
    needed = {one for query in _NEEDED for one in rx.execute(query, of_source).scalars()}
    held = [
        Held(
            capture_id=row.capture_id,
            body_id=row.body_id,
            at=row.ended_at,
            said=said.get(row.capture_id),
            needed=row.capture_id in needed,
        )
        for row in rx.execute(_HELD, of_source)
    ]
    return _of_no_other(rx, source_id, unneeded(held, now))


def _of_no_other(rx: Connection, source_id: int, found: Collection[int]) -> set[int]:
    """Those of the bodies that no other source's capture has too."""
    listed, left = list(found), set(found)
    for start in range(0, len(listed), _BATCH):
        some = {"bodies": listed[start : start + _BATCH], "source": source_id}
        left -= set(rx.execute(_SHARED, some).scalars())
    return left


def _resting(tx: Connection, dropped: Sequence[int]) -> list[int]:
    return list(tx.execute(_RESTING, {"bodies": dropped}).scalars())


def _bytes(rx: Connection, found: Sequence[int]) -> int:
    return sum(
        int(rx.execute(_BYTES, {"bodies": found[start : start + _BATCH]}).scalar_one())
        for start in range(0, len(found), _BATCH)
    )


def _drop(tx: Connection, dropped: Sequence[int]) -> None:
    """Leave the rows without their data.

    SQLite never closes up a page whose rows became shorter, but one that lost rows: so there they
    are taken out and put back, in one transaction, and the pages are free for what comes.
    """
    these = {"bodies": dropped}
    if tx.dialect.name != "sqlite":
        tx.execute(update(BODIES).where(_THESE).values(_GONE), these)
        return
    rows = [dict(row) | _GONE for row in tx.execute(_ROWS, these).mappings()]
    tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # for this transaction
    tx.execute(delete(BODIES).where(_THESE), these)
    tx.execute(insert(BODIES), rows)
