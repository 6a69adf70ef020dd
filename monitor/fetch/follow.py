"""From an address to the response at the end of its redirects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from monitor.fetch.failures import Stopped, brief
from monitor.fetch.logins import without_login
from monitor.fetch.session import HostSession
from storage.model import Hop

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORTH_READING = 65536  # the body of a redirect that is read so that the connection can go on


@dataclass(slots=True)
class Trail:
    """Where a visit is, and how it came there: still true when it ends in a failure."""

    url: str
    hops: list[Hop] = field(default_factory=list)


def follow(
    session: HostSession,
    trail: Trail,
    extra: Mapping[str, str],
    *,
    most: int,
    permit: Callable[[str], None],
) -> requests.Response:
    """The response at the end of at most `most` redirects from `trail.url`, its body unread.

    `permit` is asked before each request and raises Stopped to forbid it. The same address with
    other cookies is no circle: some sites set one and send the visitor back.
    """
    asked: set[tuple[str | None, str | None]] = set()
    while True:
        request = session.prepare(trail.url, extra)
        permit(request.url or trail.url)
        question = (request.url, request.headers.get("Cookie"))
        if question in asked:
            raise Stopped("redirects", f"the redirects go in a circle: back to {brief(trail.url)}")
        asked.add(question)
        response = session.send(request)
        location = _location(response)
        if location is None:
            return response
        if len(trail.hops) == most:
            response.raw.close()
            raise Stopped("redirects", f"more than {most} redirects, the last to {brief(location)}")
        here, there = without_login(trail.url), without_login(location)
        trail.hops.append(Hop(url=here, status=response.status_code, location=there))
        _discard(response)
        trail.url = _target(request.url or trail.url, location)


def _location(response: requests.Response) -> str | None:
    if response.status_code not in _REDIRECTS:
        return None
    value = response.headers.get("location", "").strip()
    if not value:
        return None
    raw = value.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = value
    return text.replace("\0", " ")


def _target(base: str, location: str) -> str:
    try:
        target = urljoin(base, location)
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        raise Stopped(
            "redirects", f"redirected to {brief(location)}, which is no address"
        ) from None
    if scheme not in ("http", "https"):
        raise Stopped(
            "redirects", f"redirected to {brief(location)}, which is neither http nor https"
        )
    return target


def _discard(response: requests.Response) -> None:
    raw = response.raw
    read = 0
    try:
        while read < _WORTH_READING:
            piece = raw.read1(_WORTH_READING, decode_content=False)
            if not piece:
                return
            read += len(piece)
    except (HTTPError, OSError):
        pass
    raw.close()
