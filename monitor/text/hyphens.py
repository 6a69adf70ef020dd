"""Words that a PDF broke over two lines.

A hyphen at the end of a line is either the printer's (coop-|eration, to be joined) or the word's
own (co-|production), and no line tells which. Only beside a figure, and before a capital, it is the
word's own for certain. Else the more likely reading is written, with the mark of doubt, so that a
comparison takes it for either. More likely is, in this order: the one in which the same document
spells the word elsewhere; kept in "short-|and long-term", as "short- and"; kept after a first part
that makes compounds or has a hyphen already; joined.
"""

import re

from storage.model import DOUBT, unmarked

_HYPHEN = "-\u2010\u00ad"
_LAST = re.compile(rf"([^\W\d_]+(?:[-\u2010’'][^\W\d_]+)*)[{_HYPHEN}]$")
_FIRST = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_COMPOUNDING = {
    "all", "anti", "co", "counter", "cross", "cutting", "decision", "ever", "ex", "far", "fast",
    "follow", "free", "full", "half", "hard", "high", "large", "like", "long", "low", "mid",
    "multi", "near", "non", "off", "on", "policy", "post", "pre", "pro", "quasi", "rules",
    "self", "semi", "short", "single", "small", "so", "state", "two", "three", "up", "vice",
    "well", "world",
}  # fmt: skip
_BETWEEN = {"and", "or", "to", "und", "oder", "bis", "bzw", "sowie", "et", "ou", "y", "o", "e"}
_OWN_PREFIXES = {"mc", "mac"}  # which a capital follows without a hyphen: Mac-|Arthur


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
    if before[-1:] not in _HYPHEN or len(before) < 2:
        return None
    last, first = _LAST.search(unmarked(before)), _FIRST.match(after)
    if last is None or first is None:
        return before + after if _keeps(before, after) else None
    hyphen = before[-1].replace("\u00ad", "-")
    if _is_certain(last[1], first[0]):
        return before[:-1] + hyphen + after
    between = first[0].lower() in _BETWEEN and after[len(first[0]) :][:1] in ("", " ")
    if _is_joined(last[1], first[0], words, soft=before[-1] == "\u00ad", between=between):
        return before[:-1] + DOUBT + after
    return before[:-1] + hyphen + DOUBT + " " * between + after


def _keeps(before: str, after: str) -> bool:
    """A hyphen after a figure or before one: F-|35, 2025-|26; or U.S.-|built. No spaced dash."""
    return (before[-2].isalnum() and after[:1].isalnum()) or (
        before[-2] == "." and before[-3:-2].isalpha() and after[:1].islower()
    )


def _is_certain(last: str, first: str) -> bool:
    """A capital after it, but for one of MANY CAPITALS, and of a name like MacArthur."""
    in_capitals = last.isupper() and first.isupper() and len(first) > 1
    return not (first[0].islower() or in_capitals or last.lower() in _OWN_PREFIXES)


def _is_joined(last: str, first: str, words: frozenset[str], *, soft: bool, between: bool) -> bool:
    """Whether the word is more likely written without the hyphen."""
    low, tail = last.lower().replace("\u2010", "-"), first.lower()
    if f"{low}-{tail}" in words:
        return False
    if soft or low.rpartition("-")[2] + tail in words or low + tail in words:
        return True
    if not first[0].islower():
        return low in _OWN_PREFIXES
    return not between and "-" not in low and low not in _COMPOUNDING
