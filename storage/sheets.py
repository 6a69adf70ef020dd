"""Sheets: several texts compressed together.

A page of text alone shrinks to two fifths; its paragraphs one by one hardly at all. So a sheet is
compressed with one that its texts are like, where there is one, as its dictionary: a paragraph in
which a word changed costs some forty bytes.
"""

import json
from collections.abc import Sequence

from storage.bodies import compress, decompress

_SHORTEST_BASIS = 64  # bytes; a dictionary below that is of no use


def line(texts: Sequence[str]) -> bytes:
    """The texts as the bytes of a sheet."""
    return json.dumps(list(texts), ensure_ascii=False, separators=(",", ":")).encode()


def press(sheet: bytes, like: bytes | None, position: int) -> tuple[bytes, bool]:
    """The sheet compressed, and whether the other is its dictionary: where that is worth while."""
    if like is None or len(like) < _SHORTEST_BASIS:
        return compress(sheet), False
    delta = compress(sheet, like, position)
    if len(delta) * 8 < len(sheet):
        return delta, True
    alone = compress(sheet)
    return (delta, True) if len(delta) < len(alone) else (alone, False)


def open_sheet(data: bytes, like: bytes | None, position: int) -> bytes:
    """The sheet that `press` was given; EvidenceDamaged where the data is not its."""
    return decompress(data, like, position, what="a text")


def texts(sheet: bytes) -> list[str]:
    """The texts of a sheet."""
    found: list[str] = json.loads(sheet)
    return found
