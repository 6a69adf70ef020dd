"""Captures: exchanges that brought something new. Written once, never altered."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, exists, insert, select

from storage import bodies, chain, sightings
from storage.errors import NoSuchRow
from storage.model import Capture, Exchange, Failure, Hop, Origin
from storage.packed import pack, unpack
from storage.tables.base import clean, fields, strictly
from storage.tables.evidence import BODIES, CAPTURES
from storage.tables.readings import DERIVATIONS

_INSERT = insert(CAPTURES).returning(CAPTURES.c.capture_id, sort_by_parameter_order=True)
_READ = (
    select(*fields(CAPTURES), BODIES.c.sha256)
    .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
    .where(CAPTURES.c.capture_id == bindparam("capture"))
)
_TOLD = (
    select(*strictly(CAPTURES), BODIES.c.sha256, BODIES.c.size.label("size"))
    .outerjoin_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
    .where(CAPTURES.c.capture_id.in_(bindparam("captures", expanding=True)))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """What a list of captures shows: all but headers and body."""

    capture_id: int
    source_id: int
    origin: Origin
    status: int | None
    started_at: datetime
    ended_at: datetime
    failure_text: str | None
    body_sha256: bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """An exchange to be kept. `basis` is the capture whose body its own is likely to be like."""

    source_id: int
    origin: Origin
    exchange: Exchange
    basis: int | None
    provenance: str | None = None


def keep(tx: Connection, new: Sequence[NewCapture]) -> list[Capture]:
    """Keep exchanges as evidence: bodies, rows, links; their sources' open sightings are sealed.

    Many at once, since each statement costs as much as what it says of one capture.
    """
    if not new:
        return []
    hashes = [hashlib.sha256(one.exchange.body).digest() for one in new]
    body_ids = bodies.keep(
        tx,
        [
            bodies.NewBody(body=one.exchange.body, sha256=sha256, basis=one.basis)
            for one, sha256 in zip(new, hashes, strict=True)
        ],
    )
    rows = [
        {
            "source_id": one.source_id,
            "origin": one.origin,
            "provenance": one.provenance,
            "body_id": i,
            **_row(one.exchange),
        }
        for one, i in zip(new, body_ids, strict=True)
    ]
    ids = tx.execute(_INSERT, rows).scalars()
    kept = [
        Capture(
            capture_id=capture_id,
            source_id=one.source_id,
            origin=one.origin,
            exchange=one.exchange,
            body_sha256=sha256,
            provenance=one.provenance,
        )
        for capture_id, one, sha256 in zip(ids, new, hashes, strict=True)
    ]
    _chain(tx, kept)
    return kept


def _chain(tx: Connection, kept: Sequence[Capture]) -> None:
    """Link the captures, each behind the sighting that it ends."""
    sealed = sightings.sealed(tx, [capture.source_id for capture in kept])
    links = []
    for capture in kept:
        sighting = sealed.pop(capture.source_id, None)
        links += [sighting] if sighting else []
        links.append(
            chain.Row(
                source_id=capture.source_id,
                kind="capture",
                row_id=capture.capture_id,
                content_sha256=chain.content("capture", evidence(capture)),
            )
        )
    chain.extend(tx, links)


def evidence(capture: Capture, body_bytes: int | None = None) -> dict[str, object]:
    """What the chain says of a capture: everything, the body by its SHA-256 and length.

    `body_bytes` is the length of a body that is not at hand.
    """
    exchange = capture.exchange
    failure = exchange.failure
    return {
        "capture_id": capture.capture_id,
        "source_id": capture.source_id,
        "origin": capture.origin,
        "url": clean(exchange.url),
        "final_url": clean(exchange.final_url),
        "hops": [[clean(hop.url), hop.status, clean(hop.location)] for hop in exchange.hops],
        "status": exchange.status,
        "headers": exchange.headers,
        "body_sha256": capture.body_sha256,
        "body_bytes": len(exchange.body) if body_bytes is None else body_bytes,
        "declared_bytes": exchange.declared_bytes,
        "received_bytes": exchange.received_bytes,
        "started_at": exchange.started_at,
        "ended_at": exchange.ended_at,
        "failure": [failure.kind, clean(failure.text)] if failure else None,
        "retry_at": exchange.retry_at,
        "provenance": None if capture.provenance is None else clean(capture.provenance),
    }


def evidence_of(rx: Connection, capture_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """What the rows of these captures say now, for the chain; no body is read for it."""
    rows = rx.execute(_TOLD, {"captures": list(capture_ids)}).mappings()
    return {row["capture_id"]: evidence(_capture(row, b""), row["size"]) for row in rows}


def read(tx: Connection, capture_id: int) -> Capture:
    """The capture with its body, which is checked against its SHA-256."""
    row = tx.execute(_READ, {"capture": capture_id}).mappings().one_or_none()
    if row is None:
        raise NoSuchRow(what=f"capture {capture_id}")
    return _capture(row, bodies.read(tx, row["body_id"]))


def _capture(row: RowMapping, body: bytes) -> Capture:
    return Capture(
        capture_id=row["capture_id"],
        source_id=row["source_id"],
        origin=row["origin"],
        exchange=_exchange(row, body),
        body_sha256=row["sha256"],
        provenance=row["provenance"],
    )


def body_sha256(tx: Connection, capture_id: int) -> bytes:
    """The SHA-256 of the capture's body."""
    found = (
        select(BODIES.c.sha256)
        .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
        .where(CAPTURES.c.capture_id == capture_id)
    )
    return tx.execute(found).scalar_one()


def good_one_of(tx: Connection, source_id: int, digest: bytes) -> int | None:
    """The source's last capture of our own of these bytes from which a version was read."""
    read_well = exists().where(
        DERIVATIONS.c.capture_id == CAPTURES.c.capture_id, DERIVATIONS.c.version_id.is_not(None)
    )
    found = (
        select(CAPTURES.c.capture_id)
        .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
        .where(
            CAPTURES.c.source_id == source_id,
            CAPTURES.c.origin == "direct",
            BODIES.c.sha256 == digest,
            read_well,
        )
        .order_by(CAPTURES.c.capture_id.desc())
        .limit(1)
    )
    return tx.execute(found).scalar_one_or_none()


def underived(tx: Connection) -> list[int]:
    """The captures that nothing was read from yet, oldest first."""
    derived = exists().where(DERIVATIONS.c.capture_id == CAPTURES.c.capture_id)
    kept = select(CAPTURES.c.capture_id).where(~derived).order_by(CAPTURES.c.capture_id)
    return list(tx.execute(kept).scalars())


def thinned(tx: Connection, source_id: int) -> set[int]:
    """Those of the source's captures whose bodies were thinned out."""
    found = (
        select(CAPTURES.c.capture_id)
        .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
        .where(CAPTURES.c.source_id == source_id, BODIES.c.data.is_(None))
    )
    return set(tx.execute(found).scalars())


def latest(tx: Connection, source_id: int) -> Capture | None:
    """The source's last capture in time, with its body."""
    row = tx.execute(
        select(CAPTURES.c.capture_id)
        .where(CAPTURES.c.source_id == source_id)
        .order_by(CAPTURES.c.ended_at.desc(), CAPTURES.c.capture_id.desc())
        .limit(1)
    ).one_or_none()
    return read(tx, row.capture_id) if row else None


def history(tx: Connection, source_id: int) -> list[CaptureRow]:
    """The source's captures in the order of time, without headers and bodies."""
    rows = tx.execute(
        select(
            *[CAPTURES.c[name] for name in CaptureRow.__dataclass_fields__ if name in CAPTURES.c],
            BODIES.c.sha256.label("body_sha256"),
            BODIES.c.size.label("size"),
        )
        .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
        .where(CAPTURES.c.source_id == source_id)
        .order_by(CAPTURES.c.ended_at, CAPTURES.c.capture_id)
    )
    return [CaptureRow(**row) for row in rows.mappings()]


def _row(exchange: Exchange) -> dict[str, Any]:
    failure = exchange.failure
    moved = exchange.final_url != exchange.url
    return {
        "url": exchange.url,
        "final_url": exchange.final_url if moved else None,
        "hops": [[hop.url, hop.status, hop.location] for hop in exchange.hops] or None,
        "status": exchange.status,
        "headers": pack(exchange.headers),
        "declared_bytes": exchange.declared_bytes,
        "received_bytes": exchange.received_bytes,
        "started_at": exchange.started_at,
        "ended_at": exchange.ended_at,
        "failure_kind": failure.kind if failure else None,
        "failure_text": failure.text if failure else None,
        "retry_at": exchange.retry_at,
    }


def _exchange(row: RowMapping, body: bytes) -> Exchange:
    headers: Any = unpack(row["headers"])
    failed = row["failure_kind"] is not None
    return Exchange(
        url=row["url"],
        final_url=row["final_url"] or row["url"],
        hops=tuple(Hop(url=u, status=s, location=to) for u, s, to in row["hops"] or ()),
        status=row["status"],
        headers=tuple((name, value) for name, value in headers),
        body=body,
        declared_bytes=row["declared_bytes"],
        received_bytes=row["received_bytes"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        failure=Failure(kind=row["failure_kind"], text=row["failure_text"]) if failed else None,
        retry_at=row["retry_at"],
    )
