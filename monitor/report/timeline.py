"""The picture of a history on an axis of time: where each mark stands, and what it is. Pure.

Marks that would cover each other are drawn as one, so that thousands make no larger picture.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

Shape = Literal["first", "wording", "unsure", "typography", "rules"]

Side = Literal["start", "end"]  # of its words, where a tick stands

WIDTH = 960
_LEFT, _RIGHT, _TOP, _LANE, _FOOT = 16, 24, 14, 44, 26
_APART = 14  # columns between two marks
_TICKS = 8
_LETTER = 8  # columns, at the most
_WEIGHT: tuple[Shape, ...] = ("wording", "unsure", "first", "rules", "typography")
_DAY = timedelta(days=1)
_HOURS = (1, 3, 6, 12)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 1200, 12000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A version, by what brought it."""

    at: datetime
    shape: Shape
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch in which the page was not seen; `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One source on the axis."""

    name: str
    marks: tuple[Mark, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A lane as it is drawn: its height, from where it is drawn on, its marks and its gaps."""

    name: str
    y: int
    x: int
    marks: tuple[tuple[int, Shape, str], ...]
    gaps: tuple[tuple[int, int, str], ...]  # from where, how wide


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything drawn, in units of a picture of that width and height."""

    width: int
    height: int
    ticks: tuple[tuple[int, str, Side], ...]
    lanes: tuple[Drawn, ...]
    right: int


def draw(lanes: Sequence[Lane], zone: str) -> Picture | None:
    """The lanes below each other on one axis, whose times are the zone's; None without a mark."""
    times = [at for lane in lanes for at in _times(lane)]
    if not times:
        return None
    start, end = min(times), max(times)
    if start == end:
        end = start + timedelta(hours=1)
    axis = _Axis(start=start, end=end)
    return Picture(
        width=WIDTH,
        height=_TOP + _LANE * len(lanes) + _FOOT,
        ticks=tuple(_labelled([(axis.x(at), said) for at, said in _ticks(start, end, zone)])),
        lanes=tuple(_lane(lane, axis, _TOP + _LANE * i) for i, lane in enumerate(lanes)),
        right=WIDTH - _RIGHT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    start: datetime
    end: datetime

    def x(self, at: datetime) -> int:
        """The column of an instant."""
        room = WIDTH - _LEFT - 2 * _RIGHT
        return _LEFT + round(room * ((at - self.start) / (self.end - self.start)))


def _times(lane: Lane) -> Iterator[datetime]:
    yield from (mark.at for mark in lane.marks)
    for gap in lane.gaps:
        yield gap.since
        if gap.until is not None:
            yield gap.until


def _lane(lane: Lane, axis: _Axis, top: int) -> Drawn:
    at = sorted(lane.marks, key=lambda mark: mark.at)
    first = axis.x(at[0].at) if at else WIDTH - _RIGHT
    return Drawn(
        name=lane.name,
        y=top + 26,
        x=first,
        marks=tuple(_merged(at, axis)),
        gaps=tuple(_joined(lane.gaps, axis)),
    )


def _merged(marks: Sequence[Mark], axis: _Axis) -> Iterator[tuple[int, Shape, str]]:
    """The marks of each few columns as one: the weightiest, and how many there are."""
    for _, group in groupby(marks, key=lambda mark: axis.x(mark.at) // _APART):
        near = list(group)
        shown = min(near, key=lambda mark: _WEIGHT.index(mark.shape))
        more = f" (+{len(near) - 1} close by)" if len(near) > 1 else ""
        yield axis.x(shown.at), shown.shape, shown.label + more


def _joined(gaps: Iterable[Gap], axis: _Axis) -> Iterator[tuple[int, int, str]]:
    """The gaps in their columns; of those that begin in the same few columns the longest."""
    found: dict[int, tuple[int, int, str]] = {}
    for gap in gaps:
        x = axis.x(gap.since)
        end = WIDTH - _RIGHT if gap.until is None else axis.x(gap.until)
        width = max(3, end - x)
        place = x // 3
        if place not in found or found[place][1] < width:
            found[place] = (x, width, gap.label)
    return iter(found.values())


def _ticks(start: datetime, end: datetime, zone: str) -> list[tuple[datetime, str]]:
    """Round times of the zone within the span, a few of them, the finest that are few enough."""
    here = ZoneInfo(zone)
    first, last = start.astimezone(here), end.astimezone(here)
    ruled = (
        [(at, f"{at:{form}}") for at in times if first <= at <= last]
        for times, form in _rulers(first, last)
    )
    few = next(found for found in ruled if len(found) <= _TICKS)
    return few or [(first, f"{first:%Y-%m-%d %H:%M}")]


def _labelled(ticks: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, Side]]:
    """The ticks with their words beside them; without, where these would cover others."""
    reached = 0
    for x, said in ticks:
        wide = _LETTER * len(said)
        if x >= reached and x + wide <= WIDTH:
            reached = x + wide + _LETTER
            yield x, said, "start"
        elif x - wide >= reached:
            reached = x + _LETTER
            yield x, said, "end"
        else:
            yield x, "", "start"


def _rulers(first: datetime, last: datetime) -> Iterator[tuple[list[datetime], str]]:
    """The times of finer and then coarser rulers, each with how its times are written."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    days = (last - midnight) // _DAY + 1
    for hours in _HOURS:
        if days * 24 // hours <= 10 * _TICKS:
            count = days * 24 // hours
            yield [midnight + timedelta(hours=hours * n) for n in range(count)], "%Y-%m-%d %H:%M"
    for step in _DAYS:
        if days // step <= 10 * _TICKS:
            yield [midnight + step * _DAY * n for n in range(days // step + 1)], "%Y-%m-%d"
    for step in _MONTHS:
        form = "%Y-%m" if step < 12 else "%Y"
        yield _months(midnight, last, step), form


def _months(first: datetime, last: datetime, step: int) -> list[datetime]:
    """The first days of every so many months, counted from a year's begin."""
    month = first.year * 12 + first.month - 1
    last_month = last.year * 12 + last.month - 1
    start = month - month % step
    return [
        first.replace(year=n // 12, month=n % 12 + 1, day=1)
        for n in range(start, last_month + 1, step)
        if n // 12 >= 1
    ]
