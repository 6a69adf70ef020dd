"""Instants as they are said: in the zones of those concerned, on one line; and for machines."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def between(
    start: datetime | None, end: datetime, zones: Iterable[str], *, year: int | None = None
) -> str:
    """The span in each zone, `Tokyo 13 Feb 23:10-23:25 | UTC 14:10-14:25`, equal clocks together.

    `start` None: only `end` is known. The day is repeated only where it differs from the zone's
    before; the year is said unless it is `year`.
    """
    clocks: dict[tuple[datetime | None, datetime], list[str]] = {}
    for name in dict.fromkeys((*zones, "UTC")):
        clocks.setdefault(_walls(start, end, _zone(name)), []).append(city(name))
    parts: list[str] = []
    last_day: date | None = None
    for (local_start, local_end), cities in clocks.items():
        span = _span(local_start, local_end, last_day, year)
        last_day = local_end.date()
        parts.append(f"{' = '.join(dict.fromkeys(cities))} {span}")
    return " | ".join(parts)


def same_minute(start: datetime, end: datetime) -> bool:
    """Whether a clock on the wall shows both alike."""
    return minute(start) == minute(end)


def instant(at: datetime, zones: Iterable[str], *, year: int | None = None) -> str:
    """One instant in each zone."""
    return between(None, at, zones, year=year)


def one(at: datetime, zone: str, *, year: int | None = None) -> str:
    """One instant in one zone, `13 Feb 23:10 Tokyo`."""
    local = at.astimezone(_zone(zone))
    return f"{day(local, year)} {local:%H:%M} {city(zone)}"


def minute(at: datetime, zone: str = "UTC") -> str:
    """One instant in a zone that stands elsewhere, `2025-02-13 23:10`: such times sort."""
    return f"{at.astimezone(_zone(zone)):%Y-%m-%d %H:%M}"


def utc(at: datetime) -> str:
    """One instant by itself, `2025-02-13 14:10 UTC`."""
    return f"{minute(at)} UTC"


def exact(at: datetime) -> str:
    """One instant for a machine: UTC, to the second, `2025-02-13T14:10:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def city(zone: str) -> str:
    """The short name of a zone: `Tokyo` for `Asia/Tokyo`."""
    return "UTC" if zone in {"UTC", "Etc/UTC"} else zone.rpartition("/")[2].replace("_", " ")


def day(at: date, year: int | None = None) -> str:
    """`13 Feb 2025`; without the year if it is `year`."""
    short = f"{at.day} {_MONTHS[at.month - 1]}"
    return short if at.year == year else f"{short} {at.year}"


def page_date(text: str | None) -> str | None:
    """A page's own date as people read it; as it stands where it is no ISO date."""
    if text is None:
        return None
    try:
        return day(datetime.fromisoformat(text))
    except ValueError:
        return text


def _walls(start: datetime | None, end: datetime, zone: tzinfo) -> tuple[datetime | None, datetime]:
    """The readings of a clock on the wall in that zone."""
    local = start.astimezone(zone).replace(tzinfo=None) if start else None
    return local, end.astimezone(zone).replace(tzinfo=None)


def _span(start: datetime | None, end: datetime, last_day: date | None, year: int | None) -> str:
    if start is None or f"{start:%F %H:%M}" == f"{end:%F %H:%M}":
        return _clock(end, last_day, year)
    joint = "-" if start.date() == end.date() else " - "
    return f"{_clock(start, last_day, year)}{joint}{_clock(end, start.date(), year)}"


def _clock(at: datetime, last_day: date | None, year: int | None) -> str:
    return f"{at:%H:%M}" if at.date() == last_day else f"{day(at, year)} {at:%H:%M}"


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
