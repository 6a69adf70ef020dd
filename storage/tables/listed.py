"""Tables of what listings name, and of what was remarked about a source beside its text."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Index, Integer, Named, Table, Text, TypedColumns

from storage.model import RemarkKind
from storage.tables.base import METADATA, Foreign, Instant, one_of, to


class EntryColumns(TypedColumns):
    """A document that a listing names, or a file that a page attaches."""

    listing_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    key: Named[str] = Column(Text, primary_key=True)  # its canonical address
    url: Named[str] = Column(Text)
    title: Named[str | None] = Column(Foreign)
    published: Named[str | None] = Column(Text)
    source_id: Named[int | None] = Column(Integer, to("sources"))
    first_seen: Named[datetime] = Column("first_seen_at", Instant)
    not_before: Named[datetime | None] = Column("not_before_at", Instant)
    is_listed: Named[bool] = Column(Boolean)  # it stood in the listing when that was seen last
    missing_since: Named[datetime | None] = Column("missing_since_at", Instant)
    unlisted_at: Named[datetime | None] = Column(Instant)


ENTRIES = Table(
    "entries",
    METADATA,
    EntryColumns,
    Index(None, "key"),
    Index(None, "source_id"),
    sqlite_with_rowid=False,
)


class RemarkColumns(TypedColumns):
    """Something that became of a source, and is no change of its text."""

    remark_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    at: Named[datetime] = Column("remarked_at", Instant)
    kind: Named[str] = Column(Text)
    before: Named[str | None] = Column(Foreign)
    after: Named[str | None] = Column(Foreign)


REMARKS = Table(
    "remarks", METADATA, RemarkColumns, one_of("kind", RemarkKind), Index(None, "source_id")
)
