"""Titles: how the documents are called that one listing led to."""

from sqlalchemy import Connection, bindparam, select

from storage.tables.texts import VERSIONS
from storage.tables.watching import SOURCES

_BESIDE = (
    select(VERSIONS.c.title)
    .join_from(SOURCES, VERSIONS, VERSIONS.c.source_id == SOURCES.c.source_id)
    .where(
        SOURCES.c.listing_id == bindparam("listing"),
        SOURCES.c.source_id != bindparam("source"),
        VERSIONS.c.number == 1,
        VERSIONS.c.title.is_not(None),
    )
    .order_by(SOURCES.c.source_id.desc())
    .limit(bindparam("most"))
)


def beside(rx: Connection, listing_id: int, source_id: int, most: int) -> list[str]:
    """The titles of the documents that came last of a listing, but for this one's."""
    asked = {"listing": listing_id, "source": source_id, "most": most}
    return [title for title in rx.execute(_BESIDE, asked).scalars() if title is not None]
