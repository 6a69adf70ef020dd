"""Where captures are from: by which way they came, and which of them are there already."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, exists, select

from storage.model import Exchange, Hop, Origin
from storage.tables.evidence import BODIES, CAPTURES
from storage.tables.readings import DERIVATIONS

_WAY = select(CAPTURES.c.ended_at, CAPTURES.c.url, CAPTURES.c.final_url, CAPTURES.c.hops)

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


def ways(rx: Connection, source_id: int) -> list[Way]:
    """The ways of the source's captures from which a version was read, in time."""
    read_well = exists().where(
        DERIVATIONS.c.capture_id == CAPTURES.c.capture_id, DERIVATIONS.c.version_id.is_not(None)
    )
    found = _WAY.where(CAPTURES.c.source_id == source_id, read_well)
    return list(map(_way, rx.execute(found.order_by(CAPTURES.c.ended_at, CAPTURES.c.capture_id))))


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
    """When the version was last read from a capture, up to that instant."""
    found = (
        select(CAPTURES.c.ended_at)
        .join_from(DERIVATIONS, CAPTURES, DERIVATIONS.c.capture_id == CAPTURES.c.capture_id)
        .where(DERIVATIONS.c.version_id == version_id, CAPTURES.c.ended_at <= until)
        .order_by(CAPTURES.c.ended_at.desc())
    )
    return tx.execute(found.limit(1)).scalar_one_or_none()
