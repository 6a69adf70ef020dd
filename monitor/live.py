"""A look at everything that is configured, without a store: some hosts at a time, each politely.

A listing is read, and then the first of its documents that matches; of an index of sitemaps, the
latest of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor import livesights
from monitor.config.model import ListingConfig, SourceConfig
from monitor.discover.listing import read_listing
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from monitor.follow import listed
from monitor.follow.followed import as_source
from monitor.version import user_agent

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config, Watched
    from monitor.discover.found import Found
    from monitor.livesights import Sight
    from storage.model import Exchange

_HOSTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one entry; `document` is still to be looked at. `steps`: how many it was."""

    entry: "Watched"
    sights: "tuple[Sight, ...]"
    document: SourceConfig | None = None
    steps: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One look. `listing`: that of which the source is a document. `known`: what a listing was."""

    source: SourceConfig
    entry: "Watched"
    listing: ListingConfig | None = None
    known: listed.Known | None = None


def steps(config: "Config") -> int:
    """How many looks there are at most: one at a source, two at a listing."""
    return len(config.sources) + 2 * len(config.listings)


def look(
    config: "Config", clock: "Clock", known: Mapping[str, listed.Known] | None = None
) -> Iterator[Seen]:
    """Everything that is configured, as it is done; twice for a listing with a document.

    `known`: what listings were at their last good look, by their ids.
    """
    agent = user_agent(config.contact)
    first: list[_Task] = []
    for one in _entries(config):
        source = as_source(one) if isinstance(one, ListingConfig) else one
        if "direct" in one.via:
            first.append(_Task(source=source, entry=one, known=(known or {}).get(one.id)))
        else:
            count = 1 if one is source else 2
            yield Seen(entry=one, sights=(livesights.unasked(one),), steps=count)
    documents: list[_Task] = []
    for seen in _all(first, agent, clock):
        if seen.document is not None and isinstance(seen.entry, ListingConfig):
            documents.append(_Task(source=seen.document, entry=seen.entry, listing=seen.entry))
        yield seen
    yield from _all(documents, agent, clock)


def _entries(config: "Config") -> "list[Watched]":
    return [*config.sources, *config.listings]


def _all(tasks: Sequence[_Task], agent: str, clock: "Clock") -> Iterator[Seen]:
    by_host: dict[str, list[_Task]] = {}
    for task in tasks:
        by_host.setdefault(urlsplit(task.source.url).hostname or "", []).append(task)
    with ThreadPoolExecutor(_HOSTS_AT_ONCE, thread_name_prefix="live") as pool:
        futures = [pool.submit(_host, some, agent, clock) for some in by_host.values()]
        for future in as_completed(futures):
            yield from future.result()


def _host(tasks: Iterable[_Task], agent: str, clock: "Clock") -> list[Seen]:
    """One host's entries, one after the other."""
    session = HostSession(user_agent=agent)
    host = _Host(session=session, clock=clock)
    try:
        return [_look(task, host) for task in tasks]
    finally:
        session.close()


@dataclass(slots=True, kw_only=True)
class _Host:
    """A host that is visited: with room between two requests."""

    session: HostSession
    clock: "Clock"
    asked: bool = False

    def fetch(self, source: SourceConfig, url: str) -> "Exchange":
        """Fetch past every cache."""
        if self.asked:
            delay = timedelta(seconds=self.session.crawl_delay(url) or 0)
            self.clock.sleep(max(source.spacing, delay).total_seconds())
        self.asked = True
        request = Request(
            url=url,
            fresh=True,
            timeout=source.timeout,
            max_size=source.max_size,
            allow_private=source.allow_private,
        )
        return fetch(request, self.session, clock=self.clock)


def _look(task: _Task, host: _Host) -> Seen:
    exchange = host.fetch(task.source, task.source.url)
    if task.listing is not None:
        seen = livesights.of_document(task.listing, task.source, exchange)
        return Seen(entry=task.entry, sights=tuple(seen))
    if not isinstance(task.entry, ListingConfig):
        return Seen(entry=task.entry, sights=tuple(livesights.of_source(task.source, exchange)))
    before = task.known or listed.Known(links=task.entry.links)
    return _listing(task.entry, task.source, exchange, host, before)


def _listing(
    listing: ListingConfig,
    source: SourceConfig,
    exchange: "Exchange",
    host: _Host,
    before: listed.Known,
) -> Seen:
    found = listed.read(exchange, listing, before)
    rows = list(livesights.of_listing(listing, exchange, found))
    if found.verdict == "ok" and not found.entries and found.more:
        latest = max(found.more, key=lambda one: one.modified or "")
        exchange = host.fetch(source, latest.url)
        found = read_listing(exchange, links=listing.links)
        rows += livesights.of_listing(replace(listing, url=latest.url), exchange, found)
    document = _document(listing, found)
    return Seen(
        entry=listing, sights=tuple(rows), document=document, steps=2 if document is None else 1
    )


def _document(listing: ListingConfig, found: "Found") -> SourceConfig | None:
    """The document that stands for all of a listing, and how it is read."""
    fit = livesights.matching(listing, found)
    if not fit or listing.template is None:
        return None
    return replace(listing.template, id=listing.id, url=fit[0].url)
