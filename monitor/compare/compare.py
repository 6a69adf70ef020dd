"""Comparing two texts: which sentences changed, which words in them, and whether it was wording.

blocks    → those that are the same stand; the stretches between are cut into sentences
kind      → the same wording under the table of equivalences? (exact, symmetric, linear)
sentences → aligned, or cut at the places both texts have in common where the wording is the same
passages  → each group that differs: edits, kind, flags
"""

from collections.abc import Sequence
from itertools import pairwise

from monitor.compare import (
    align,
    anchors,
    coarse,
    doubts,
    flags,
    labels,
    layout,
    lone,
    passages,
    units,
)
from monitor.compare import language as languages
from monitor.compare.doubts import Side
from monitor.compare.groups import Group
from monitor.compare.texts import Text, read, sample
from storage.model import Block, Comparison, Passage, Term


def compare(
    before: Sequence[Block],
    after: Sequence[Block],
    *,
    language: str | None,
    terms: Sequence[Term] = (),
    expect: Sequence[str] = (),
) -> Comparison:
    """How two texts differ. Pure: the same on every machine, in every run.

    `language` is the source's (`en`, `ja`, `pt-BR` …), or None: then each block's own is found.
    """
    one, other = doubts.sides(before, after)
    if _identical(one.settled, other.settled):
        return Comparison(kind=None, passages=(), flags=(), words_added=0, words_removed=0)
    raw = _passages(one, other, language, counted=labels.common(before, after))
    units.forget()
    document = None if language else languages.common(sample(before), sample(after))
    read, unread = coarse.parted(raw)
    found = (
        *(flags.flagged(p, language, terms, expect, document=document) for p in read),
        *(flags.watched(p, terms, expect) for p in unread),
    )
    more = flags.gone(one.settled, other.settled, language, expect)
    added, removed = passages.count_words(found)
    return Comparison(
        kind="wording" if any(p.change == "wording" for p in found) else "typography",
        passages=found,
        flags=flags.together(found, [*more, *(coarse.POSSIBLE if unread else ())]),
        words_added=added,
        words_removed=removed,
    )


def _identical(before: Sequence[Block], after: Sequence[Block]) -> bool:
    return len(before) == len(after) and all(
        a.text == b.text and a.kind == b.kind for a, b in zip(before, after, strict=True)
    )


def _passages(
    before: Side, after: Side, language: str | None, *, counted: frozenset[str]
) -> list[Passage]:
    gaps = _gaps(before.settled, after.settled)
    one = read(before, [(gap[0], gap[1]) for gap in gaps], language, counted=counted)
    other = read(after, [(gap[2], gap[3]) for gap in gaps], language, counted=counted)
    stretches = [(*a, *b) for a, b in zip(pairwise(one.cuts), pairwise(other.cuts), strict=True)]
    differing = [stretch for stretch in stretches if not layout.same(one, other, stretch)]
    if coarse.is_needed(one, other, differing):
        if gaps != [(0, len(before.blocks), 0, len(after.blocks))]:
            one, other = _whole(before, after, language, counted)
        return passages.build(one, other, coarse.groups(one, other))
    if differing and len(gaps) > 1 and layout.same_letters(one, other):
        # The same blocks may have been paired amiss: ask the whole texts, which cannot mislead.
        whole, newer = _whole(before, after, language, counted)
        everything = (0, len(whole.units), 0, len(newer.units))
        if layout.same(whole, newer, everything):
            return passages.build(whole, newer, list(layout.groups(whole, newer, everything)))
    groups = lone.pair(one, other, align.align(one, other, differing), differing)
    for stretch in stretches:
        groups += [] if stretch in differing else layout.groups(one, other, stretch)
    found = passages.build(one, other, sorted(groups, key=Group.order))
    if not differing or any(passage.change == "wording" for passage in found):
        return found
    # Only the whole shows the difference: a space between two sentences that could be read as
    # another word or number. Seldom, and then it is said rather than lost.
    return [passages.whole(one, other)]


def _whole(
    before: Side, after: Side, language: str | None, counted: frozenset[str]
) -> tuple[Text, Text]:
    one, other = (
        read(side, [(0, len(side.blocks))], language, counted=counted) for side in (before, after)
    )
    return one, other


def _gaps(before: Sequence[Block], after: Sequence[Block]) -> list[anchors.Gap]:
    """The stretches of blocks between those that are the same to the character."""
    left = [(block.kind, block.text) for block in before]
    right = [(block.kind, block.text) for block in after]
    whole = (0, len(left), 0, len(right))
    sizes = [len(text) for _, text in left], [len(text) for _, text in right]
    return anchors.gaps(anchors.steady(anchors.match(left, right), whole, sizes), whole)
