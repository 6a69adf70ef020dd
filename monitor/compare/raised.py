"""A flag with the words that raised it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_MOST = 20  # words of one side that are said

Way = Literal["", "added", "removed", "up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A flag, which way it went, and what went and came, in the order of reading.

    `said` takes the place of these words where they alone would not be understood.
    """

    flag: str
    way: Way = ""
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    said: str = ""

    @property
    def words(self) -> str:
        """`agreed → discussed`, `no longer`, `an apostrophe came: supporters → supporter's`."""
        if self.said:
            return self.said
        return " → ".join(filter(None, (_listed(self.gone), _listed(self.come))))


def _listed(words: tuple[str, ...]) -> str:
    """The words, each once; of very many the first, and how many more there are."""
    # What was struck out within them is blank lines.
    every = tuple(dict.fromkeys(re.sub(r"\s*\n\s*", " ", word) for word in words))
    more = len(every) - _MOST
    return ", ".join(every[:_MOST]) + (f" and {more} more" if more > 0 else "")


def differing(flag: str, before: Iterable[str], after: Iterable[str]) -> Raised | None:
    """The flag with what only one of two lists holds, as often as it does; None if the same."""
    old, new = Counter(before), Counter(after)
    gone, come = tuple((old - new).elements()), tuple((new - old).elements())
    return Raised(flag=flag, way=way(gone, come), gone=gone, come=come) if gone or come else None


def way(gone: Iterable[str], come: Iterable[str]) -> Way:
    """`removed` where something only went, `added` where something only came."""
    left, right = bool(tuple(gone)), bool(tuple(come))
    return "" if left == right else "removed" if left else "added"
