"""Two looks at an address that is not watched yet, through the fetch layer of all others."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.adding.survey import Survey, Wanted, survey
from monitor.discover.listing import read_listing
from monitor.fetch import robots
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from monitor.judge.exchange import judge_exchange

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import SourceConfig
    from monitor.discover.found import Found
    from storage.model import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What came. `second` is None where the first was not worth another.

    `sitemaps` are those that the host's robots.txt names.
    """

    first: "Exchange"
    second: "Exchange | None"
    sitemaps: tuple[str, ...] = ()


def look(
    source: "SourceConfig",
    session: HostSession,
    clock: "Clock",
    pausing: Callable[[float], None],
    *,
    links: str | None = None,
    wanted: Wanted | None = None,
) -> Survey:
    """Look twice at the page that `source` would watch; see `look_twice` and `survey`."""
    looks = look_twice(source, session, clock, pausing)
    return survey(source, looks, links=links, wanted=wanted)


def look_twice(
    source: "SourceConfig", session: HostSession, clock: "Clock", pausing: Callable[[float], None]
) -> Looks:
    """Fetch past every cache, wait as for a second look, fetch again.

    `pausing` is told how many seconds are waited, before they are. Never raises for what the
    network or the page does.
    """
    first = _fetch(source, session, clock)
    if judge_exchange(first, previous_closed=None).verdict != "ok":
        return Looks(first=first, second=None, sitemaps=_sitemaps(session, first))
    pause = max(
        source.second_look.total_seconds(),
        source.spacing.total_seconds(),
        session.crawl_delay(first.final_url) or 0,
    )
    pausing(pause)
    clock.sleep(pause)
    second = _fetch(source, session, clock)
    return Looks(first=first, second=second, sitemaps=_sitemaps(session, second))


def further(
    found: "Found", source: "SourceConfig", session: HostSession, clock: "Clock"
) -> "Found":
    """The latest of the pages on which a listing goes on, as an index of sitemaps does; `found`
    itself where there is none."""
    if not found.more:
        return found
    latest = max(found.more, key=lambda one: one.modified or "")
    clock.sleep(source.spacing.total_seconds())
    return read_listing(_fetch(replace(source, url=latest.url), session, clock))


def _fetch(source: "SourceConfig", session: HostSession, clock: "Clock") -> "Exchange":
    request = Request(
        url=source.url,
        fresh=True,
        timeout=source.timeout,
        max_size=source.max_size,
        allow_private=source.allow_private,
    )
    return fetch(request, session, clock=clock)


def _sitemaps(session: HostSession, exchange: "Exchange") -> tuple[str, ...]:
    rules = session.robots.get(robots.origin(exchange.final_url))
    if rules is None or rules.parser is None:
        return ()
    return tuple(dict.fromkeys(rules.parser.sitemaps))
