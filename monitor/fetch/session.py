"""What a host's queue keeps between visits: connections, robots.txt, addresses made ready."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict

from monitor.clock import Clock
from monitor.fetch import robots
from monitor.fetch.connections import GuardedAdapter, Stale
from monitor.fetch.failures import Stopped, brief
from monitor.fetch.guard import CONNECT_SECONDS, SILENCE_SECONDS, Guard

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
_ACCEPT_ENCODING = "gzip, deflate, br, zstd"  # what coding.py decodes, and no more
_KEPT = 1000  # addresses made ready, and origins whose robots.txt is known


class Memory(Protocol):
    """What remembers robots.txt from one process to the next."""

    def recall(self, origin: str) -> robots.Rules | None:
        """What the robots.txt of that origin said last; it may be old."""

    def keep(self, origin: str, rules: robots.Rules) -> None:
        """Remember what it says now."""


class HostSession:
    """One requests.Session for one host's queue; used by one thread at a time.

    `user_agent` is sent as one plain line. `ca_bundle` is a file of authorities to trust instead
    of certifi's; nothing switches verification off. Without a `memory`, robots.txt is remembered
    as long as the session.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool = False,
        ca_bundle: str | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.allow_private = allow_private
        self._memory = memory
        self.robots: dict[str, robots.Rules] = {}
        self._guard = Guard()
        self._ready: dict[str, requests.PreparedRequest] = {}
        self._headers = {
            "User-Agent": _plain(user_agent),
            "Accept": _ACCEPT,
            "Accept-Encoding": _ACCEPT_ENCODING,
        }
        self._session = requests.Session()
        self._session.trust_env = False
        self._adapter = GuardedAdapter(self._guard, ca_bundle)
        self._session.mount("https://", self._adapter)
        self._session.mount("http://", self._adapter)

    def begin(self, clock: Clock, seconds: float, *, allow_private: bool) -> None:
        """Start a visit: its time runs from here, and no cookie is left of the one before."""
        self._guard.begin(clock, seconds, allow_private=allow_private or self.allow_private)
        if self._session.cookies:
            self._session.cookies.clear()

    @contextmanager
    def aside(self, seconds: float) -> Iterator[None]:
        """Within: an errand of that many seconds at most (nor more than the visit has left),
        that neither shows nor keeps the visit's cookies."""
        guard, session = self._guard, self._session
        kept = guard.deadline, guard.seconds, session.cookies
        guard.deadline = min(guard.deadline, guard.clock.monotonic() + seconds)
        guard.seconds = min(guard.seconds, seconds)
        session.cookies = RequestsCookieJar()
        try:
            yield
        finally:
            guard.deadline, guard.seconds, session.cookies = kept

    def prepare(self, url: str, extra: Mapping[str, str]) -> requests.PreparedRequest:
        """A GET of that address with our headers, those in `extra` and the cookies of the visit.

        Raises Stopped when the address is none, or neither http nor https.
        """
        ready = self._ready.get(url)
        if ready is None:
            if len(self._ready) >= _KEPT:
                self._ready.clear()
            ready = self._ready[url] = _ready(url)
        request = ready.copy()
        request.headers = CaseInsensitiveDict({**self._headers, **ready.headers})
        request.headers.update(extra)
        if self._session.cookies:
            request.prepare_cookies(self._session.cookies)
        return request

    def send(self, request: requests.PreparedRequest) -> requests.Response:
        """Ask, and give back the response with its body unread; raises Stopped.

        A connection that the server closed while it lay idle says nothing about the server now:
        asked once more at once, over a new one.
        """
        self._guard.left()
        try:
            response = self._ask(request)
        except Stale:
            response = self._ask(request)
        if "set-cookie" in response.headers:
            extract_cookies_to_jar(self._session.cookies, request, response.raw)  # type: ignore[no-untyped-call]
        return response

    def _ask(self, request: requests.PreparedRequest) -> requests.Response:
        return self._adapter.send(
            request, stream=True, timeout=(CONNECT_SECONDS, SILENCE_SECONDS), verify=True
        )

    def known_rules(self, origin: str, now: datetime) -> robots.Rules | None:
        """What robots.txt of that origin says, if it is known and not too old."""
        rules = self.robots.get(origin)
        if rules is None and self._memory is not None:
            rules = self._memory.recall(origin)
            if rules is not None:
                self._keep(origin, rules)
        # One that lasts longer was read before the clock was set back.
        known = rules is not None and now < rules.expires_at <= now + robots.A_DAY
        return rules if known else None

    def keep_rules(self, origin: str, rules: robots.Rules) -> None:
        """Remember what robots.txt says; that it could not be read, within this session alone."""
        self._keep(origin, rules)
        if rules.refusal is None and self._memory is not None:
            self._memory.keep(origin, rules)

    def _keep(self, origin: str, rules: robots.Rules) -> None:
        if len(self.robots) >= _KEPT:
            self.robots.clear()
        self.robots[origin] = rules

    def crawl_delay(self, url: str) -> float | None:
        """The Crawl-delay robots.txt asks of us, in seconds, as far as it has been read."""
        rules = self.robots.get(robots.origin(url))
        return None if rules is None else rules.crawl_delay

    def close(self) -> None:
        """Close all connections."""
        self._session.close()


def _plain(line: str) -> str:
    return " ".join(line.encode("ascii", "replace").decode("ascii").split())


def _ready(url: str) -> requests.PreparedRequest:
    request = requests.PreparedRequest()
    try:
        scheme = urlsplit(url).scheme.lower()
        if scheme not in ("http", "https"):
            raise Stopped("protocol", f"{brief(url)} is not an http or https address")
        request.prepare_method("GET")
        request.prepare_url(url, None)
        request.headers = CaseInsensitiveDict()
        request.prepare_auth(None)  # of a name and password in the address
    except (requests.RequestException, ValueError):
        raise Stopped("protocol", f"{brief(url)} is not a valid address") from None
    return request
