"""Volumes in the order of sources: the texts of a page stand together, and shrink to hardly more
than one of them.

Sheets are bound as they come, each edit of a page in another volume. When such volumes have become
many, their sheets are put into those that were sorted before, some of these a step: half the room,
and a third of the time to search them. A step that nobody follows leaves sheets in two volumes,
which does no harm.

A sorted volume holds the sheets of the sources from its own to that of the next one, of those up to
its `last_text_id`: where that of the others is higher, they were sorted before it, in the same go.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, Result, bindparam, delete, func, insert, select

from storage import lexicons, uses
from storage.binding import Bound, pack, unpack, volume
from storage.tables.readings import VOLUMES

_MANY, _MOST = 4_000_000, 32_000_000  # bytes of unsorted volumes that are sorted, or at the most
_SHARE = 8  # or this part of the sorted ones
_FULL = 250_000  # bytes; a sorted volume ends at the next source
_AT_ONCE = 12  # sorted volumes that are made anew in one step

_SORTED = VOLUMES.c.source_id.is_not(None)
_SIZES = select(
    func.coalesce(func.sum(VOLUMES.c.raw_bytes).filter(~_SORTED), 0).label("unsorted"),
    func.coalesce(func.sum(VOLUMES.c.raw_bytes).filter(_SORTED), 0).label("sorted"),
    func.max(VOLUMES.c.last_text_id).filter(~_SORTED).label("unsorted_last"),
    func.max(VOLUMES.c.last_text_id).filter(_SORTED).label("last"),
    func.min(VOLUMES.c.last_text_id).filter(_SORTED).label("least"),
)
_LISTED = (
    select(VOLUMES.c.volume_id, VOLUMES.c.source_id, VOLUMES.c.last_text_id)
    .where(_SORTED)
    .order_by(VOLUMES.c.source_id)
)
_UNSORTED = select(VOLUMES.c.data).where(~_SORTED)
_DATA = select(VOLUMES.c.data).where(VOLUMES.c.volume_id.in_(bindparam("volumes", expanding=True)))
_DROP = delete(VOLUMES).where(VOLUMES.c.volume_id.in_(bindparam("volumes", expanding=True)))
_DROP_UNSORTED = delete(VOLUMES).where(~_SORTED, VOLUMES.c.last_text_id <= bindparam("last"))
_INSERT = insert(VOLUMES)


def step(tx: Connection, rules: str) -> bool:
    """Sort some of what is to be sorted; False when that is nothing, or too little yet.

    All volumes were made under these rules of the fold.
    """
    sizes = tx.execute(_SIZES).one()
    under_way = sizes.last is not None and sizes.least < sizes.last
    if not under_way and sizes.unsorted < min(max(_MANY, sizes.sorted / _SHARE), _MOST):
        return False
    goal = sizes.last if under_way else sizes.unsorted_last
    listed = tx.execute(_LISTED).all()
    left = [row for row in listed if row.last_text_id < goal]
    taken, then = left[:_AT_ONCE], left[_AT_ONCE:]
    begin, end = taken[0].source_id if taken else 0, then[0].source_id if then else None
    held = _opened(tx.execute(_DATA, {"volumes": [row.volume_id for row in taken]}))
    come = _opened(tx.execute(_UNSORTED))
    owners = uses.owners(tx, held.keys() | come.keys())
    here = {i for i in come if i <= goal and begin <= owners[i] and (not end or owners[i] < end)}
    sheets = [(max(begin, owners[i]), one) for i, one in held.items()]
    sheets += [(owners[i], come[i]) for i in here - held.keys()]
    tx.execute(_DROP, {"volumes": [row.volume_id for row in taken]})
    tx.execute(_INSERT, list(_rows(sheets, begin, goal, rules)))
    if not then:
        tx.execute(_DROP_UNSORTED, {"last": goal})
    return True


def _opened(rows: Result[bytes]) -> dict[int, Bound]:
    """The sheets of volumes by their ids."""
    return {one.text_id: one for data in rows.scalars() for one in unpack(data).sheets()}


def _rows(
    sheets: Iterable[tuple[int, Bound]], begin: int, goal: int, rules: str
) -> Iterator[dict[str, object]]:
    """Sheets with the sources they are of, as sorted volumes; the first begins the stretch."""
    ordered = sorted(sheets, key=lambda one: (one[0], one[1].text_id))
    first, some = begin, list[Bound]()
    for owner, group in groupby(ordered, key=lambda one: one[0]):
        if sum(len(one.data) for one in some) >= _FULL:
            yield _row(first, some, goal, rules)
            first, some = owner, []
        some += [one for _, one in group]
    yield _row(first, some, goal, rules)


def _row(source_id: int, sheets: Sequence[Bound], goal: int, rules: str) -> dict[str, object]:
    made = volume(sheets)
    return {
        "source_id": source_id,
        "fold": rules,
        "last_text_id": goal,
        "raw_bytes": len(made.data),
        "lexicon": lexicons.made(made.data),
        "data": pack(made),
    }
