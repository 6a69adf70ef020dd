"""Times on the command line, in the publisher's zone, each day said once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.when import minute


def short_of(first: str, last: str) -> str:
    """The later of two local times without the day, or the year, that they share."""
    return last[11:] if first[:10] == last[:10] else last[5:] if first[:4] == last[:4] else last


def between(start: datetime | None, end: datetime, zone: str) -> str:
    """`between 2025-02-13 23:10 and 23:25 JST`, or `at …` where it is one minute."""
    last = minute(end, zone)
    first = last if start is None else minute(start, zone)
    named = end.astimezone(ZoneInfo(zone)).tzname() or zone
    called = zone if named[0] in "+-" else named
    if first == last:
        return f"at {last} {called}"
    return f"between {first} and {short_of(first, last)} {called}"


def span(start: datetime | None, end: datetime, zone: str) -> str:
    """Between two times: the day once where it is the same."""
    last = minute(end, zone)
    if start is None:
        return last
    first = minute(start, zone)
    if first == last:
        return last
    return f"{first}-{last[11:]}" if first[:10] == last[:10] else f"{first} → {last}"
