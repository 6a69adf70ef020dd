"""The faults of the simulated month: when each reigns, and what becomes of a visit or a message."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bench.accuracy.chance import Chance
from bench.month_pages import settling
from storage.model import Exchange, Failure, FailureKind

_EVERY = timedelta(minutes=3)
_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your "
    b'browser</h1><p>Enable JavaScript and cookies to continue</p><div id="cf-challenge"></div>'
    b"</body></html>"
)
_ERROR = (
    "<!DOCTYPE html><html><head><title>{status} {what}</title></head>"
    "<body><h1>{what}</h1><hr>office server</body></html>"
)
_STATUSES = {
    "403": "Forbidden",
    "404": "Not Found",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "retry": "Service Unavailable",
}
_FAILURES: dict[str, FailureKind] = {
    "timeout": "timeout",
    "dns": "dns",
    "refused": "connect",
    "certificate": "tls",
}
ON_PAGES = (*_STATUSES, *_FAILURES, "challenge", "short", "open", "garbled", "bare")
ON_ALL = ("mail refused", "login refused", "answer lost", "clock", "restart")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, where (a page, a host, or everything) and for how long."""

    kind: str
    where: str
    since: datetime
    until: datetime


@dataclass(slots=True)
class Faults:
    """All that go wrong in a run, found by where and when."""

    every: list[Fault]
    _at: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Sort them by where they strike."""
        for fault in self.every:
            self._at[fault.where].append(fault)

    def at(self, where: str, now: datetime) -> str | None:
        """What is wrong there at that instant; the latest of several."""
        faults = self._at.get(where, [])
        last = bisect_right(faults, now, key=lambda fault: fault.since)
        return next((one.kind for one in reversed(faults[:last]) if now < one.until), None)


def plan(slugs: Iterable[str], hosts: Iterable[str], start: datetime, days: float) -> Faults:
    """One fault every three minutes until six hours before the end: mostly of one page."""
    pages, servers = list(slugs), list(hosts)
    chance, found = Chance("faults"), []
    at, end = start + settling(days), start + timedelta(days=days, hours=-6)
    while at < end:
        lasts = timedelta(minutes=5 + chance.below(55) * (1 + chance.below(4)))
        drawn = chance.below(100)
        kind, where = chance.pick(ON_PAGES), chance.pick(pages)
        if drawn == 0:
            kind, where = chance.pick(ON_ALL), ""
        elif drawn < 6:
            where = chance.pick(servers)
        found.append(Fault(kind, where, at, min(at + lasts, end)))
        at += _EVERY * 2 * (1 + chance.below(99)) / 100
    return Faults(found)


def spoil(exchange: Exchange, kind: str) -> Exchange:
    """What a visit brings home instead, where that is wrong."""
    if kind in _FAILURES:
        failure = Failure(kind=_FAILURES[kind], text=f"no answer: {kind}")
        return _bare(exchange, None, b"", failure=failure)
    if kind in _STATUSES:
        return _refused(exchange, kind)
    if exchange.status == 304:
        return exchange
    return _BODIES[kind](exchange)


def _refused(exchange: Exchange, kind: str) -> Exchange:
    status = 503 if kind == "retry" else int(kind)
    body = _ERROR.format(status=status, what=_STATUSES[kind]).encode()
    again = exchange.ended_at + timedelta(minutes=7) if kind in {"retry", "429"} else None
    return replace(_bare(exchange, status, body), retry_at=again)


def _bare(
    exchange: Exchange, status: int | None, body: bytes, failure: Failure | None = None
) -> Exchange:
    headers = (("Content-Type", "text/html; charset=utf-8"),) if status else ()
    length = len(body)
    return replace(exchange, status=status, body=body, headers=headers, declared_bytes=length,
                   received_bytes=length, failure=failure)  # fmt: skip


def _garbled(exchange: Exchange) -> Exchange:
    """UTF-8 taken for windows-1252 somewhere on the way, and sent on as UTF-8."""
    body = exchange.body.decode().encode().decode("cp1252", "replace").encode()
    return _bare(exchange, 200, body)


def _short(exchange: Exchange) -> Exchange:
    """The connection ends half-way, short of the announced length."""
    half = exchange.body[: len(exchange.body) * 3 // 5]
    return replace(exchange, body=half, received_bytes=len(half))


def _open(exchange: Exchange) -> Exchange:
    """The page ends half-way, and nothing was announced."""
    half = exchange.body[: len(exchange.body) * 3 // 5]
    return replace(exchange, body=half, received_bytes=len(half), declared_bytes=None)


def _empty(exchange: Exchange) -> Exchange:
    """The frame of the page without its text."""
    before, opening, rest = exchange.body.partition(b'<div id="text" class="body">')
    return _bare(exchange, 200, before + opening + rest[rest.find(b"</div>") :])


_BODIES: dict[str, Callable[[Exchange], Exchange]] = {
    "challenge": lambda exchange: _bare(exchange, 200, _CHALLENGE),
    "short": _short,
    "open": _open,
    "garbled": _garbled,
    "bare": _empty,
}
