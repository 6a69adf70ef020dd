"""Times on the command line, in the publisher's zone, each day said once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.when import minute


def short_of(first: str, last: str) -> str:
    """The later of two local times without the day, or the year, that they share."""
    return last[11:] if first[:10] == last[:10] else last[5:] if first[:4] == last[:4] else last


def between(start: datetime | None, end: datetime, zone: str) -> str:
    """`between 2025-02-13 23:10 and 23:25 JST`, or `at …` where it is one minute.

    Where summer time began or ended between them, each has the name of its own.
    """
    last, named = minute(end, zone), _called(end, zone)
    first, before = (last, named) if start is None else (minute(start, zone), _called(start, zone))
    if (first, before) == (last, named):
        return f"at {last} {named}"
    own = "" if before == named else f" {before}"
    return f"between {first}{own} and {short_of(first, last)} {named}"


def _called(at: datetime, zone: str) -> str:
    """`JST`; the zone's own name where its hours have none."""
    named = at.astimezone(ZoneInfo(zone)).tzname() or zone
    return zone if named[0] in "+-" else named


def span(start: datetime | None, end: datetime, zone: str) -> str:
    """Between two times: the day once where it is the same."""
    last = minute(end, zone)
    if start is None:
        return last
    first = minute(start, zone)
    if first == last:
        return last
    return f"{first}-{last[11:]}" if first[:10] == last[:10] else f"{first} → {last}"
