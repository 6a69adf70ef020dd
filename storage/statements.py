"""Statements: how many texts and versions each has, and which texts arrived of late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables.listed import ENTRIES
from storage.tables.texts import VERSIONS
from storage.tables.watching import SOURCES

_STANDING = (
    select(VERSIONS.c.source_id, func.count().label("versions"))
    .where(VERSIONS.c.superseded_by.is_(None))
    .group_by(VERSIONS.c.source_id)
    .subquery()
)
_ALL = (
    select(
        SOURCES.c.statement.label("name"),
        func.count().label("sources"),
        func.coalesce(func.sum(_STANDING.c.versions), 0).label("versions"),
    )
    .join_from(SOURCES, _STANDING, _STANDING.c.source_id == SOURCES.c.source_id, isouter=True)
    .where(SOURCES.c.statement.is_not(None), SOURCES.c.kind == "source")
    .group_by(SOURCES.c.statement)
    .order_by(SOURCES.c.statement)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A statement, with how many sources it has, removed ones too, and standing versions."""

    name: str
    sources: int
    versions: int


def every(rx: Connection) -> list[Counted]:
    """All statements, by name."""
    return [
        Counted(name=row["name"], sources=row["sources"], versions=int(row["versions"]))
        for row in rx.execute(_ALL).mappings()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The first text of a source, and when it was published: by the page, and by its listing."""

    source_id: int
    version_id: int
    first_seen: datetime
    published: str | None
    listed: str | None
    is_news: bool  # it came to what led to it, and did not stand there at first


def arrivals(rx: Connection, since: datetime) -> list[Arrival]:
    """The first texts seen since then of what is watched, the latest first."""
    listed = (
        select(ENTRIES.c.published)
        .where(ENTRIES.c.source_id == SOURCES.c.source_id, ENTRIES.c.published.is_not(None))
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(
            SOURCES.c.source_id.label("source_id"),
            VERSIONS.c.version_id.label("version_id"),
            VERSIONS.c.first_seen.label("first_seen"),
            VERSIONS.c.published.label("published"),
            listed.label("listed"),
            func.coalesce(SOURCES.c.announced_at != SOURCES.c.added_at, False).label("is_news"),
        )
        .join_from(SOURCES, VERSIONS, VERSIONS.c.source_id == SOURCES.c.source_id)
        .where(SOURCES.c.kind == "source", SOURCES.c.removed_at.is_(None))
        .where(VERSIONS.c.number == 1, VERSIONS.c.first_seen >= since)
        .order_by(VERSIONS.c.first_seen.desc(), VERSIONS.c.version_id)
    )
    return [
        Arrival(**{**row, "is_news": bool(row["is_news"])}) for row in rx.execute(found).mappings()
    ]
