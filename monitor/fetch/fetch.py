"""One visit to one address: `fetch` turns whatever the network does into a value."""

import functools
import http.client
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import requests
from urllib3.exceptions import HTTPError

from monitor.clock import Clock
from monitor.fetch import headers, robots
from monitor.fetch.failures import Stopped, brief
from monitor.fetch.follow import Trail, follow
from monitor.fetch.logins import without_login
from monitor.fetch.receive import Received, receive
from monitor.fetch.session import HostSession
from storage.model import Exchange, Failure

_MAX_REDIRECTS = 10
_FRESH = {"Cache-Control": "no-cache", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask for. `timeout` covers the whole exchange; `max_size` is in bytes.

    `fresh` goes past every cache, and asks unconditionally. `within`: the origin that no redirect
    may leave; None: all may be followed.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    fresh: bool = False
    timeout: timedelta = timedelta(seconds=30)
    max_size: int = 20_000_000
    allow_private: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int | None
    headers: tuple[tuple[str, str], ...]
    received: Received
    retry_after: str | None


# What the libraries may raise beyond what the connections already turn into Stopped.
_LIBRARIES = (
    requests.RequestException,
    HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


def fetch(request: Request, session: HostSession, *, clock: Clock) -> Exchange:
    """Visit the address once, following redirects; robots.txt permitting.

    Never raises for what the network or the page does: that is the exchange's `failure`.
    """
    started_at = clock.now()
    seconds = request.timeout.total_seconds()
    session.begin(clock, seconds, allow_private=request.allow_private)
    trail = Trail(request.url)
    answer = _answer(request, session, trail, started_at)
    ended_at = clock.now()
    received = answer.received
    return Exchange(
        url=without_login(request.url),
        final_url=without_login(trail.url),
        hops=tuple(trail.hops),
        status=answer.status,
        headers=answer.headers,
        body=received.body,
        declared_bytes=received.declared,
        received_bytes=received.received,
        started_at=started_at,
        ended_at=ended_at,
        failure=received.failure,
        retry_at=headers.retry_at(answer.retry_after, ended_at),
    )


def transient(exchange: Exchange) -> bool:
    """Whether trying again within the pass may help: no connection, or a gateway's bad moment.

    A server that says when to come back (`retry_at`) is taken at its word instead.
    """
    if exchange.failure is not None:
        return exchange.failure.kind in ("connect", "dns")
    return exchange.status in (502, 503, 504) and exchange.retry_at is None


def _answer(request: Request, session: HostSession, trail: Trail, now: datetime) -> _Answer:
    conditions = {}
    if not request.fresh:
        conditions = headers.conditional(request.etag, request.last_modified)
    extra = _FRESH if request.fresh else conditions
    permit = functools.partial(_permit, session, now, request.within)
    try:
        response = follow(session, trail, extra, most=_MAX_REDIRECTS, permit=permit)
        kept = headers.kept(response)
    except Stopped as stopped:
        return _no_answer(stopped.failure)
    except requests.ConnectionError:
        text = f"the connection broke while {brief(trail.url)} was asked for"
        return _no_answer(Failure(kind="connect", text=text))
    except _LIBRARIES as error:
        text = f"{brief(trail.url)} could not be visited: {brief(str(error))}"
        return _no_answer(Failure(kind="protocol", text=text))
    received = receive(response, request.max_size)
    if response.status_code == 304 and not conditions:
        received = _unproven(received)
    return _Answer(
        status=response.status_code,
        headers=kept,
        received=received,
        retry_after=response.headers.get("retry-after"),
    )


def _unproven(received: Received) -> Received:
    """A 304 to a request that named no text the page could still be: it shows nothing."""
    text = "status 304 (not modified) and no page, though the whole page was asked for"
    return replace(received, failure=Failure(kind="protocol", text=text))


def _no_answer(failure: Failure) -> _Answer:
    nothing = Received(body=b"", declared=None, received=0, failure=failure)
    return _Answer(status=None, headers=(), received=nothing, retry_after=None)


def _permit(session: HostSession, now: datetime, within: str | None, url: str) -> None:
    origin = robots.origin(url)
    if within is not None and origin != within:
        raise Stopped("redirects", f"it leads to another site, {brief(url)}")
    rules = session.known_rules(origin, now)
    if rules is None:
        rules = robots.newer(session.robots.get(origin), _read_robots(session, origin, now))
        session.keep_rules(origin, rules)
    robots.check(rules, url)


def _read_robots(session: HostSession, origin: str, now: datetime) -> robots.Rules:
    trail = Trail(f"{origin}/robots.txt")
    try:
        with session.aside(robots.MAX_SECONDS):
            response = follow(
                session, trail, {}, most=robots.MAX_REDIRECTS, permit=lambda _url: None
            )
            received = receive(response, robots.MAX_BYTES, cut=True)
    except Stopped as stopped:
        if stopped.failure.kind == "redirects":
            return robots.everything(now)
        if not trail.hops and stopped.failure.kind != "timeout":
            raise  # the page itself would fare alike, and this says better why
        return robots.unreadable(stopped.failure.text, now)
    if received.failure is not None and received.failure.kind == "timeout":
        return robots.unreadable(received.failure.text, now)
    return robots.read(response.status_code, received.body, now)
