"""Which captures of a source need no body any more. Pure.

Of each run of captures of one text the first, the last and one a day stay; so do they of each run
of one verdict and reason, and whatever a version, a pin or the next comparison rests on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

AGE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A capture with a body. `said`: the text or the verdict that was read; None: nothing yet."""

    capture_id: int
    body_id: int
    at: datetime
    said: tuple[object, ...] | None
    needed: bool


def unneeded(captures: Sequence[Held], now: datetime) -> set[int]:
    """The ids of those bodies of a source's captures, in order of time, that no capture needs."""
    droppable = set(_droppable(captures, now - AGE))
    kept = {one.body_id for one in captures if one.capture_id not in droppable}
    return {one.body_id for one in captures if one.capture_id in droppable} - kept


def _droppable(captures: Iterable[Held], before: datetime) -> Iterator[int]:
    for said, run in groupby(captures, key=lambda one: one.said):
        if said is not None:
            yield from _between(list(run), before)


def _between(run: Sequence[Held], before: datetime) -> Iterator[int]:
    """The captures of a run but for its first, its last, and the first of each day in UTC."""
    seen: set[date] = {run[0].at.date()}
    for one in run[1:-1]:
        first_of_day = one.at.date() not in seen
        seen.add(one.at.date())
        if not first_of_day and not one.needed and one.at < before:
            yield one.capture_id
