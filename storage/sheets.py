"""Sheets: several texts compressed together, and their folds as differences from them.

A page of text alone shrinks to two fifths; its paragraphs one by one hardly at all. So a sheet is
compressed with one that its texts are like, where there is one, as its dictionary: a paragraph in
which a word changed costs some forty bytes. The folds differ from the texts by a few quotation
marks, and cost next to nothing beside them.
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


def press_folds(sheet: bytes, folded: Sequence[str]) -> bytes | None:
    """The folds of a sheet's texts; None where all are the same as the texts."""
    folds = line(folded)
    return None if folds == sheet else compress(folds, _basis(sheet))


def open_sheet(data: bytes, like: bytes | None, position: int) -> bytes:
    """The sheet that `press` was given; EvidenceDamaged where the data is not its."""
    return decompress(data, like, position, what="a text")


def texts(sheet: bytes) -> list[str]:
    """The texts of a sheet."""
    found: list[str] = json.loads(sheet)
    return found


def folds(sheet: bytes, folded: bytes | None) -> list[str]:
    """The folds of a sheet's texts."""
    if folded is None:
        return texts(sheet)
    found: list[str] = json.loads(decompress(folded, _basis(sheet), what="a folded text"))
    return found


def _basis(sheet: bytes) -> bytes | None:
    return sheet if len(sheet) >= _SHORTEST_BASIS else None
