"""The words that a message names, and when they came and went before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts import when, words
from monitor.compare.fold import fold
from storage.model import Passage

_WORDS = 3  # a phrase of fewer says little, and stands in too many places


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Whether a version holds the phrase."""

    number: int
    at: datetime
    holds: bool


def named(passage: Passage) -> str | None:
    """The phrase that went, else the one that came; None where too few words did."""
    if passage.kind == "removed":
        found = [passage.before]
    elif passage.kind == "added":
        found = [passage.after]
    else:
        group = words.leading(passage)
        found = [group.removed, group.added] if group else []
    clauses = (words.clause(text) for text in found)
    return next((one for one in clauses if words.word_count(one) >= _WORDS), None)


def holds(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text, whatever its typography."""
    return fold(phrase) in fold(text)


def history(seen: Sequence[Seen], timezone: str) -> tuple[str, ...]:
    """`removed 5 May 2022 (@2)`, `restored 28 May 2022 (@3)`, `removed now (@4)`.

    `seen` in the order of time, the last one is now. Empty where now is the first time.
    """
    zone = ZoneInfo(timezone)
    turns: list[str] = []
    stood = holds_now = seen[0].holds
    for one in seen[1:]:
        if one.holds != holds_now:
            turn = "removed" if holds_now else "restored" if stood else "added"
            at = "now" if one is seen[-1] else when.day(one.at.astimezone(zone))
            turns.append(f"{turn} {at} (@{one.number})")
        holds_now = one.holds
        stood = stood or holds_now
    is_news = len(turns) > 1 and seen[-1].holds != seen[-2].holds
    return tuple(turns) if is_news else ()
