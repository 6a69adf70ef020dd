"""Sheets: several texts compressed together, and their folds as differences from them.

A page of text alone shrinks to two fifths; its paragraphs one by one hardly at all. The folds
differ from the texts by a few quotation marks, so they cost next to nothing beside them.
"""

import json
from collections.abc import Sequence

from storage.bodies import compress, decompress

_SHORTEST_BASIS = 64  # bytes; a dictionary below that is of no use


def press(texts: Sequence[str], folded: Sequence[str]) -> tuple[bytes, bytes | None]:
    """The texts, and their folds (None where all are the same as the texts)."""
    sheet = _line(texts)
    if list(texts) == list(folded):
        return compress(sheet), None
    return compress(sheet), compress(_line(folded), _basis(sheet))


def texts(data: bytes) -> list[str]:
    """The texts of a sheet."""
    found: list[str] = json.loads(decompress(data, what="a text"))
    return found


def folds(data: bytes, folded: bytes | None) -> list[str]:
    """The folds of a sheet's texts."""
    if folded is None:
        return texts(data)
    sheet = decompress(data, what="a text")
    found: list[str] = json.loads(decompress(folded, _basis(sheet), what="a folded text"))
    return found


def _line(texts: Sequence[str]) -> bytes:
    return json.dumps(list(texts), ensure_ascii=False, separators=(",", ":")).encode()


def _basis(sheet: bytes) -> bytes | None:
    return sheet if len(sheet) >= _SHORTEST_BASIS else None
