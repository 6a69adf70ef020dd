"""In what two sentences of the same wording differ: quotes, spaces, line breaks, layout …

Each kind of the table is left out in turn: where the texts then differ, it is one of theirs.
"""

import functools
import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from monitor.compare import fold
from monitor.compare.equivalences import (
    COMPOSED,
    DOUBTFUL,
    KINDS,
    LAYOUT,
    LINE_BREAKS,
    LINE_END,
    NUMBERING,
    TABLE,
    WHITE_SPACE,
)
from monitor.compare.groups import Group
from monitor.compare.texts import Text
from monitor.compare.units import Unit


def kinds(one: Text, other: Text, group: Group) -> tuple[str, ...]:
    """What of the typography differs in a group of the same wording, in the table's order."""
    sides = (one, group.a0, group.a1), (other, group.b0, group.b1)
    left, right = (_folded(*side) for side in sides)
    found = set(_between_folds(left, right))
    for kind in _present("".join(unit.text for text, *span in sides for unit in _of(text, *span))):
        mine, theirs = (_folded(*side, kind) for side in sides)
        if mine != theirs and (left == right or fold.letters(mine) != fold.letters(theirs)):
            found.add(kind)
    if _labels(*sides[0]) != _labels(*sides[1]):
        found.add(NUMBERING)
    if layout(one, other, group):
        found = (found - {WHITE_SPACE.kind} if left != right else found) | {LAYOUT}
    return tuple(kind for kind in KINDS if kind in found) or (WHITE_SPACE.kind,)


def layout(one: Text, other: Text, group: Group) -> str:
    """`heading → paragraph`, `1 paragraph → 2 paragraphs`; empty where the blocks are the same."""
    before, after = _blocks(one, group.a0, group.a1), _blocks(other, group.b0, group.b1)
    if before == after:
        return ""
    counted = max(len(before), len(after)) > 1
    return f"{_named(before, counted=counted)} → {_named(after, counted=counted)}"


def _between_folds(left: str, right: str) -> list[str]:
    """Where the folds differ, it is by spaces that no reader misses, and hyphens at line ends."""
    marks = {(LINE_END, "-"): DOUBTFUL.kind, (" ",): WHITE_SPACE.kind}
    return [
        kind
        for chars, kind in marks.items()
        if any(left.count(char) != right.count(char) for char in chars)
    ]


def _present(text: str) -> list[str]:
    """The kinds of which there is anything in a text, so that they can differ."""
    found = {row for row, pattern in _signs() if pattern.search(text)}
    always = {WHITE_SPACE.kind, LINE_BREAKS} | (set() if text.isascii() else {COMPOSED.kind})
    return [kind for kind in KINDS if kind in found | always]


@functools.cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row.kind, re.compile(row.pattern or f"[{re.escape(''.join(row.chars))}]"))
        for row in TABLE
        if row.pattern or row.chars
    )


def _blocks(text: Text, start: int, stop: int) -> list[str]:
    """The kinds of the blocks in which the sentences of a group stand."""
    indices = dict.fromkeys(unit.block for unit in _of(text, start, stop))
    return [text.blocks[index].kind for index in indices]


def _named(blocks: Sequence[str], *, counted: bool) -> str:
    return ", ".join(
        f"{count} {kind}{'' if count == 1 else 's'}" if counted else kind
        for kind, count in Counter(blocks).items()
    )


def _folded(text: Text, start: int, stop: int, but: str = "") -> str:
    """The sentences of a group, block by block, under the table without one kind."""
    parts: list[str] = []
    for block, run in groupby(_of(text, start, stop), key=lambda unit: unit.block):
        these = list(run)
        label = these[0].label
        said = "".join(unit.text for unit in these)[len(label.text) if label else 0 :]
        inside = not parts and start > 0 and text.units[start - 1].block == block
        parts.append(fold.folded(said, text.language, at_start=not inside, but=but))
    return " ".join(parts)


def _labels(text: Text, start: int, stop: int) -> list[str]:
    labels = (unit.label for unit in _of(text, start, stop))
    return [fold.folded(label.text, None, at_start=False) for label in labels if label]


def _of(text: Text, start: int, stop: int) -> Sequence[Unit]:
    return text.units[start:stop]
