"""The pace of what a listing found, which slows as a document ages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.due import format_duration, parse_duration

REMEDY = "write stages such as ['10m for 6h', '1h for 3d', '1d'], the last without an end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A visit every so often, for so long; the last stage has no end."""

    every: timedelta
    lasts: timedelta | None


PACE = (
    Stage(every=timedelta(minutes=10), lasts=timedelta(hours=6)),
    Stage(every=timedelta(hours=1), lasts=timedelta(days=3)),
    Stage(every=timedelta(hours=6), lasts=timedelta(days=30)),
    Stage(every=timedelta(days=1), lasts=None),
)


def pace(age: timedelta, stages: Sequence[Stage]) -> timedelta:
    """How long after a visit the next one is, for a document that is so old."""
    for stage in stages:
        if stage.lasts is None or age < stage.lasts:
            return stage.every
        age -= stage.lasts
    return stages[-1].every


def parse_stages(texts: Sequence[str]) -> tuple[Stage, ...]:
    """`["10m for 6h", "1d"]` as stages. ValueError says what is wrong and the remedy."""
    stages = tuple(map(_stage, texts))
    if not stages or stages[-1].lasts is not None:
        raise ValueError(f"ends nowhere; {REMEDY}")
    if any(stage.lasts is None for stage in stages[:-1]):
        raise ValueError(f"has a stage without an end before the last; {REMEDY}")
    return stages


def format_stage(stage: Stage) -> str:
    """The notation of sources.yaml."""
    every = format_duration(stage.every)
    return every if stage.lasts is None else f"{every} for {format_duration(stage.lasts)}"


def _stage(text: str) -> Stage:
    every, apart, lasts = text.partition(" for ")
    stage = Stage(every=parse_duration(every), lasts=parse_duration(lasts) if apart else None)
    if not stage.every or stage.lasts == timedelta(0):
        raise ValueError(f"has a stage of no time; {REMEDY}")
    return stage
