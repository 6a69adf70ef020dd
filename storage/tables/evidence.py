"""Tables of the evidence: what came over the wire, when it was seen, and who can witness it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    text,
)

from storage.model import FailureKind, Origin
from storage.tables.base import METADATA, Foreign, Instant, Json, one_of, to

_REDIRECTED = text("hops IS NOT NULL")


class BodyColumns(TypedColumns):
    body_id: Named[int] = Column(Integer, primary_key=True)
    sha256: Named[bytes] = Column(LargeBinary, unique=True)
    size: Named[int] = Column("raw_bytes", Integer)
    basis_id: Named[int | None] = Column(
        Integer, ForeignKey("bodies.body_id")
    )  # the body that is its dictionary
    position: Named[int] = Column(Integer)  # behind the one that stands for itself, which has 0
    data: Named[bytes | None] = Column(LargeBinary)  # zstandard; NULL once thinned


BODIES = Table("bodies", METADATA, BodyColumns, Index(None, "basis_id"))


class CaptureColumns(TypedColumns):
    capture_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    origin: Named[str] = Column(Text)
    url: Named[str] = Column(Foreign)
    final_url: Named[str | None] = Column(Foreign)  # NULL: the same
    hops: Named[Any | None] = Column(Json)
    status: Named[int | None] = Column(Integer)
    headers: Named[bytes] = Column(LargeBinary)  # storage.packed
    body_id: Named[int] = Column(Integer, ForeignKey("bodies.body_id"))
    declared_bytes: Named[int | None] = Column(BigInteger)
    received_bytes: Named[int] = Column(BigInteger)
    started_at: Named[datetime] = Column(Instant)
    ended_at: Named[datetime] = Column(Instant)
    failure_kind: Named[str | None] = Column(Text)
    failure_text: Named[str | None] = Column(Foreign)
    retry_at: Named[datetime | None] = Column(Instant)
    provenance: Named[str | None] = Column(
        Foreign
    )  # of an import or an archive: by whom, from where


CAPTURES = Table(
    "captures",
    METADATA,
    CaptureColumns,
    one_of("origin", Origin),
    one_of("failure_kind", FailureKind),
    Index(None, "source_id"),
    Index(None, "body_id"),
    # Only of the few, where that can be said without loading the other dialect.
    Index("ix_captures_redirected", "ended_at", sqlite_where=_REDIRECTED),
)


class SightingColumns(TypedColumns):
    """Visits that found a capture unchanged; a sealed row, never altered."""

    sighting_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    capture_id: Named[int] = Column(Integer, to("captures"))
    first_at: Named[datetime] = Column(Instant)
    last_at: Named[datetime] = Column(Instant)
    visits: Named[int] = Column("visit_count", Integer)


SIGHTINGS = Table("sightings", METADATA, SightingColumns, Index(None, "source_id"))


class OpenSightingColumns(TypedColumns):
    """The one sighting of a source that still grows: bookkeeping."""

    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    capture_id: Named[int] = Column(Integer, to("captures"))
    first_at: Named[datetime] = Column(Instant)
    last_at: Named[datetime] = Column(Instant)
    visits: Named[int] = Column("visit_count", Integer)


OPEN_SIGHTINGS = Table("open_sightings", METADATA, OpenSightingColumns)
