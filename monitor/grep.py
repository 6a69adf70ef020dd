"""Whether words came or went with a change, in whatever typography they are written."""

from collections.abc import Iterable, Sequence

from monitor.searching import count
from storage.binding import Needle
from storage.model import Passage


def holds(passages: Iterable[Passage], sought: Sequence[Needle]) -> bool:
    """Whether the phrase stands in words that a passage lost or gained, or more often on one side.

    The latter of a phrase only part of which was touched.
    """
    return any(_touched(passage, sought) for passage in passages)


def _touched(passage: Passage, sought: Sequence[Needle]) -> bool:
    if passage.change == "wording":
        edits = (text for op, text in passage.edits if op != "=")
        if any(count(text, sought) for text in edits):
            return True
    return passage.kind != "moved" and count(passage.before, sought) != count(passage.after, sought)
