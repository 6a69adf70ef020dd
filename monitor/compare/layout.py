"""Two texts of the same wording: what of their typography and layout differs, sentence by sentence.

Such texts agree letter for letter but for spaces and hyphens at line ends. So a place in one is a
place in the other, and the texts are cut where both have a border: no alignment is guessed.
"""

import bisect
import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from monitor.compare import fold, spacing, texts
from monitor.compare.anchors import Gap
from monitor.compare.equivalences import LINE_END
from monitor.compare.groups import Group
from monitor.compare.texts import Text


def same(one: Text, other: Text, stretch: Gap) -> bool:
    """Whether two stretches of text have the same wording. Symmetric."""
    a0, a1, b0, b1 = stretch
    left, right = texts.folded(one, a0, a1), texts.folded(other, b0, b1)
    if left == right:
        return True

    @functools.cache
    def places() -> tuple[list[int], list[int]]:
        return _letters_before(one, a0, a1), _letters_before(other, b0, b1)

    @functools.cache
    def both(here: int, there: int) -> bool:
        return texts.is_english(one, here) and texts.is_english(other, there)

    def english(offset: int) -> bool:
        here, there = (bisect.bisect(side, offset) - 1 for side in places())
        return both(one.units[a0 + here].block, other.units[b0 + there].block)

    return spacing.same(left, right, english)


def same_letters(one: Text, other: Text) -> bool:
    """Whether two texts have the same letters in any order: else their wording cannot agree."""
    left, right = _letters(one), _letters(other)
    return len(left) == len(right) and Counter(left) == Counter(right)


def groups(one: Text, other: Text, stretch: Gap) -> Iterator[Group]:
    """What differs in typography or layout between two stretches of the same wording."""
    a0, a1, b0, b1 = stretch
    for blocks in _cut(one, other, Group(a0=a0, a1=a1, b0=b0, b1=b1, layout=True), by_block=True):
        left, right = _blocks(one, blocks.a0, blocks.a1), _blocks(other, blocks.b0, blocks.b1)
        if len(left) == len(right) == 1 and left != right:
            yield from _in_block(one, other, blocks)
        elif left != right:
            yield blocks


def _letters(text: Text) -> str:
    return fold.letters(texts.folded(text, 0, len(text.units)))


def _in_block(one: Text, other: Text, block: Group) -> list[Group]:
    """The sentences of one block that differ; the whole block where only its kind does."""
    differing = [
        inner
        for inner in _cut(one, other, block, by_block=False)
        if texts.raw(one, inner.a0, inner.a1) != texts.raw(other, inner.b0, inner.b1)
    ]
    return differing or [block]


def _cut(one: Text, other: Text, stretch: Group, *, by_block: bool) -> Iterator[Group]:
    """Cut a stretch at the borders of sentences (of blocks) that both texts have."""
    left = _ends(one, stretch.a0, stretch.a1)
    right = _ends(other, stretch.b0, stretch.b1)
    common = _borders(one, left, stretch.a0, by_block=by_block) & _borders(
        other, right, stretch.b0, by_block=by_block
    )
    a, b = stretch.a0, stretch.b0
    for end in sorted(common | {max([*left, *right, 0])}):
        a1 = stretch.a0 + bisect.bisect_right(left, end)
        b1 = stretch.b0 + bisect.bisect_right(right, end)
        if a1 > a or b1 > b:
            yield Group(a0=a, a1=a1, b0=b, b1=b1, layout=True)
        a, b = a1, b1


def _ends(text: Text, start: int, stop: int) -> list[int]:
    """How many letters, spaces and hyphens apart, have been read at the end of each sentence."""
    ends: list[int] = []
    total = 0
    for unit in text.units[start:stop]:
        total += sum(char not in (" ", "-", LINE_END) for char in unit.key)
        ends.append(total)
    return ends


def _borders(text: Text, ends: Sequence[int], start: int, *, by_block: bool) -> set[int]:
    if not by_block:
        return set(ends)
    blocks = [unit.block for unit in text.units[start : start + len(ends)]] + [-1]
    return {
        end
        for end, (here, following) in zip(ends, pairwise(blocks), strict=True)
        if here != following
    }


def _blocks(text: Text, start: int, stop: int) -> list[tuple[str, str]]:
    found = dict.fromkeys(unit.block for unit in text.units[start:stop])
    return [(text.blocks[index].kind, text.blocks[index].text) for index in found]


def _letters_before(text: Text, start: int, stop: int) -> list[int]:
    """How many letters, spaces apart, stand before each sentence of a stretch."""
    sizes = (len(unit.key) - unit.key.count(" ") for unit in text.units[start : stop - 1])
    return [0, *accumulate(sizes)]
