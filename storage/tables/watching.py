"""Tables of what is watched, and of how watching it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, Named, Table, Text, TypedColumns

from storage.model import AssignedBy, SourceKind, State, Verdict
from storage.tables.base import METADATA, Foreign, Instant, Json, one_of, to


class SourceColumns(TypedColumns):
    source_id: Named[int] = Column(Integer, primary_key=True)
    kind: Named[str] = Column(Text)
    listing_id: Named[int | None] = Column(Integer, to("sources"))  # what it was found by
    slug: Named[str] = Column(Text, unique=True)
    url: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    publisher: Named[str | None] = Column(Text)
    language: Named[str | None] = Column(Text)
    timezone: Named[str] = Column(Text)
    statement: Named[str | None] = Column(Text)
    assigned_by: Named[str | None] = Column(Text)  # who said the statement; None: sources.yaml
    watch: Named[Any] = Column(Json)  # the terms, phrases by name
    expect: Named[Any] = Column(Json)
    alert: Named[Any] = Column(Json)  # the names of the channels it is told to
    via: Named[Any] = Column(Json)  # the ways to it: direct, wayback
    added_at: Named[datetime] = Column(Instant)
    removed_at: Named[datetime | None] = Column(Instant)
    announced_at: Named[datetime | None] = Column(Instant)  # of a find: told as new, or known
    passed_over_at: Named[datetime | None] = Column(Instant)  # of a find: not followed after all
    muted_until: Named[datetime | None] = Column("muted_until_at", Instant)
    mute_note: Named[str | None] = Column(Text)


SOURCES = Table(
    "sources",
    METADATA,
    SourceColumns,
    one_of("kind", SourceKind),
    one_of("assigned_by", AssignedBy),
    Index(None, "statement"),
    Index(None, "listing_id"),
)


class EpisodeColumns(TypedColumns):
    episode_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    state: Named[str] = Column(Text)
    verdict: Named[str | None] = Column(Text)
    reason: Named[str | None] = Column(Foreign)
    since: Named[datetime] = Column("since_at", Instant)
    until: Named[datetime | None] = Column("until_at", Instant)


EPISODES = Table(
    "episodes",
    METADATA,
    EpisodeColumns,
    one_of("state", State),
    one_of("verdict", Verdict),
    Index(None, "source_id"),
    Index(None, "since"),
)
