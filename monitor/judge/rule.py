"""One row of the table: what must hold of a page, and what it is then worth."""

import re
from dataclasses import dataclass

from storage.model import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All conditions that are given must hold; those left out (None) do not matter."""

    name: str
    verdict: Verdict
    reason: str  # for people; a status other than 200 is put before it
    status: frozenset[int] | None
    header: tuple[str, re.Pattern[str]] | None  # name in small letters, found in the value
    landed: re.Pattern[str] | None  # found in the final address and not in the asked one
    heading: re.Pattern[str] | None  # the whole of a title or h1, or of a part between bars
    text: re.Pattern[str] | None  # found in the visible text
    markup: re.Pattern[str] | None  # found in the source, in small letters
    words: int | None  # at most so many outside links, buttons and menus
    links: int | None  # at most so many: a page of the site has its menus, a stand-in has not

    @property
    def looks_inside(self) -> bool:
        """Whether it needs the visible text, which is read only of suspicious pages."""
        needs = (self.text, self.markup, self.words, self.links)
        return any(need is not None for need in needs)
