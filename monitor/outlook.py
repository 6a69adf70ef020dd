"""How much room there will be: the pace at which the store grows, and when people are told. Pure.

An episode begins when there is too little room and ends when there clearly is enough: within it
people are told once, again after a day, a week and monthly, and at once when it gets worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from monitor import health

Danger = Literal["soon", "low", "full"]  # the worse, the later
_ORDER: tuple[Danger, ...] = ("soon", "low", "full")
HORIZON_DAYS = 30
_WINDOW = timedelta(days=14)
_LEAST = timedelta(days=3)  # the first day, on which everything is new, is no pace
_CLEARLY = 1.1  # times what is wanted, so that a store at the limit is not told of each day


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The size of the store on one day, in UTC."""

    day: date
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The room on the store's disk now. `a_day`: bytes by which the store grows, if known."""

    free: int
    a_day: float | None

    @property
    def days(self) -> float | None:
        """Until nothing is free at this pace; None where the store does not grow."""
        return self.free / self.a_day if self.a_day and self.a_day > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people were told of the episode that lasts."""

    danger: Danger
    at: datetime
    tellings: int


def sampled(samples: Sequence[Sample], today: date, size: int) -> tuple[Sample, ...]:
    """The samples with today's: one a day, the last two weeks, none of a day that is to come."""
    kept = (one for one in samples if today - _WINDOW <= one.day < today)
    return (*sorted(kept, key=lambda one: one.day), Sample(day=today, size=size))


def pace(samples: Sequence[Sample]) -> float | None:
    """Bytes a day, over the days sampled; None before there are enough of them."""
    if not samples:
        return None
    first, last = samples[0], samples[-1]
    if last.day - first.day < _LEAST:
        return None
    return (last.size - first.size) / (last.day - first.day).days


def danger(room: Room, min_free: int, told: Told | None) -> Danger | None:
    """What is wrong with the room; what was told is over only where there is clearly enough."""
    margin = 1.0 if told is None else _CLEARLY
    if room.free < min_free * margin:
        return "low"
    if room.days is not None and room.days < HORIZON_DAYS * margin:
        return "soon"
    return None


def turn(told: Told | None, found: Danger | None, now: datetime) -> tuple[Told | None, bool]:
    """The episode as it goes on, and whether people are to be told of it now.

    A clock that was set back does not silence it: it counts from now.
    """
    if found is None:
        return None, told is not None
    if told is None:
        return Told(danger=found, at=now, tellings=1), True
    told = replace(told, at=min(told.at, now))
    if _ORDER.index(found) > _ORDER.index(told.danger):
        return Told(danger=found, at=now, tellings=1), True
    if now - told.at < health.pause(told.tellings):
        return told, False
    return Told(danger=found, at=now, tellings=told.tellings + 1), True
