"""HTTP towards services: straight to the host that is named, and no further."""

import urllib.request
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache


@cache
def direct_opener() -> urllib.request.OpenerDirector:
    """An opener without the environment's proxies and without redirects; TLS is verified.

    A redirect is an error like any other answer: what is posted goes to nobody else.
    """
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form of Retry-After; None where it says nothing usable."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip())
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
