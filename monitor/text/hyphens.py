"""Words that a PDF broke over two lines.

A hyphen at the end of a line is either the printer's (co-|operation, to be joined) or the word's
own (co-|production). What decides, in this order: a capital or a digit after it keeps it; the same
document spelling the word in one of the two ways elsewhere; a first part that makes compounds or
has a hyphen already keeps it; else it goes.
"""

import re

_HYPHEN = "-\u2010\u00ad"
_BROKEN = re.compile(rf"(?:^|(?<=[\s(\[“\"‘']))([^\W\d_]+(?:[-’'][^\W\d_]+)*)[{_HYPHEN}]$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_COMPOUNDING = {
    "all", "anti", "co", "counter", "cross", "cutting", "decision", "ever", "ex", "far", "fast",
    "follow", "free", "full", "half", "hard", "high", "large", "like", "long", "low", "mid",
    "multi", "near", "non", "off", "on", "policy", "post", "pre", "pro", "quasi", "rules",
    "self", "semi", "short", "single", "small", "so", "state", "two", "three", "up", "vice",
    "well", "world",
}  # fmt: skip


def vocabulary(texts: list[str]) -> frozenset[str]:
    """The words of a document as it spells them inside its lines, in lower case."""
    words: set[str] = set()
    for text in texts:
        inner = text.rstrip()
        inner = inner if inner[-1:] not in _HYPHEN else inner.rpartition(" ")[0]
        words.update(_WORD.findall(inner.lower().replace("\u2010", "-")))
    return frozenset(words)


def mended(before: str, after: str, words: frozenset[str]) -> str | None:
    """The two lines joined at a broken word; None if no word is broken there."""
    broken = _BROKEN.search(before)
    follows = _FIRST.match(after)
    if before.endswith("\u00ad") and follows:
        return before[:-1] + after
    if broken is None or follows is None:
        return before + after if before[-1:] in _HYPHEN and _keeps(before, after) else None
    return (before if _is_own(broken[1], follows[0], words) else before[:-1]) + after


def _keeps(before: str, after: str) -> bool:
    """A hyphen after a digit or before one: F-|35, 2025-|26. A dash between spaces is none."""
    return len(before) > 1 and before[-2].isalnum() and after[:1].isalnum()


def _is_own(first: str, second: str, words: frozenset[str]) -> bool:
    if not second[0].islower():
        return True
    first, second = first.lower(), second.lower()
    if f"{first}-{second}" in words:
        return True
    if first.rpartition("-")[2] + second in words or first + second in words:
        return False
    return "-" in first or first in _COMPOUNDING
