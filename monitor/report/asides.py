"""What became of a page beside its text: not seen, shown in turn, retitled by its listing. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from monitor.outages import flaps, why
from monitor.phrasing import duration
from monitor.remarked import said
from monitor.report.timeline import Shape
from monitor.report.times import Time, span
from storage.model import Episode, Remark

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a history; what is not to be said of it is empty."""

    times: tuple[Time, ...]
    shape: Shape | None  # None: no version, but what became of the page
    called: str
    number: int = 0
    counts: tuple[int, int] = (0, 0)  # words removed, words added
    flags: tuple[str, ...] = ()
    headline: str = ""
    language: str = ""
    remarks: tuple[str, ...] = ()
    note: str = ""
    page: str = ""  # of the change, beside the source's
    memento: str = ""


def gap(one: Episode, zone: str) -> Line:
    """A stretch in which the page was not seen, or showed known texts in turn."""
    return Line(
        times=span(one.since, one.until, zone),
        shape=None,
        called=seen(one),
        remarks=("it lasts" if one.until is None else _lasted(one.until - one.since),),
    )


def remark(one: Remark, zone: str) -> Line:
    """What became of a source, and is no change of its text."""
    return Line(times=span(None, one.at, zone), shape=None, called=said(one))


def _lasted(length: timedelta) -> str:
    return duration(length) if length >= _MINUTE else "for under a minute"


def seen(one: Episode) -> str:
    """`not seen: blocked (403)`, or that it was seen all the while and served known texts."""
    return "served known texts in turn" if flaps(one) else f"not seen: {why(one)}"
