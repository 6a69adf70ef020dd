"""Response headers, made fit to keep and to act upon."""

import itertools
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from monitor.fetch.failures import Stopped

_MOST_CHARACTERS = 256_000
_LONGEST_PAUSE = timedelta(days=1)


def kept(response: requests.Response) -> tuple[tuple[str, str], ...]:
    """All headers in the order received; NUL, CR and LF are spaces, as RFC 9110 has it.

    Raises Stopped when they are larger than any browser would take.
    """
    pairs = tuple((_clean(name), _clean(value)) for name, value in response.raw.headers.items())
    if sum(map(len, itertools.chain.from_iterable(pairs))) > _MOST_CHARACTERS:
        response.raw.close()
        raise Stopped("protocol", f"more than {_MOST_CHARACTERS // 1000} kB of headers")
    return pairs


def _clean(text: str) -> str:
    return text if text.isprintable() else text.translate({0: " ", 10: " ", 13: " "})


def retry_at(value: str | None, now: datetime) -> datetime | None:
    """Retry-After, seconds or an HTTP date, as an instant from `now` to a day later."""
    if value is None:
        return None
    wait = _wait(value.strip(), now)
    if wait is None:
        return None
    return now + min(max(wait, timedelta(0)), _LONGEST_PAUSE)


def _wait(value: str, now: datetime) -> timedelta | None:
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)) - now


def conditional(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers that ask for the page only if it is another than the one last seen."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value and _sendable(value)}


def _sendable(value: str) -> bool:
    return value.isprintable() and all(ord(character) < 256 for character in value)
