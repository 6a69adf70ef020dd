"""What surrounds the program in a simulated month: the time, the network, the mail server."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from alerts.channels import Target
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome, Refused
from alerts.send import send
from bench.month_count import Ledger
from bench.month_faults import Faults, spoil
from bench.month_pages import Page
from bench.month_press import START, Listing
from monitor.fetch.fetch import Request
from storage.model import Exchange, Hop


@dataclass(slots=True)
class Hands:
    """A clock that is set by hand; `wrong` is by how much it is off."""

    true: datetime = START
    wrong: timedelta = timedelta()
    _slept: float = 0.0

    def now(self) -> datetime:
        """What the machine believes."""
        return self.true + self.wrong

    def monotonic(self) -> float:
        """Seconds, by what was slept."""
        return self._slept

    def sleep(self, seconds: float) -> None:
        """No wait: the seconds are over at once."""
        self._slept += seconds

    def uniform(self, low: float, high: float) -> float:
        """No chance: the middle."""
        return (low + high) / 2


@dataclass(slots=True, kw_only=True)
class World:
    """What surrounds the program: pages, faults, the time, and what arrived."""

    pages: dict[str, Page | Listing]
    faults: Faults
    clock: Hands = field(default_factory=Hands)
    ledger: Ledger = field(default_factory=Ledger)
    visits: dict[str, int] = field(default_factory=dict)
    spoiled: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, request: Request, _session: object, *, clock: Hands) -> Exchange:
        """In place of a visit over the network."""
        page, at = self.pages[request.url], self.clock.true
        with self._lock:
            visit = self.visits[page.slug] = self.visits.get(page.slug, 0) + 1
        exchange = _answer(page, request, at, visit, clock.now())
        kind = self.faults.at(page.slug, at) or self.faults.at(page.host, at)
        if kind is None:
            return exchange
        self.spoiled += 1
        return spoil(exchange, kind)

    def send(self, target: Target, notice: Notice, envelope: Envelope, *, now: datetime) -> Outcome:
        """In place of a mail server; what it takes is composed and written in earnest."""
        trouble = self.faults.at("", self.clock.true)
        if trouble == "mail refused":
            return Refused(error="451 try again later")
        if trouble == "login refused":
            return Refused(error="535 wrong password", channel_broken=True)
        outcome = send(target, notice, envelope, now=now)
        with self._lock:
            self.ledger.enter(envelope.message_id, notice)
        return Refused(error="it hung up") if trouble == "answer lost" else outcome


def _answer(
    page: Page | Listing, request: Request, at: datetime, visit: int, now: datetime
) -> Exchange:
    if isinstance(page, Listing):
        body, still, url = page.body(at), True, request.url
    else:
        body, still, url = page.body(at, visit), page.manner == "still", page.at(at)
    hops = (Hop(url=request.url, status=301, location=url),) if url != request.url else ()
    etag = f'"{sha256(body).hexdigest()[:16]}"' if still else None
    same = etag is not None and request.etag == etag and not request.fresh
    headers = [("Content-Type", "text/html; charset=utf-8")]
    if etag:
        headers.append(("ETag", etag))
    body = b"" if same else body
    return Exchange(
        url=request.url, final_url=url, hops=hops, status=304 if same else 200,
        headers=tuple(headers), body=body, declared_bytes=None if same else len(body),
        received_bytes=len(body), started_at=now, ended_at=now, failure=None, retry_at=None,
    )  # fmt: skip
