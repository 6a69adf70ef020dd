"""The texts of versions, put together from their blocks with every part of them checked.

Reading a history, `storage.blocks` takes what it finds. Here a block that is missing, misplaced or
not the one its digest names is said, and each sheet is read once for all versions that share it.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, bindparam, select

from storage import sheets
from storage.blocks import digest
from storage.errors import EvidenceDamaged
from storage.model import Block
from storage.tables.readings import BLOCKS, TEXTS, VERSION_BLOCKS

_MOST = 20_000_000  # characters of sheets at hand

_PLACES = (
    select(
        VERSION_BLOCKS.c.position,
        VERSION_BLOCKS.c.kind,
        BLOCKS.c.digest,
        BLOCKS.c.text_id,
        BLOCKS.c.position.label("place"),
    )
    .outerjoin_from(VERSION_BLOCKS, BLOCKS, VERSION_BLOCKS.c.block_id == BLOCKS.c.block_id)
    .where(VERSION_BLOCKS.c.version_id == bindparam("version"))
    .order_by(VERSION_BLOCKS.c.position)
)
_SHEET = select(TEXTS.c.data, TEXTS.c.folded).where(TEXTS.c.text_id == bindparam("text"))

_Place = Row[int, str, int, int, int]


@dataclass(slots=True)
class Sheets:
    """The texts of the sheets read so far, by the sheet's id."""

    at_hand: dict[int, list[str]] = field(default_factory=dict)
    size: int = 0


def read(rx: Connection, version_id: int, at_hand: Sheets) -> tuple[Block, ...]:
    """The version's blocks in reading order; EvidenceDamaged says what of them does not hold."""
    rows = rx.execute(_PLACES, {"version": version_id}).all()
    if [row.position for row in rows] != list(range(len(rows))):
        raise _damaged(version_id, "its blocks are not numbered one after the other")
    return tuple(Block(kind=row.kind, text=_text(rx, version_id, row, at_hand)) for row in rows)


def problem(error: Exception) -> str:
    """What an error in reading says of the text."""
    facts = error.facts if isinstance(error, EvidenceDamaged) else {}
    return str(facts.get("problem", error))


def _text(rx: Connection, version_id: int, row: _Place, at_hand: Sheets) -> str:
    if row.text_id is None:
        raise _damaged(version_id, f"its block {row.position} is gone")
    texts, place = _sheet(rx, row.text_id, at_hand), int(row.place)
    if not 0 <= place < len(texts):
        raise _damaged(version_id, f"the text of its block {row.position} is gone")
    if digest(texts[place]) != row.digest:
        raise _damaged(version_id, f"the digest of its block {row.position} differs")
    return texts[place]


def _sheet(rx: Connection, text_id: int, at_hand: Sheets) -> list[str]:
    if text_id not in at_hand.at_hand:
        row = rx.execute(_SHEET, {"text": text_id}).one_or_none()
        if row is None:
            raise EvidenceDamaged(what=f"text {text_id}", problem="a sheet of its text is gone")
        found = sheets.texts(row.data)
        if row.folded is not None:
            sheets.folds(row.data, row.folded)  # to see that it can be read
        if at_hand.size > _MOST:
            at_hand.at_hand.clear()
            at_hand.size = 0
        at_hand.at_hand[text_id] = found
        at_hand.size += sum(map(len, found))
    return at_hand.at_hand[text_id]


def _damaged(version_id: int, problem: str) -> EvidenceDamaged:
    return EvidenceDamaged(what=f"version {version_id}", problem=problem)
