"""Sightings: visits that found a capture unchanged. One grows; sealed ones are evidence."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage import chain
from storage.tables.base import fields
from storage.tables.evidence import OPEN_SIGHTINGS, SIGHTINGS

_OF_THESE = OPEN_SIGHTINGS.c.source_id.in_(bindparam("sources", expanding=True))
_OPEN = select(*fields(OPEN_SIGHTINGS)).where(_OF_THESE)
_TOLD = select(*fields(SIGHTINGS)).where(
    SIGHTINGS.c.sighting_id.in_(bindparam("sightings", expanding=True))
)
_OLD = (
    select(OPEN_SIGHTINGS.c.source_id)
    .where(OPEN_SIGHTINGS.c.first_at < bindparam("before"))
    .order_by(OPEN_SIGHTINGS.c.first_at)
    .limit(bindparam("at_most"))
)
_CLOSE = delete(OPEN_SIGHTINGS).where(_OF_THESE)
_INSERT = insert(SIGHTINGS).returning(SIGHTINGS.c.sighting_id, sort_by_parameter_order=True)
_INSERT_OPEN = insert(OPEN_SIGHTINGS)
_GROW = (
    update(OPEN_SIGHTINGS)
    .where(OPEN_SIGHTINGS.c.source_id == bindparam("of_source"))
    .values(
        last_at=bindparam("at", type_=OPEN_SIGHTINGS.c.last_at.type),
        visits=OPEN_SIGHTINGS.c.visits + 1,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Visits in a row that found the same capture; `sighting_id` is None while it is open."""

    sighting_id: int | None
    source_id: int
    capture_id: int
    first_at: datetime
    last_at: datetime
    visits: int


def see(tx: Connection, seen: Iterable[tuple[int, int, datetime]]) -> None:
    """Record visits (source, capture, when) that found a capture unchanged, in this order.

    A visit that found another capture than the open sighting's seals that one.
    """
    grown: list[dict[str, object]] = []
    current = dict(
        tx.execute(select(OPEN_SIGHTINGS.c.source_id, OPEN_SIGHTINGS.c.capture_id)).all()
    )
    for source_id, capture_id, at in seen:
        if current.get(source_id) == capture_id:
            grown.append({"of_source": source_id, "at": at})
            continue
        if source_id in current:
            _grow(tx, grown)
            grown = []
            seal(tx, source_id)
        tx.execute(_INSERT_OPEN, _opened(source_id, capture_id, at))
        current[source_id] = capture_id
    _grow(tx, grown)


def _grow(tx: Connection, grown: list[dict[str, object]]) -> None:
    if grown:
        tx.execute(_GROW, grown)


def _opened(source_id: int, capture_id: int, at: datetime) -> dict[str, object]:
    return {
        "source_id": source_id,
        "capture_id": capture_id,
        "first_at": at,
        "last_at": at,
        "visits": 1,
    }


def seal(tx: Connection, source_id: int) -> None:
    """Make the source's open sighting, if it has one, a row of evidence."""
    chain.extend(tx, list(sealed(tx, [source_id]).values()))


def seal_older(tx: Connection, before: datetime, at_most: int) -> int:
    """Seal the sightings that were opened before that instant, the oldest first; how many."""
    rows = sealed(tx, list(tx.execute(_OLD, {"before": before, "at_most": at_most}).scalars()))
    chain.extend(tx, list(rows.values()))
    return len(rows)


def sealed(tx: Connection, source_ids: Sequence[int]) -> dict[int, chain.Row]:
    """Write these sources' open sightings as rows, for the caller to link into the chains."""
    rows = [dict(row) for row in tx.execute(_OPEN, {"sources": source_ids}).mappings()]
    if not rows:
        return {}
    tx.execute(_CLOSE, {"sources": source_ids})
    ids = tx.execute(_INSERT, rows).scalars()
    found = [Sighting(sighting_id=i, **row) for i, row in zip(ids, rows, strict=True)]
    return {one.source_id: _link(one) for one in found}


def _link(sighting: Sighting) -> chain.Row:
    assert sighting.sighting_id is not None
    return chain.Row(
        source_id=sighting.source_id,
        kind="sighting",
        row_id=sighting.sighting_id,
        content_sha256=chain.content("sighting", evidence(sighting)),
    )


def evidence(sighting: Sighting) -> dict[str, object]:
    """What the chain says of a sighting: everything."""
    return {name: getattr(sighting, name) for name in Sighting.__dataclass_fields__}


def evidence_of(rx: Connection, sighting_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """What the rows of these sightings say now, for the chain."""
    rows = rx.execute(_TOLD, {"sightings": list(sighting_ids)}).mappings()
    return {row["sighting_id"]: evidence(Sighting(**row)) for row in rows}


def history(tx: Connection, source_id: int) -> list[Sighting]:
    """The source's sightings in the order they began, the open one last."""
    rows = tx.execute(
        select(*fields(SIGHTINGS))
        .where(SIGHTINGS.c.source_id == source_id)
        .order_by(SIGHTINGS.c.sighting_id)
    )
    found = [Sighting(**row) for row in rows.mappings()]
    still_open = tx.execute(_OPEN, {"sources": [source_id]}).mappings().one_or_none()
    if still_open is not None:
        found.append(Sighting(sighting_id=None, **still_open))
    return found
