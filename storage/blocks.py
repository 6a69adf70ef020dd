"""The distinct texts of all versions, each kept once, with its fold for searching.

What a version brings that no earlier one had is compressed as one sheet (see `storage.sheets`);
a block says on which sheet its text stands, and where.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, insert, select

from storage import sheets
from storage.model import Block
from storage.rows import add
from storage.tables.readings import BLOCKS, TEXTS, VERSION_BLOCKS

_BATCH = 500  # parameters a statement

_KNOWN = select(BLOCKS.c.block_id, BLOCKS.c.text_id, BLOCKS.c.position).where(
    BLOCKS.c.digest.in_(bindparam("digests", expanding=True))
)
_PLACED = select(BLOCKS.c.position, BLOCKS.c.block_id).where(BLOCKS.c.text_id == bindparam("text"))
_SHEET = select(TEXTS.c.data).where(TEXTS.c.text_id == bindparam("text"))
_INSERT = insert(BLOCKS)
_INSERT_TEXT = insert(TEXTS)
_INSERT_PLACES = insert(VERSION_BLOCKS)
_OF_VERSION = (
    select(VERSION_BLOCKS.c.kind, BLOCKS.c.text_id, BLOCKS.c.position)
    .join_from(VERSION_BLOCKS, BLOCKS, VERSION_BLOCKS.c.block_id == BLOCKS.c.block_id)
    .where(VERSION_BLOCKS.c.version_id == bindparam("version"))
    .order_by(VERSION_BLOCKS.c.position)
)


def keep(tx: Connection, version_id: int, blocks: Sequence[Block], folded: Sequence[str]) -> None:
    """Keep a version's blocks in their order; `folded` are their texts under the fold."""
    folds = {block.text: fold for block, fold in zip(blocks, folded, strict=True)}
    ids = _known(tx, folds)
    missing = [text for text in folds if text not in ids]
    if missing:
        ids |= _add(tx, missing, [folds[text] for text in missing])
    places = [
        {"version_id": version_id, "position": at, "block_id": ids[block.text], "kind": block.kind}
        for at, block in enumerate(blocks)
    ]
    if places:
        tx.execute(_INSERT_PLACES, places)


def of_version(tx: Connection, version_id: int) -> tuple[Block, ...]:
    """The version's blocks in reading order."""
    rows = tx.execute(_OF_VERSION, {"version": version_id}).all()
    found = {text_id: _sheet(tx, text_id) for text_id in {row.text_id for row in rows}}
    return tuple(Block(kind=row.kind, text=found[row.text_id][row.position]) for row in rows)


def containing(tx: Connection, phrase: str) -> list[int]:
    """The ids of the blocks whose fold contains the phrase, which is folded like them."""
    return [
        block_id
        for text_id, folds in _folds(tx)
        for block_id in _matching(
            tx, text_id, [at for at, fold in enumerate(folds) if phrase in fold]
        )
    ]


def digest(text: str) -> int:
    """The first eight bytes of the text's SHA-256, as a signed number: short to index."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def _known(tx: Connection, texts: Iterable[str]) -> dict[str, int]:
    """The ids of those texts that are kept already."""
    wanted = set(texts)
    digests = sorted({digest(text) for text in wanted})
    found: dict[str, int] = {}
    read: dict[int, list[str]] = {}
    for start in range(0, len(digests), _BATCH):
        for row in tx.execute(_KNOWN, {"digests": digests[start : start + _BATCH]}).all():
            if row.text_id not in read:
                read[row.text_id] = _sheet(tx, row.text_id)
            text = read[row.text_id][row.position]
            if text in wanted:  # a digest is no proof
                found.setdefault(text, row.block_id)
    return found


def _add(tx: Connection, texts: Sequence[str], folded: Sequence[str]) -> dict[str, int]:
    data, folds = sheets.press(texts, folded)
    text_id = add(tx, _INSERT_TEXT, {"data": data, "folded": folds})
    rows = [
        {"digest": digest(text), "text_id": text_id, "position": at}
        for at, text in enumerate(texts)
    ]
    tx.execute(_INSERT, rows)
    placed = tx.execute(_PLACED, {"text": text_id})
    return {texts[position]: block_id for position, block_id in placed}


def _sheet(tx: Connection, text_id: int) -> list[str]:
    return sheets.texts(tx.execute(_SHEET, {"text": text_id}).scalar_one())


def _folds(tx: Connection) -> Iterator[tuple[int, list[str]]]:
    rows = tx.execute(select(TEXTS.c.text_id, TEXTS.c.data, TEXTS.c.folded))
    for row in rows:
        yield row.text_id, sheets.folds(row.data, row.folded)


def _matching(tx: Connection, text_id: int, positions: Sequence[int]) -> list[int]:
    if not positions:
        return []
    placed = tx.execute(_PLACED, {"text": text_id})
    return [block_id for position, block_id in placed if position in positions]
