"""A listing that names nothing new for much longer than usual: it may not be what it was. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.phrasing import duration

_KNOWN = 5  # intervals from which what is usual is known
_LATEST = 20  # of them that count
_TIMES = 5  # this many times the usual interval
_LEAST = timedelta(days=2)  # what comes several times a day rests at weekends


def usual_interval(came: Sequence[datetime]) -> timedelta | None:
    """Between two documents of a listing, by when they came; None where too few are known.

    What came at one time, or is dated by one day, came at once.
    """
    times = sorted(set(came))
    apart = [later - earlier for earlier, later in pairwise(times)][-_LATEST:]
    if len(apart) < _KNOWN:
        return None
    return timedelta(seconds=median(one.total_seconds() for one in apart))


def silent_for(came: Sequence[datetime], now: datetime) -> timedelta | None:
    """For how long nothing new came, if that is five times the usual interval."""
    usual = usual_interval(came)
    if usual is None:
        return None
    since = now - max(came)
    return since if since >= max(_TIMES * usual, _LEAST) else None


def said(came: Sequence[datetime], now: datetime) -> str | None:
    """`nothing new for 34 d; usually every 3 d`, if it is so."""
    silent, usual = silent_for(came, now), usual_interval(came)
    if silent is None or usual is None:
        return None
    return f"nothing new for {duration(silent)}; usually every {duration(usual)}"
