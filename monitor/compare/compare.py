"""Comparing two texts: which sentences changed, which words in them, and whether it was wording.

blocks    → trim what is the same at both ends; cut the rest into sentences
kind      → the same wording under the table of equivalences? (exact, linear, symmetric)
sentences → aligned, or cut at the places both texts have in common where the wording is the same
passages  → each group that differs: edits, kind, flags
"""

from collections.abc import Sequence

from monitor.compare import align, flags, layout, passages, units
from monitor.compare.texts import Text, read
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
    start, end = _common(before, after)
    one = read(before, (start, len(before) - end), language, counted=counted)
    other = read(after, (start, len(after) - end), language, counted=counted)
    found = _passages(one, other)
    found = tuple(flags.flagged(p, language, terms, expect) for p in found)
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


def _common(before: Sequence[Block], after: Sequence[Block]) -> tuple[int, int]:
    """How many blocks are the same at the beginning, and how many at the end."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def _passages(one: Text, other: Text) -> tuple[Passage, ...]:
    if layout.same(one, other):
        return tuple(layout.passages(one, other))
    groups = align.align(one.units, other.units)
    found = tuple(passages.build(one, other, groups))
    if any(passage.change == "wording" for passage in found):
        return found
    # Only the whole shows the difference: a space between two sentences that could be read as
    # another word or number. Seldom, and then it is said rather than lost.
    return (passages.whole(one, other),)
