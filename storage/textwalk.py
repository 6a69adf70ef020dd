"""The texts of versions, put together from their blocks with every part of them checked.

Reading a history, `storage.blocks` takes what it finds. Here a block that is missing, misplaced or
not the one its digest names is said, and each sheet is read once for all versions that share it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from storage import placing, sheets
from storage.blocks import digest
from storage.errors import EvidenceDamaged, NoSuchRow
from storage.model import Block
from storage.tables.readings import BLOCKS, TEXTS
from storage.tables.texts import VERSIONS

_BATCH = 500  # parameters a statement
_MOST = 20_000_000  # bytes of sheets at hand

_LISTED = select(VERSIONS.c.blocks, VERSIONS.c.headline).where(
    VERSIONS.c.version_id == bindparam("version")
)
_NAMED = select(BLOCKS.c.digest, BLOCKS.c.text_id, BLOCKS.c.position).where(
    BLOCKS.c.digest.in_(bindparam("digests", expanding=True))
)
_SHEET = select(TEXTS.c.basis_id, TEXTS.c.position, TEXTS.c.data).where(
    TEXTS.c.text_id == bindparam("text")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    raw: bytes
    texts: list[str]


@dataclass(slots=True)
class Sheets:
    """The sheets read so far, by id."""

    at_hand: dict[int, _Sheet] = field(default_factory=dict)
    size: int = 0


def read(rx: Connection, version_id: int, at_hand: Sheets) -> tuple[Block, ...]:
    """The version's blocks in reading order; EvidenceDamaged says what of them does not hold."""
    kept = rx.execute(_LISTED, {"version": version_id}).one_or_none()
    if kept is None:
        raise NoSuchRow(what=f"version {version_id}")
    listed = placing.unpack(kept.blocks)
    found = [
        Block(kind=kind, text=_text(rx, version_id, (text_id, at), at_hand))
        for text_id, at, kind in listed
    ]
    named = _named(rx, {digest(block.text) for block in found})
    for number, (block, (text_id, at, _)) in enumerate(zip(found, listed, strict=True)):
        if (digest(block.text), text_id, at) not in named:
            raise _damaged(version_id, f"the digest of its block {number} differs")
    if kept.headline is not None:
        _see(rx, version_id, kept.headline, at_hand)
    return tuple(found)


def _see(rx: Connection, version_id: int, headline: str, at_hand: Sheets) -> None:
    """The headline is no block, but stands among the texts, to be found by a search."""
    for _, text_id, at in _named(rx, {digest(headline)}):
        if _text(rx, version_id, (text_id, at), at_hand) == headline:
            return
    raise _damaged(version_id, "its headline is not among the texts")


def problem(error: Exception) -> str:
    """What an error in reading says of the text."""
    if isinstance(error, DBAPIError):
        return "a row of it cannot be read: it was altered"
    facts = error.facts if isinstance(error, EvidenceDamaged) else {}
    return str(facts.get("problem", error))


def _named(rx: Connection, wanted: Iterable[int]) -> set[tuple[int, int, int]]:
    """The blocks of these digests: digest, sheet and number there."""
    digests, found = sorted(wanted), set()
    for start in range(0, len(digests), _BATCH):
        rows = rx.execute(_NAMED, {"digests": digests[start : start + _BATCH]})
        found |= {(row.digest, row.text_id, row.position) for row in rows}
    return found


def _text(rx: Connection, version_id: int, place: placing.Place, at_hand: Sheets) -> str:
    text_id, at = place
    texts = _sheet(rx, text_id, at_hand).texts
    if not 0 <= at < len(texts):
        raise _damaged(version_id, f"the text {at} of sheet {text_id} is gone")
    return texts[at]


def _sheet(rx: Connection, text_id: int, at_hand: Sheets) -> _Sheet:
    known = at_hand.at_hand.get(text_id)
    if known is not None:
        return known
    row = rx.execute(_SHEET, {"text": text_id}).one_or_none()
    if row is None or (row.basis_id is not None and row.basis_id >= text_id):
        raise EvidenceDamaged(what=f"text {text_id}", problem="a sheet of its text is gone")
    like = None if row.basis_id is None else _sheet(rx, row.basis_id, at_hand).raw
    raw = sheets.open_sheet(row.data, like, row.position)
    if at_hand.size > _MOST:
        at_hand.at_hand.clear()
        at_hand.size = 0
    at_hand.at_hand[text_id] = found = _Sheet(raw=raw, texts=sheets.texts(raw))
    at_hand.size += 2 * len(raw)
    return found


def _damaged(version_id: int, problem: str) -> EvidenceDamaged:
    return EvidenceDamaged(what=f"version {version_id}", problem=problem)
