"""Dates as listings write them, where they can be read in one way only.

The form of RFC 822 is that of feeds, which some write with the months of their language; ISO 8601
is read by `monitor.text.dates`, what is written for people by `monitor.compare.dates`.
"""

import re
from datetime import date, datetime, timedelta, timezone

from monitor.compare import dates as written
from monitor.compare.fold import fold
from monitor.text.dates import iso_date

# A year before or after is of another calendar, or what a field says that was never filled.
_EARLIEST, _LATEST = 1971, 2100
_LONGEST = 200  # characters
_LONGEST_DATE = 30
_FRACTION = re.compile(r"(T\d\d:\d\d:\d\d)[.,]\d+")
_MAIL = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?P<day>\d{1,2})[ -](?P<month>[^\W\d_]{3,9})\.?[ -]"
    r"(?P<year>\d{4}|\d\d)"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<zone>[ +-].*)?)?"
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january jän jänner janv ene enero gen gennaio янв",
            "feb february févr fév fevr fev febbraio фев",
            "mar march mär mrz mars mrt marzo мар",
            "apr april avr avril abr abril aprile апр",
            "may mai mayo mag maggio mei maj май мая",
            "jun june juin junio giu giugno июн",
            "jul july juil juillet julio lug luglio июл",
            "aug august août aoû ago agosto авг",
            "sep sept september set septembre septiembre settembre сен сент",
            "oct october okt oktober octobre octubre ott ottobre out окт",
            "nov november novembre noviembre ноя нояб",
            "dec december dez dezember déc décembre dic diciembre dicembre дек",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONE = re.compile(r"\s*(?:([A-Z]{1,5})|(?:GMT|UTC)?([+-])(\d\d):?(\d\d)(?:\s*\(.*\))?)\s*")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_TWELVE_HOURS = re.compile(r"[ap]\.?m\b", re.IGNORECASE)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")
# Names of zones that mean one thing, in hours from UTC. IST is India's, Israel's and Ireland's, CST
# China's and Chicago's: those are no zone, and the time stays without one.
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1,
    "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7,
}  # fmt: skip
# Addresses that name the day: `/2025/02/07/`, `/202502/t20250207_1.html`, `/2025-02-07-`.
_IN_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?=[/_-])"),
    re.compile(r"/(?:(?:19|20)\d{4}/)?t((?:19|20)\d\d)(\d\d)(\d\d)_\d"),
    re.compile(r"[/_-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[/_.-]|$)"),
)

Figures = tuple[int, int, int]  # two numbers of which one is the day and one the month; the year


def said_date(said: object) -> str | None:
    """A date or instant that a feed or sitemap gives, as ISO 8601; None if it can't be read surely.

    As precise as it is given: a day stays a day, a time without a zone stays without one.
    """
    if not isinstance(said, str):
        return None
    text = " ".join(said[:_LONGEST].split())
    found = iso_date(_FRACTION.sub(r"\1", text)) or _of_mail(text) or _with_clock(text)
    return found if found and _EARLIEST <= int(found[:4]) <= _LATEST else None


def day_in(text: str) -> str | None:
    """The one day that a short text of a page names, as ISO 8601; None if none or several."""
    short = text[:_LONGEST]
    if not any(map(str.isnumeric, short)):
        return None
    days = {day for hit in written.found(fold(short)) if (day := _day(hit.key))}
    figures = figures_in(short)
    if figures is not None and (day := of_figures(figures, day_first=None)):
        days.add(day)
    return days.pop() if len(days) == 1 else None


def is_date(text: str) -> bool:
    """Whether a text is a date and hardly anything else."""
    short = len(text) <= _LONGEST_DATE
    return short and (day_in(text) is not None or figures_in(text) is not None)


def figures_in(text: str) -> Figures | None:
    """The one date of a text that is written as 07/02/2025, which can be read in two ways."""
    found = {(int(one[1]), int(one[2]), int(one[3])) for one in _FIGURES.finditer(text[:_LONGEST])}
    return found.pop() if len(found) == 1 else None


def of_figures(figures: Figures, *, day_first: bool | None) -> str | None:
    """The date that figures are; None where nothing says in which order they stand.

    `day_first` is what is known of the page; a number above 12 is the day anyway.
    """
    first, second, year = figures
    if first > 12 or second > 12 or first == second:
        day_first = first > 12
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    return _valid(year, month, day)


def _day(key: object) -> str | None:
    match key:
        case (str(), int(year), int(month), int(day), _):
            return _valid(year, month, day)
        case _:
            return None


def _valid(year: int, month: int, day: int) -> str | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _of_mail(text: str) -> str | None:
    """RFC 822 and what comes near it: `Fri, 07 Feb 2025 16:55:00 JST`, `Fr, 07 Mär 2025`."""
    said = _MAIL.fullmatch(text)
    month = _MONTHS.get(said["month"].lower()) if said else None
    if said is None or month is None:
        return None
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
    day = _valid(year, month, int(said["day"]))
    if day is None or said["hour"] is None or _TWELVE_HOURS.search(text):
        return day
    return _at(day, said["hour"], said["minute"], said["second"], said["zone"])


def _with_clock(text: str) -> str | None:
    """A day in words or figures, with its time where one stands behind it: `7. März 2025 16:55`."""
    day, clock = day_in(text), _CLOCK.search(text)
    if day is None or clock is None or _TWELVE_HOURS.search(text):
        return day
    return _at(day, clock[1], clock[2], clock[3], text[clock.end() :])


def _at(day: str, hour: str, minute: str, second: str | None, zone: str | None) -> str:
    """A day and a time of it, in the zone that is named; the day alone if there is no such time."""
    try:
        moment = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}:{second or '00'}")
        moment = moment.replace(tzinfo=_zone(zone or ""))
    except ValueError:
        return day
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _zone(said: str) -> timezone | None:
    found = _ZONE.fullmatch(said)
    if found is None:
        return None
    if found[1]:
        hours = _ZONES.get(found[1])
        return None if hours is None else timezone(timedelta(hours=hours))
    away = timedelta(hours=int(found[3]), minutes=int(found[4]))
    return timezone(-away if found[2] == "-" else away)


def day_in_address(url: str) -> str | None:
    """The day that an address names, as sites do that keep statements by date."""
    path = url.partition("://")[2]
    for pattern in _IN_ADDRESS:
        for found in pattern.finditer(path):
            try:
                return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            except ValueError:
                continue
    return None
