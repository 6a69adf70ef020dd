"""Statements: how many texts and versions each has."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

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
