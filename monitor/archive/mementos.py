"""A memento, what an archive kept of a page, as the exchange that it had with the page's server."""

import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.archive.cdx import stamp
from storage.model import Exchange

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.archive.cdx import Row

_WIRE = "x-archive-orig-"
_CODING, _LENGTH, _TYPE = "content-encoding", "content-length", "content-type"
_ADDRESS = re.compile(r"/web/(?P<stamp>[0-9]{14})id_/(?P<original>.+)", re.DOTALL)
_FETCHED = re.compile(r"fetched \S+ from (?P<memento>\S+)\Z")


def address(archive: str, row: "Row") -> str:
    """Where the archive gives out the bytes of a capture as they came."""
    return f"{archive}/web/{row.stamp}id_/{row.original}"


def provenance(memento: str, fetched_at: "datetime") -> str:
    """Where a capture is from, as it is kept with it; `memento_of` reads it back."""
    return f"fetched {fetched_at:%Y-%m-%dT%H:%M:%SZ} from {memento}"


def memento_of(told: str | None) -> str | None:
    """The address at which an archive shows to people what a capture is from."""
    found = _FETCHED.search(told or "")
    return None if found is None else shown(found["memento"])


def shown(memento: str) -> str:
    """Where the archive shows to people what it gives out at `memento` as it came."""
    return re.sub(r"(/web/[0-9]{14})id_/", r"\1/", memento, count=1)


def is_of(answer: Exchange, row: "Row") -> bool:
    """Whether an answer is what the archive kept of that page at that time, and nothing else.

    Its own pages, errors for one, have no Memento-Datetime; where it has lost a capture it may
    lead to one of another time.
    """
    told = answer.header("Memento-Datetime")
    if told is None:
        return False
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return False
    found = _ADDRESS.search(answer.final_url)
    return found is not None and stamp(at) == row.stamp and _alike(found["original"], row.original)


def _alike(one: str, other: str) -> bool:
    """Whether two addresses are one in the archive's index, as far as that matters here."""
    return _key(one) == _key(other)


def _key(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # no address at all: the same only to the character
        return url, ""
    return host, f"{parts.path or '/'}?{parts.query}"


def exchange_of(answer: Exchange, row: "Row") -> Exchange:
    """What the page's server answered to the archive: its status, its headers, the time of then."""
    headers = _headers(answer)
    named = {name.lower(): value for name, value in headers}
    encoded = _CODING in named or "transfer-encoding" in named
    length = named.get(_LENGTH, "")
    return replace(
        answer,
        url=row.original,
        final_url=row.original,
        hops=(),
        headers=headers,
        declared_bytes=int(length) if length.isdecimal() and not encoded else None,
        received_bytes=len(answer.body),
        started_at=row.at,
        ended_at=row.at,
        retry_at=None,
    )


def _headers(answer: Exchange) -> tuple[tuple[str, str], ...]:
    """The page's own headers; its Content-Type may stand among the archive's, as it came."""
    found = [
        (name[len(_WIRE) :], value)
        for name, value in answer.headers
        if name.lower().startswith(_WIRE)
    ]
    if not any(name.lower() == _TYPE for name, _ in found):
        kind = answer.header("Content-Type")
        found += [("Content-Type", kind)] if kind else []
    return tuple(found)
