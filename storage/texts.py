"""The sheets of texts as they are kept: each on one that it is like, as bodies are.

Of `LINKS` sheets that follow each other the first stands for itself, see `storage.bodies`.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Integer, bindparam, insert, select

from storage import sheets
from storage.bodies import LINKS, basis_position
from storage.errors import NoSuchRow
from storage.rows import add
from storage.tables.readings import TEXTS

_BATCH = 500  # parameters a statement
_INSERT = insert(TEXTS)
_wanted = select(TEXTS.c.text_id, TEXTS.c.basis_id).where(
    TEXTS.c.text_id.in_(bindparam("wanted", expanding=True, type_=Integer()))
)
_road = _wanted.cte("road", recursive=True)
_road = _road.union(
    select(TEXTS.c.text_id, TEXTS.c.basis_id).where(TEXTS.c.text_id == _road.c.basis_id)
)
_ROADS = (
    select(TEXTS.c.text_id, TEXTS.c.basis_id, TEXTS.c.position, TEXTS.c.data)
    .join_from(_road, TEXTS, TEXTS.c.text_id == _road.c.text_id)
    .order_by(TEXTS.c.text_id)
)


def keep(tx: Connection, texts: Sequence[str], like: int | None) -> int:
    """Keep texts as one sheet; its id. `like`: a sheet with texts like these."""
    sheet = sheets.line(texts)
    basis_id, basis, position = (None, None, 0) if like is None else _basis(tx, like)
    data, rests = sheets.press(sheet, basis, position)
    row = {
        "data": data,
        "basis_id": basis_id if rests else None,
        "position": position if rests else 0,
    }
    return add(tx, _INSERT, row)


def read(tx: Connection, text_ids: Collection[int]) -> dict[int, list[str]]:
    """The texts of these sheets."""
    wanted, found = sorted(text_ids), {}
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        opened = _opened(tx, some)
        found.update({text_id: sheets.texts(opened[text_id][0]) for text_id in some})
    return found


def _basis(tx: Connection, like: int) -> tuple[int | None, bytes | None, int]:
    """What a sheet that follows this one rests on, and the number that it then has."""
    opened = _opened(tx, [like])
    position = opened[like][1] + 1
    if position >= LINKS:
        return None, None, 0
    low = {i: one for i, one in opened.items() if one[1] <= basis_position(position)}
    basis_id = max(low)
    return basis_id, low[basis_id][0], position


def _opened(tx: Connection, text_ids: Sequence[int]) -> dict[int, tuple[bytes, int]]:
    """These sheets and those they rest on, each with its number; the lowest first."""
    opened: dict[int, tuple[bytes, int]] = {}
    for row in tx.execute(_ROADS, {"wanted": text_ids}).all():
        like = None if row.basis_id is None else opened[row.basis_id][0]
        opened[row.text_id] = sheets.open_sheet(row.data, like, row.position), row.position
    if missing := set(text_ids) - opened.keys():
        raise NoSuchRow(what=f"text {min(missing)}")
    return opened
