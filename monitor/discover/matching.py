"""Whether a listing's entry is one to be watched."""

import re
from functools import lru_cache

from monitor.discover.found import Entry


def matches(entry: Entry, match: str | None) -> bool:
    """Whether the title or the address of an entry matches a listing's `match`, in any case.

    Without `match` every entry does. The pattern was checked when the configuration was read.
    """
    if match is None:
        return True
    pattern = _compiled(match)
    return any(pattern.search(text) for text in (entry.title or "", entry.url))


def matches_text(text: str, match_text: str | None) -> bool:
    """Whether the text of a document matches a listing's `match_text`, in any case."""
    return match_text is None or _compiled(match_text).search(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
