"""The Wayback Machine asked for its index and for what it kept: one request at a time, spaced."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from monitor.archive import cdx, mementos
from monitor.fetch import coding, robots, save_page
from monitor.fetch.failures import Stopped
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.logins import without_login
from monitor.fetch.session import HostSession, Memory

if TYPE_CHECKING:
    from monitor.archive.cdx import Part, Row
    from monitor.clock import Clock
    from monitor.config.model import SourceConfig
    from storage.model import Exchange

SPACING = 5.0  # seconds between two requests: what it takes from one reader for hours
SHUT_OUT = timedelta(minutes=5)  # how long it leaves one outside who asked too much
_INDEX_SECONDS = timedelta(minutes=2)  # it takes its time over an index
_INDEX_BYTES = 20_000_000
_GZIP = b"\x1f\x8b"
_TOO_MANY = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The archive did not answer as it should: try again, not before `again_at`.

    `lasting`: no later try will fare better, as with a page that it gives out to nobody.
    """

    why: str
    again_at: datetime
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A capture that stands in the index and that the archive does not give out as a page."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """What the archive kept of a page at one time, as its server answered then."""

    address: str
    exchange: "Exchange"
    fetched_at: datetime


class Archive:
    """One reader of the archive; used by one thread at a time."""

    def __init__(self, clock: "Clock", user_agent: str, memory: Memory | None = None) -> None:
        self.place = save_page.ARCHIVE
        self._clock = clock
        self._session = HostSession(user_agent=user_agent, memory=memory)
        self._free_at = 0.0

    def index(
        self, source: "SourceConfig", since: datetime, until: datetime | None, key: str | None
    ) -> "Part | Refused":
        """What it has of the source's address in that time, from the beginning or from `key` on."""
        return self._listed(source, cdx.question(self.place, _page(source), since, until, key))

    def newest(self, source: "SourceConfig", since: datetime, most: int) -> "Part | Refused":
        """Its newest captures of the source's address since then, in order of time."""
        return self._listed(source, cdx.newest(self.place, _page(source), since, most))

    def _listed(self, source: "SourceConfig", at: str) -> "Part | Refused":
        answer = self._ask(source, at, _INDEX_SECONDS, _INDEX_BYTES)
        if (refused := self._refusal(answer)) is not None:
            return refused
        try:
            return cdx.read(answer.body)
        except ValueError:
            return self._later(answer, "its index gave an answer that is none")

    def memento(self, source: "SourceConfig", row: "Row") -> Memento | Lost | Refused:
        """What it kept of the page then, whatever that is worth."""
        at = mementos.address(self.place, row)
        answer = self._ask(source, at, source.timeout, source.max_size)
        failure = answer.failure
        if failure is not None and failure.kind in {"redirects", "too_large"}:
            return Lost(why=failure.text)
        if mementos.is_of(answer, row):
            return self._kept(source, row, at, answer)
        if answer.status in {403, 404, 451} or (answer.status == 200 and failure is None):
            return Lost(why=f"the archive has no such capture (it answered {answer.status})")
        return self._refusal(answer) or self._later(answer, f"it answered {answer.status}")

    def _kept(
        self, source: "SourceConfig", row: "Row", at: str, answer: "Exchange"
    ) -> Memento | Lost | Refused:
        whole = answer.declared_bytes is None or answer.received_bytes >= answer.declared_bytes
        if answer.failure is not None or not whole:
            return self._later(answer, "its answer broke off")
        if answer.status is not None and 300 <= answer.status < 400:
            return Lost(why="a redirect")
        exchange = mementos.exchange_of(answer, row)
        if exchange.body.startswith(_GZIP):  # as it came over the wire then, which it may be
            try:
                pieces = coding.decode(iter([exchange.body]), "gzip", source.max_size)
                body = b"".join(_up_to(pieces, source.max_size))
            except Stopped as stopped:
                return Lost(why=stopped.failure.text)
            exchange = replace(exchange, body=body, received_bytes=len(body), declared_bytes=None)
        return Memento(address=at, exchange=exchange, fetched_at=answer.ended_at)

    def _ask(
        self, source: "SourceConfig", url: str, timeout: timedelta, max_size: int
    ) -> "Exchange":
        while (left := self._free_at - self._clock.monotonic()) > 0:
            self._clock.sleep(left)
        request = Request(
            url=url,
            timeout=timeout,
            max_size=max_size,
            allow_private=source.allow_private,
            within=robots.origin(self.place),
        )
        answer = fetch(request, self._session, clock=self._clock)
        asked = self._session.crawl_delay(self.place) or 0.0
        self._free_at = self._clock.monotonic() + max(
            SPACING, asked, source.spacing.total_seconds()
        )
        return answer

    def _refusal(self, answer: "Exchange") -> Refused | None:
        """Why an answer is none; None where it is one."""
        failure = answer.failure
        if failure is not None:
            return self._later(answer, failure.text, lasting=failure.kind == "private")
        if answer.status == 200:
            return None
        if answer.status == _TOO_MANY:
            return self._later(answer, "it takes no more requests for now (429)")
        if answer.status == 403:
            return self._later(answer, "it gives this page out to nobody (403)", lasting=True)
        return self._later(answer, f"it answered {answer.status}")

    def _later(self, answer: "Exchange", why: str, *, lasting: bool = False) -> Refused:
        again_at = answer.retry_at or answer.ended_at + SHUT_OUT
        return Refused(why=why, again_at=again_at, lasting=lasting)


def _page(source: "SourceConfig") -> str:
    """The address of the page for others: without login, or a place within it."""
    return urldefrag(without_login(source.url)).url


def _up_to(pieces: "coding.Pieces", limit: int) -> "coding.Pieces":
    came = 0
    for piece in pieces:
        came += len(piece)
        if came > limit:
            raise Stopped("too_large", f"more than {limit:,} bytes")
        yield piece
