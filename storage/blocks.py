"""The distinct texts of all versions, each kept once.

What a version brings that no earlier one had is compressed as one sheet (see `storage.sheets`); its
dictionary is the sheet of the most that it took out. A version is a list of the places of its
texts (`storage.placing`).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select

from storage import placing, texts
from storage.model import Block
from storage.placing import Place
from storage.tables.readings import BLOCKS

_BATCH = 500  # parameters a statement

_KNOWN = select(BLOCKS.c.text_id, BLOCKS.c.position).where(
    BLOCKS.c.digest.in_(bindparam("digests", expanding=True))
)
_INSERT = insert(BLOCKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version's blocks as `read` needs them, and the sheets on which its texts stand."""

    blocks: bytes
    text_ids: frozenset[int]


def keep(
    tx: Connection, blocks: Sequence[Block], headline: str | None, before: bytes | None
) -> Kept:
    """Keep a version's blocks, and its headline among their texts, to be found by a search.

    `before` is what the blocks of a version were kept as whose text is likely to be like this.
    """
    wanted = dict.fromkeys(block.text for block in blocks)
    if headline is not None:
        wanted[headline] = None
    places = _known(tx, wanted)
    missing = [text for text in wanted if text not in places]
    if missing:
        like = None if before is None else _left(before, places.values())
        places |= _add(tx, missing, like)
    return Kept(
        blocks=placing.pack([(*places[block.text], block.kind) for block in blocks]),
        text_ids=frozenset(text_id for text_id, _ in places.values()),
    )


def read(tx: Connection, kept: bytes) -> tuple[Block, ...]:
    """The blocks of a version in reading order."""
    return read_all(tx, [kept])[0]


def read_all(tx: Connection, kept: Sequence[bytes]) -> list[tuple[Block, ...]]:
    """The blocks of several versions; a sheet that they share is read once."""
    listed = [placing.unpack(one) for one in kept]
    found = texts.read(tx, {text_id for places in listed for text_id, _, _ in places})
    return [
        tuple(Block(kind=kind, text=found[text_id][at]) for text_id, at, kind in places)
        for places in listed
    ]


def digest(text: str) -> int:
    """The first eight bytes of the text's SHA-256, as a signed number: short to index."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def _known(tx: Connection, wanted: Collection[str]) -> dict[str, Place]:
    """Where those of the texts stand that are kept already."""
    digests = sorted({digest(text) for text in wanted})
    places: list[Place] = []
    for start in range(0, len(digests), _BATCH):
        rows = tx.execute(_KNOWN, {"digests": digests[start : start + _BATCH]})
        places += [(row.text_id, row.position) for row in rows]
    read = texts.read(tx, {text_id for text_id, _ in places})
    found: dict[str, Place] = {}
    for text_id, at in sorted(places):
        text = read[text_id][at]
        if text in wanted:  # a digest is no proof
            found.setdefault(text, (text_id, at))
    return found


def _left(before: bytes, kept: Collection[Place]) -> int | None:
    """The sheet of the most of those texts of a version that another did not keep."""
    left = {(text_id, at) for text_id, at, _ in placing.unpack(before)} - set(kept)
    counted = Counter(text_id for text_id, _ in left)
    return max(counted, key=lambda text_id: (counted[text_id], text_id), default=None)


def _add(tx: Connection, missing: Sequence[str], like: int | None) -> dict[str, Place]:
    text_id = texts.keep(tx, missing, like)
    rows = [
        {"digest": digest(text), "text_id": text_id, "position": at}
        for at, text in enumerate(missing)
    ]
    tx.execute(_INSERT, rows)
    return {text: (text_id, at) for at, text in enumerate(missing)}
