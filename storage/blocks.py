"""The distinct texts of all versions, each kept once, with its fold for searching."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, insert, select

from storage.model import Block
from storage.tables.texts import BLOCKS, VERSION_BLOCKS

_BATCH = 500  # parameters a statement

_KNOWN = select(BLOCKS.c.block_id, BLOCKS.c.text).where(
    BLOCKS.c.digest.in_(bindparam("digests", expanding=True))
)
_INSERT = insert(BLOCKS)
_INSERT_PLACES = insert(VERSION_BLOCKS)
_OF_VERSION = (
    select(VERSION_BLOCKS.c.kind, BLOCKS.c.text)
    .join_from(VERSION_BLOCKS, BLOCKS, VERSION_BLOCKS.c.block_id == BLOCKS.c.block_id)
    .where(VERSION_BLOCKS.c.version_id == bindparam("version"))
    .order_by(VERSION_BLOCKS.c.position)
)


def keep(tx: Connection, version_id: int, blocks: Sequence[Block], folded: Sequence[str]) -> None:
    """Keep a version's blocks in their order; `folded` are their texts under the fold."""
    folds = {block.text: fold for block, fold in zip(blocks, folded, strict=True)}
    ids = _ids(tx, folds)
    missing = [text for text in folds if text not in ids]
    if missing:
        tx.execute(_INSERT, [_row(text, folds[text]) for text in missing])
        ids |= _ids(tx, missing)
    places = [
        {"version_id": version_id, "position": at, "block_id": ids[block.text], "kind": block.kind}
        for at, block in enumerate(blocks)
    ]
    if places:
        tx.execute(_INSERT_PLACES, places)


def of_version(tx: Connection, version_id: int) -> tuple[Block, ...]:
    """The version's blocks in reading order."""
    rows = tx.execute(_OF_VERSION, {"version": version_id})
    return tuple(Block(kind=row.kind, text=row.text) for row in rows)


def _ids(tx: Connection, texts: Iterable[str]) -> dict[str, int]:
    wanted = set(texts)
    digests = sorted({digest(text) for text in wanted})
    found: dict[str, int] = {}
    for start in range(0, len(digests), _BATCH):
        for row in tx.execute(_KNOWN, {"digests": digests[start : start + _BATCH]}):
            if row.text in wanted:  # a digest is no proof
                found.setdefault(row.text, row.block_id)
    return found


def digest(text: str) -> int:
    """The first eight bytes of the text's SHA-256, as a signed number: short to index."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def _row(text: str, fold: str) -> dict[str, object]:
    return {"digest": digest(text), "text": text, "folded": None if fold == text else fold}
