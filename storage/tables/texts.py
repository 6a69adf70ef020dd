"""Tables of the versions and their changes: what a history is told from."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from storage.model import Cause, Kind
from storage.tables.base import METADATA, Foreign, Instant, Json, one_of, to


class VersionColumns(TypedColumns):
    version_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    number: Named[int] = Column(Integer)
    capture_id: Named[int] = Column(Integer, to("captures"))
    rules_sha256: Named[bytes] = Column(LargeBinary)
    cause: Named[str | None] = Column(Text)
    first_seen: Named[datetime] = Column("first_seen_at", Instant)
    last_seen: Named[datetime] = Column("last_seen_at", Instant)
    not_before: Named[datetime | None] = Column("not_before_at", Instant)
    text_sha256: Named[bytes] = Column(LargeBinary)
    blocks: Named[bytes] = Column(LargeBinary)  # storage.placing
    title: Named[str | None] = Column(Foreign)
    headline: Named[str | None] = Column(Foreign)
    language: Named[str | None] = Column(Foreign)
    published: Named[str | None] = Column(Foreign)  # the page's own words, so not an instant
    modified: Named[str | None] = Column(Foreign)
    publisher_said: Named[str | None] = Column(Foreign)
    same_as: Named[int | None] = Column("same_as_number", Integer)
    supersedes: Named[int | None] = Column("supersedes_version_id", Integer, to("versions"))
    confirmed_at: Named[datetime | None] = Column(Instant)
    note: Named[str | None] = Column(Foreign)
    superseded_by: Named[int | None] = Column("superseded_by_version_id", Integer, to("versions"))
    noted_since: Named[str | None] = Column(Foreign)


VERSIONS = Table(
    "versions",
    METADATA,
    VersionColumns,
    one_of("cause", Cause),
    UniqueConstraint("source_id", "number"),
    Index(None, "first_seen"),
    Index(None, "source_id", "first_seen"),
)


class ChangeColumns(TypedColumns):
    change_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    from_version_id: Named[int] = Column(Integer, to("versions"))
    to_version_id: Named[int] = Column(Integer, to("versions"))
    cause: Named[str] = Column(Text)
    kind: Named[str | None] = Column(Text)
    flags: Named[Any] = Column(Json)
    words_added: Named[int] = Column("added_word_count", Integer)
    words_removed: Named[int] = Column("removed_word_count", Integer)
    recorded_at: Named[datetime] = Column(Instant)
    passages: Named[bytes] = Column(LargeBinary)  # storage.packed


CHANGES = Table(
    "changes",
    METADATA,
    ChangeColumns,
    one_of("cause", Cause),
    one_of("kind", Kind),
    Index(None, "source_id"),
    Index(None, "to_version_id"),
)
