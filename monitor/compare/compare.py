"""Comparing two texts: which sentences changed, which words in them, and whether it was wording.

blocks    → trim what is the same at both ends; cut the rest into sentences
kind      → the same wording under the table of equivalences? (exact, linear, symmetric)
sentences → aligned, or cut at the places both texts have in common where the wording is the same
passages  → each group that differs: edits, kind, flags
"""

from collections.abc import Sequence

from monitor.compare import align, anchors, flags, layout, passages, units
from monitor.compare.texts import read
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
    if _identical(before, after):
        return Comparison(kind=None, passages=(), flags=(), words_added=0, words_removed=0)
    counted = units.counted(before) and units.counted(after)
    raw = _passages(before, after, language, counted=counted)
    found = tuple(flags.flagged(p, language, terms, expect) for p in raw)
    added, removed = passages.count_words(found)
    return Comparison(
        kind="wording" if any(p.change == "wording" for p in found) else "typography",
        passages=found,
        flags=flags.together(found, flags.gone(before, after, language, expect)),
        words_added=added,
        words_removed=removed,
    )


def _identical(before: Sequence[Block], after: Sequence[Block]) -> bool:
    return len(before) == len(after) and all(
        a.text == b.text and a.kind == b.kind for a, b in zip(before, after, strict=True)
    )


def _passages(
    before: Sequence[Block], after: Sequence[Block], language: str | None, *, counted: bool
) -> list[Passage]:
    gaps = _gaps(before, after)
    one = read(before, [(gap[0], gap[1]) for gap in gaps], language, counted=counted)
    other = read(after, [(gap[2], gap[3]) for gap in gaps], language, counted=counted)
    if layout.same(one, other):
        return list(layout.passages(one, other))
    if len(gaps) > 1 and layout.same_letters(one, other):
        # The same blocks may have been paired amiss: ask the whole texts, which cannot mislead.
        whole = read(before, [(0, len(before))], language, counted=counted)
        newer = read(after, [(0, len(after))], language, counted=counted)
        if layout.same(whole, newer):
            return list(layout.passages(whole, newer))
    found = passages.build(one, other, align.align(one, other))
    if any(passage.change == "wording" for passage in found):
        return found
    # Only the whole shows the difference: a space between two sentences that could be read as
    # another word or number. Seldom, and then it is said rather than lost.
    return [passages.whole(one, other)]


def _gaps(before: Sequence[Block], after: Sequence[Block]) -> list[anchors.Gap]:
    """The stretches of blocks between those that are the same to the character."""
    left = [(block.kind, block.text) for block in before]
    right = [(block.kind, block.text) for block in after]
    return anchors.gaps(anchors.match(left, right), (0, len(left), 0, len(right)))
