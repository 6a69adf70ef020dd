"""How often a document that a listing found is visited: less often as it ages. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.due import format_duration, parse_duration

_STEP = re.compile(r"(\S+)(?:\s+for\s+(\S+))?")
_REMEDY = "write '10m for 6h', or '1d' for the rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Every so often for so long; `lasts` is None for all the time that is left."""

    every: timedelta
    lasts: timedelta | None


Pace = tuple[Step, ...]  # only the last step has no end


def parse_step(text: str) -> Step:
    """`10m for 6h`, or `1d`. ValueError says what is wrong and the remedy."""
    match = _STEP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"is no step of a pace; {_REMEDY}")
    every = parse_duration(match[1])
    lasts = parse_duration(match[2]) if match[2] else None
    if every < timedelta(seconds=1):
        raise ValueError("is too often; write at least 1s")
    if lasts == timedelta(0):
        raise ValueError("lasts no time at all; leave the step out")
    return Step(every=every, lasts=lasts)


def parse_pace(steps: Iterable[str]) -> Pace:
    """The steps of a pace, the first first. ValueError says what is wrong and the remedy."""
    return checked([parse_step(step) for step in steps])


def checked(steps: Sequence[Step]) -> Pace:
    """A pace of these steps: the last, and only that, goes on to the end. ValueError otherwise."""
    if not steps:
        raise ValueError("has no step; write at least one, as in '1d'")
    for step in steps[:-1]:
        if step.lasts is None:
            said = format_duration(step.every)
            raise ValueError(f"has steps after '{said}', which never ends; write '{said} for 3d'")
    if steps[-1].lasts is not None:
        raise ValueError(f"says nothing of what follows '{format_step(steps[-1])}'; add '1d'")
    return tuple(steps)


def format_step(step: Step) -> str:
    """The notation of sources.yaml."""
    every = format_duration(step.every)
    return every if step.lasts is None else f"{every} for {format_duration(step.lasts)}"


SLOWING = parse_pace(["10m for 6h", "1h for 3d", "6h for 30d", "1d"])


def pace(age: timedelta, steps: Pace = SLOWING) -> timedelta:
    """How long after a visit a document is next visited.

    `age` is the time since it was found or, if that is later, since its wording last changed: an
    edit sets the pace back to fast. Each step lasts from the end of the one before it. An age below
    zero, as a clock that was set back gives it, is none.
    """
    begun = timedelta(0)
    for step in steps:
        if step.lasts is None or age < begun + step.lasts:
            return step.every
        begun += step.lasts
    return steps[-1].every
