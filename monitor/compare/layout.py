"""Two texts of the same wording: what of their typography and layout differs, sentence by sentence.

Such texts agree letter for letter but for spaces and hyphens at line ends. So a place in one is a
place in the other, and the texts are cut where both have a border: no alignment is guessed.
"""

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.compare import passages as making
from monitor.compare import spacing, texts
from monitor.compare.anchors import Gap
from monitor.compare.equivalences import LINE_END
from monitor.compare.texts import Text
from storage.model import Passage, PassageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Sentences of the one text, from `a0` to `a1`, that are those of the other."""

    a0: int
    a1: int
    b0: int
    b1: int


def same(one: Text, other: Text) -> bool:
    """Whether two texts have the same wording, stretch by stretch. Symmetric."""
    sides = zip(pairwise(one.cuts), pairwise(other.cuts), strict=True)
    return all(_same_stretch(one, other, (*a, *b)) for a, b in sides)


def same_letters(one: Text, other: Text) -> bool:
    """Whether two texts have the same letters in any order: else their wording cannot agree."""
    left, right = _letters(one), _letters(other)
    return len(left) == len(right) and Counter(left) == Counter(right)


def passages(one: Text, other: Text) -> Iterator[Passage]:
    """The typographic differences between two texts of the same wording."""
    for (a0, a1), (b0, b1) in zip(pairwise(one.cuts), pairwise(other.cuts), strict=True):
        everything = Stretch(a0=a0, a1=a1, b0=b0, b1=b1)
        for stretch in _cut(one, other, everything, by_block=True):
            yield from _differing(one, other, stretch)


def _same_stretch(one: Text, other: Text, gap: Gap) -> bool:
    a0, a1, b0, b1 = gap
    left, right = texts.folded(one, a0, a1), texts.folded(other, b0, b1)
    if left == right:
        return True
    return spacing.same(
        left,
        right,
        lambda offset: (
            texts.is_english(one, _block_at(one, a0, offset))
            and texts.is_english(other, _block_at(other, b0, offset))
        ),
    )


def _letters(text: Text) -> str:
    folded = texts.folded(text, 0, len(text.units))
    return folded.replace(" ", "").replace("-", "").replace(LINE_END, "")


def _differing(one: Text, other: Text, stretch: Stretch) -> Iterator[Passage]:
    """The differences within some blocks that stand against some others."""
    left = _blocks(one, stretch.a0, stretch.a1)
    right = _blocks(other, stretch.b0, stretch.b1)
    if left == right:
        return
    if len(left) == len(right) == 1:
        yield from _in_block(one, other, stretch)
    else:
        yield _passage(one, other, stretch)


def _in_block(one: Text, other: Text, stretch: Stretch) -> Iterator[Passage]:
    """The sentences of one block that differ; the whole block where only its kind does."""
    differing = [
        inner
        for inner in _cut(one, other, stretch, by_block=False)
        if texts.raw(one, inner.a0, inner.a1) != texts.raw(other, inner.b0, inner.b1)
    ]
    for inner in differing or [stretch]:
        yield _passage(one, other, inner)


def _passage(one: Text, other: Text, stretch: Stretch) -> Passage:
    text, at = (other, stretch.b0) if stretch.b1 > stretch.b0 else (one, stretch.a0)
    before = texts.raw(one, stretch.a0, stretch.a1)
    after = texts.raw(other, stretch.b0, stretch.b1)
    kind: PassageKind = "changed" if before and after else "added" if after else "removed"
    return making.make(kind, "typography", before, after, text.places[text.units[at].block])


def _cut(one: Text, other: Text, stretch: Stretch, *, by_block: bool) -> Iterator[Stretch]:
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
            yield Stretch(a0=a, a1=a1, b0=b, b1=b1)
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


def _block_at(text: Text, start: int, offset: int) -> int:
    """The block of the letter at an offset, from the sentence `start` on, spaces not counted."""
    total = 0
    for unit in text.units[start:]:
        total += len(unit.key) - unit.key.count(" ")
        if total > offset:
            return unit.block
    return text.units[-1].block
