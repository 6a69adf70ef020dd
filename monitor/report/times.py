"""Times as the report's pages say them: each with its instant for machines. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """An instant: as a person reads it in some zone, and as a machine does."""

    text: str
    exact: str


def time(at: datetime, zone: str) -> Time:
    """An instant in that zone, to the minute."""
    return Time(text=f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}", exact=_exact(at))


def span(start: datetime | None, end: datetime | None, zone: str) -> tuple[Time, ...]:
    """From one instant to another, the later one without the day they share; once if equal."""
    found = tuple(time(at, zone) for at in (start, end) if at is not None)
    if len(found) < 2:
        return found
    first, last = found
    if first.text == last.text:
        return (last,)
    same_day = first.text[:10] == last.text[:10]
    return (first, Time(text=last.text[11:], exact=last.exact) if same_day else last)


def _exact(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
