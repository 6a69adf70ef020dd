"""Whether a listing's entry is one to be watched. No expression of sources.yaml runs on for ever.

The only clock of this room: it has no say in what matches, only in when to give up.
"""

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.discover.found import Entry

if TYPE_CHECKING:
    import regex

SECONDS = 2.0  # for all entries of a listing, or for the text of a document


def matches(entry: Entry, match: str | None) -> bool:
    """Whether the title or the address of an entry matches a listing's `match`, in any case.

    Without `match` every entry does. The pattern was checked when the configuration was read.
    """
    return match is None or any(_found(match, text) for text in (entry.title or "", entry.url))


def matches_text(text: str, match_text: str | None) -> bool:
    """Whether the text of a document matches a listing's `match_text`, in any case."""
    return match_text is None or _found(match_text, text)


def too_slow(entries: Iterable[Entry], match: str | None) -> str | None:
    """Why the expression cannot be applied to these entries, for people; None if it can."""
    if match is None:
        return None
    end = time.monotonic() + SECONDS
    pattern = _compiled(match)
    try:
        for entry in entries:
            for text in (entry.title or "", entry.url):
                pattern.search(text, timeout=max(end - time.monotonic(), 0.001))
    except TimeoutError:
        return f"match {match!r} takes more than {SECONDS:g} s: write it more simply"
    return None


def _found(expression: str, text: str) -> bool:
    """Whether it is found; what takes too long is taken for a match: nothing shall be missed."""
    try:
        return _compiled(expression).search(text, timeout=SECONDS) is not None
    except TimeoutError:
        return True


@lru_cache(maxsize=256)
def _compiled(expression: str) -> "regex.Pattern[str]":
    import regex  # unlike `re`, it can be told to stop

    return regex.compile(expression, regex.IGNORECASE)
