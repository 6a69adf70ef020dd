"""Where captures are from: by which way they came, and which of them are there already."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, exists, func, select

from storage.model import Exchange, Hop, Origin
from storage.rows import within
from storage.tables.evidence import BODIES, CAPTURES, OPEN_SIGHTINGS, SIGHTINGS
from storage.tables.readings import DERIVATIONS
from storage.tables.watching import SOURCES

_WAY = select(CAPTURES.c.ended_at, CAPTURES.c.url, CAPTURES.c.final_url, CAPTURES.c.hops)

_STOOD = func.coalesce(CAPTURES.c.final_url, CAPTURES.c.url)
_SEEN = (
    select(
        CAPTURES.c.source_id,
        CAPTURES.c.capture_id,
        *_WAY.selected_columns,
        func.coalesce(
            func.lag(_STOOD).over(
                partition_by=CAPTURES.c.source_id,
                order_by=(CAPTURES.c.ended_at, CAPTURES.c.capture_id),
            ),
            CAPTURES.c.url,
        ).label("stood"),
    )
    .where(
        CAPTURES.c.source_id.in_(bindparam("sources", expanding=True)),
        exists().where(
            DERIVATIONS.c.capture_id == CAPTURES.c.capture_id,
            DERIVATIONS.c.version_id.is_not(None),
        ),
    )
    .subquery("seen")
)
_MOVING = (
    select(*_SEEN.c)
    .where(
        _SEEN.c.hops.is_not(None), func.coalesce(_SEEN.c.final_url, _SEEN.c.url) != _SEEN.c.stood
    )
    .order_by(_SEEN.c.source_id, _SEEN.c.ended_at, _SEEN.c.capture_id)
)

_BATCH = 500  # parameters a statement
_ELSEWHERE = select(CAPTURES.c.capture_id, CAPTURES.c.origin).where(
    CAPTURES.c.capture_id.in_(bindparam("captures", expanding=True)), CAPTURES.c.origin != "direct"
)
_OF_ONE = _WAY.where(CAPTURES.c.capture_id == bindparam("capture"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """By which way the page of a capture was read: the address asked, and where it stood."""

    at: datetime
    asked: str
    read: str
    hops: tuple[Hop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """From where a capture is, and what was said of that when it was brought."""

    origin: Origin
    provenance: str | None


def of(tx: Connection, capture_id: int) -> Brought:
    """From where one capture is."""
    found = select(CAPTURES.c.origin, CAPTURES.c.provenance)
    row = tx.execute(found.where(CAPTURES.c.capture_id == capture_id)).one()
    return Brought(origin=row.origin, provenance=row.provenance)


def way(tx: Connection, capture_id: int) -> Way:
    """The way of one capture."""
    return _way(tx.execute(_OF_ONE, {"capture": capture_id}).one())


def moving(rx: Connection, source_ids: Collection[int]) -> dict[int, list[Way]]:
    """Of each source's captures with a version, in time, those that were redirected anew.

    Those whose page stood where it did not at the capture before; of the first, elsewhere than
    where it was asked for.
    """
    rows = rx.execute(_MOVING, {"sources": list(source_ids)}).all() if source_ids else []
    found: dict[int, list[Way]] = {}
    for row in rows:
        found.setdefault(row.source_id, []).append(_way(row))
    return found


def redirected(
    rx: Connection,
    *conditions: ColumnElement[bool],
    start: datetime | None,
    end: datetime | None,
) -> set[int]:
    """The sources, of which such conditions hold, with redirects from `start` on, before `end`."""
    found = select(CAPTURES.c.source_id).distinct().where(CAPTURES.c.hops.is_not(None))
    if conditions:
        found = found.join_from(CAPTURES, SOURCES, SOURCES.c.source_id == CAPTURES.c.source_id)
        found = found.where(*conditions)
    found = found.where(*within(CAPTURES.c.ended_at, start, end))
    return set(rx.execute(found).scalars())


def _way(row: Row[datetime, str, str | None, list[tuple[str, int, str]] | None]) -> Way:
    return Way(
        at=row.ended_at,
        asked=row.url,
        read=row.final_url or row.url,
        hops=tuple(Hop(url=u, status=s, location=to) for u, s, to in row.hops or ()),
    )


def brought(rx: Connection, source_id: int) -> dict[int, str]:
    """Of the source's captures that were not fetched here where they are from: their origins."""
    found = select(CAPTURES.c.capture_id, CAPTURES.c.origin).where(
        CAPTURES.c.source_id == source_id, CAPTURES.c.origin != "direct"
    )
    return {row.capture_id: row.origin for row in rx.execute(found)}


def elsewhere(rx: Connection, capture_ids: Collection[int]) -> dict[int, Origin]:
    """Those of these captures that were not fetched here where they are from, and their origins."""
    listed, found = sorted(capture_ids), dict[int, Origin]()
    for start in range(0, len(listed), _BATCH):
        rows = rx.execute(_ELSEWHERE, {"captures": listed[start : start + _BATCH]})
        found |= {row.capture_id: row.origin for row in rows}
    return found


def kept_of(tx: Connection, source_id: int, origin: Origin) -> set[tuple[str, datetime]]:
    """The addresses and times of the source's captures that came by this way."""
    found = select(CAPTURES.c.url, CAPTURES.c.started_at).where(
        CAPTURES.c.source_id == source_id, CAPTURES.c.origin == origin
    )
    return {(row.url, row.started_at) for row in tx.execute(found)}


def same_as(tx: Connection, source_id: int, exchange: Exchange) -> int | None:
    """The source's capture of the same bytes, address and time, if it is there."""
    digest = hashlib.sha256(exchange.body).digest()
    same = (
        select(CAPTURES.c.capture_id)
        .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
        .where(
            BODIES.c.sha256 == digest,
            CAPTURES.c.source_id == source_id,
            CAPTURES.c.url == exchange.url,
            CAPTURES.c.started_at == exchange.started_at,
        )
    )
    return tx.execute(same.limit(1)).scalar_one_or_none()


def last_read_as(tx: Connection, version_id: int, until: datetime) -> datetime | None:
    """When the version was last read up to that instant, as far as that was kept.

    Of visits that found a capture unchanged the first and the last of a row are known by their
    times.
    """
    shows = DERIVATIONS.c.version_id == version_id
    captured = CAPTURES.join(DERIVATIONS, DERIVATIONS.c.capture_id == CAPTURES.c.capture_id)
    times = [
        select(CAPTURES.c.ended_at).select_from(captured).where(shows, CAPTURES.c.ended_at <= until)
    ]
    for seen in (SIGHTINGS, OPEN_SIGHTINGS):
        sighted = seen.join(DERIVATIONS, DERIVATIONS.c.capture_id == seen.c.capture_id)
        last = case((seen.c.last_at <= until, seen.c.last_at), else_=seen.c.first_at).label("at")
        times.append(select(last).select_from(sighted).where(shows, seen.c.first_at <= until))
    found = (tx.execute(select(func.max(one.subquery().c[0]))).scalar_one() for one in times)
    return max((at for at in found if at is not None), default=None)
