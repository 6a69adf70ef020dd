"""Which sources have a text of which sheet in one of their versions: what a search asks next."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.tables.readings import USES

_BATCH = 500  # parameters a statement
_THESE = USES.c.text_id.in_(bindparam("texts", expanding=True))
_KNOWN = select(USES.c.text_id).where(_THESE, USES.c.source_id == bindparam("source"))
_SOURCES = select(USES.c.source_id).where(_THESE).distinct()
_OWNERS = select(USES.c.text_id, func.min(USES.c.source_id)).where(_THESE).group_by(USES.c.text_id)
_INSERT = insert(USES)


def note(tx: Connection, source_id: int, text_ids: Collection[int]) -> None:
    """Note that texts of these sheets stand in a version of the source."""
    new = set(text_ids)
    for some in _batches(text_ids):
        new -= set(tx.execute(_KNOWN, {"texts": some, "source": source_id}).scalars())
    if new:
        tx.execute(_INSERT, [{"text_id": one, "source_id": source_id} for one in sorted(new)])


def sources(rx: Connection, text_ids: Collection[int]) -> set[int]:
    """The sources in whose versions a text of any of these sheets stands, or stood."""
    found: set[int] = set()
    for some in _batches(text_ids):
        found |= set(rx.execute(_SOURCES, {"texts": some}).scalars())
    return found


def owners(rx: Connection, text_ids: Collection[int]) -> dict[int, int]:
    """Of each of these sheets the first of the sources that have it."""
    found: dict[int, int] = {}
    for some in _batches(text_ids):
        found |= {row[0]: row[1] for row in rx.execute(_OWNERS, {"texts": some})}
    return found


def _batches(text_ids: Collection[int]) -> list[list[int]]:
    listed = sorted(text_ids)
    return [listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)]
