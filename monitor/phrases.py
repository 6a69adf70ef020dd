"""When the words that a message names came and went before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts import when

_SHOWN = 5  # turns in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Whether a version holds the phrase; `origin` says where it is from if not from here.

    `since`: when the text before it was last read; None of the first.
    """

    number: int
    at: datetime
    since: datetime | None = None
    holds: bool
    origin: str | None = None


def history(seen: Sequence[Seen], timezone: str) -> tuple[str, ...]:
    """`removed 5 May 2022 (@2, archive)`, `restored 28 May 2022 (@3)`, `removed now (@4)`.

    `seen` in the order of time, the last one is now. Empty where now is the first time.
    """
    zone = ZoneInfo(timezone)
    turns: list[str] = []
    stood = holds_now = seen[0].holds
    for one in seen[1:]:
        if one.holds != holds_now:
            turn = "removed" if holds_now else "restored" if stood else "added"
            at = "now" if one is seen[-1] else when.day(one.at.astimezone(zone))
            whence = f", {one.origin}" if one.origin else ""
            turns.append(f"{turn} {at} (@{one.number}{whence})")
        holds_now = one.holds
        stood = stood or holds_now
    is_news = len(turns) > 1 and seen[-1].holds != seen[-2].holds
    return _shortened(turns) if is_news else ()


def _shortened(turns: Sequence[str]) -> tuple[str, ...]:
    """The first and the last few, where they are many."""
    left = len(turns) - _SHOWN
    if left <= 1:
        return tuple(turns)
    return (turns[0], f"came or went {left} times more", *turns[1 - _SHOWN :])
