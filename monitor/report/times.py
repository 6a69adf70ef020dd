"""Times as the report's pages say them: each with its instant for machines. Pure."""

from dataclasses import dataclass
from datetime import datetime

from alerts import when


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """An instant: as a person reads it in some zone, and as a machine does."""

    text: str
    exact: str


def time(at: datetime, zone: str) -> Time:
    """An instant in that zone, to the minute."""
    return Time(text=when.minute(at, zone), exact=when.exact(at))


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


def said(start: datetime | None, end: datetime, zone: str) -> str:
    """The same where only a person reads it: `2025-02-13 23:10 to 23:25`."""
    return " to ".join(one.text for one in span(start, end, zone))
