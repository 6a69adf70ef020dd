"""Two texts of one statement: how much they have in common, and what each only stands in.

A reprint has an introduction, a dateline, a line about its source. What stands only in one text,
before or after all that both have, frames it: it is told apart from the wording between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.compare import passages, units
from storage.model import Block, Comparison, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Sentences: the same in both but for typography, worded differently, in one text only."""

    common: int
    changed: int
    only_before: int
    only_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """The passages, in order: what stands between, and what stands around it in one text only."""

    within: tuple[Passage, ...]
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]


def summarize(
    comparison: Comparison, before: Sequence[Block], after: Sequence[Block], language: str | None
) -> Summary:
    """The sentences of two texts, counted: the same from either side.

    What is the same may be cut into more sentences in one of them: the lesser number counts.
    """
    wording = [one for one in comparison.passages if one.change == "wording"]
    differing = [one for one in wording if not _only_moved(one)]
    left = _total(before, language) - sum(_sentences(one.before, language) for one in differing)
    right = _total(after, language) - sum(_sentences(one.after, language) for one in differing)
    removed = [one for one in differing if one.kind == "removed"]
    added = [one for one in differing if one.kind == "added"]
    return Summary(
        common=max(0, min(left, right)),
        changed=len(differing) - len(removed) - len(added),
        only_before=sum(_sentences(one.before, language) for one in removed),
        only_after=sum(_sentences(one.after, language) for one in added),
    )


def _total(blocks: Sequence[Block], language: str | None) -> int:
    return sum(len(units.cut(block, 0, language)) for block in blocks if block.text.strip())


def _only_moved(passage: Passage) -> bool:
    """Whether a sentence only stands elsewhere, as the item that it is there."""
    bare = passages.uncounted(passage)
    return passage.kind == "moved" and all(op == "=" for op, _ in bare.edits)


def _sentences(text: str, language: str | None) -> int:
    blocks = [Block(kind="paragraph", text=line) for line in text.split("\n") if line.strip()]
    return sum(len(units.cut(block, 0, language)) for block in blocks)


def frames(comparison: Comparison, before: Sequence[Block], after: Sequence[Block]) -> Frames:
    """The passages of a comparison, those that only frame one of the texts apart.

    Nothing frames texts that have nothing in common.
    """
    gone = [one for one in comparison.passages if one.kind == "removed"]
    came = [one for one in comparison.passages if one.kind == "added"]
    around = _around(gone, [one.before for one in gone], before)
    beside = _around(came, [one.after for one in came], after)
    if not any(passage.kind in {"changed", "moved"} for passage in comparison.passages) and (
        len(around) == len(gone) and _is_all(gone, before)
    ):
        around, beside = [], []
    apart = {id(one) for one in (*around, *beside)}
    return Frames(
        within=tuple(one for one in comparison.passages if id(one) not in apart),
        before=tuple(around),
        after=tuple(beside),
    )


def _is_all(gone: Sequence[Passage], blocks: Sequence[Block]) -> bool:
    return _letters("".join(one.before for one in gone)) == _whole(blocks)


def _around(
    passages: Sequence[Passage], said: Sequence[str], blocks: Sequence[Block]
) -> list[Passage]:
    """Those that stand one after another from a text's beginning, or up to its end."""
    whole = _whole(blocks)
    first, start = 0, 0
    while first < len(said) and whole.startswith(_letters(said[first]), start):
        start += len(_letters(said[first]))
        first += 1
    last, end = len(said), len(whole)
    while last > first and whole.endswith(_letters(said[last - 1]), start, end):
        end -= len(_letters(said[last - 1]))
        last -= 1
    return [*passages[:first], *passages[last:]]


def _whole(blocks: Sequence[Block]) -> str:
    return "".join(_letters(block.text) for block in blocks)


def _letters(text: str) -> str:
    return "".join(text.split())
