"""Whether words came or went with a change, in whatever typography they are written. Pure."""

from collections.abc import Iterable

from monitor.compare.fold import fold
from storage.model import Passage


def holds(passages: Iterable[Passage], phrase: str, language: str | None) -> bool:
    """Whether the phrase stands in words that a passage lost or gained, or more often on one side.

    The latter of a phrase only part of which was touched.
    """
    wanted = fold(phrase, language)
    return any(_touched(passage, wanted, language) for passage in passages)


def _touched(passage: Passage, wanted: str, language: str | None) -> bool:
    if passage.change == "wording":
        edits = (text for op, text in passage.edits if op != "=")
        if any(wanted in fold(text, language) for text in edits):
            return True
    before, after = fold(passage.before, language), fold(passage.after, language)
    return passage.kind != "moved" and before.count(wanted) != after.count(wanted)
