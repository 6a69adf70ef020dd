"""`via: wayback`: an archive's captures are watched while a site refuses programs.

One source at a time, beside the rounds, at the archive's pace: its captures come hours or days
late. What is made of them: monitor/archivehealth.py, monitor/archived.py.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor import archivehealth, due
from monitor.archive import cdx
from monitor.archivehealth import Brought
from monitor.commit import Commit
from monitor.errand import Errand
from monitor.follow import followed
from monitor.hostmemory import HostMemory
from monitor.queues import host_of
from monitor.version import user_agent
from storage import archive_sights, hosts, watches
from storage.archive_sights import ArchiveSight
from storage.hosts import Pause

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config, SourceConfig
    from monitor.fetch.wayback import Lost, Memento
    from storage.store import Store
    from storage.watches import Watch

_REST = timedelta(seconds=5)  # between two sources
_NEWEST = 50  # captures of the index that are looked at
_MOST = 4  # that are fetched at once: the latest of them
_FIRST = timedelta(days=365)  # how old the first sight of a page may be that was never read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    source_id: int
    source: "SourceConfig"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    asked: _Asked
    brought: Brought | None  # None: a fault of ours has eaten the answer


class ArchiveWatch:
    """Watches the archive for the sources that ask for it. Used from one thread."""

    def __init__(self, store: "Store", clock: "Clock") -> None:
        self._store = store
        self._clock = clock
        self._memory = HostMemory(store)
        self._errand: Errand[Brought] = Errand("asking the archive for its captures")
        self._asked: _Asked | None = None
        self._sources: dict[int, SourceConfig] = {}
        self._sights: dict[int, ArchiveSight] = {}
        self._pause: Pause | None = None
        self._rests_until: datetime | None = None
        self._wanted: set[int] = set()

    def configure(self, sources: "Mapping[int, SourceConfig]") -> None:
        """Watch for those of these sources that ask for it."""
        self._sources = {
            one: source for one, source in sources.items() if archivehealth.wanted(source)
        }
        if self._sources:
            with self._store.read() as rx:
                self._sights = archive_sights.load(rx, self._sources)
                self._pause = hosts.pauses(rx).get(_host())

    def want(self, source_ids: Iterable[int]) -> None:
        """Ask for these as soon as may be, if their sites refuse."""
        self._wanted |= self._sources.keys() & set(source_ids)

    def waits(self, watched: "Mapping[int, Watch]", now: datetime) -> bool:
        """Whether something is asked for, or will be within seconds."""
        if self._asked is not None:
            return True
        return not self._paused(now) and self._next(watched, (), now) is not None

    def tick(
        self, config: "Config", watched: "Mapping[int, Watch]", busy: Collection[int], now: datetime
    ) -> "dict[int, Watch]":
        """Record what came, ask for the next; returns at once. The watches that it altered.

        Nothing is recorded of a source that is being visited: it may answer again.
        """
        if self._errand.under_way or not (self._sources or self._asked):
            return {}
        after: dict[int, Watch] = {}
        if self._asked is not None:
            if self._asked.source_id in busy:
                return {}
            asked, self._asked, self._rests_until = self._asked, None, now + _REST
            brought = self._errand.take()
            if asked.source_id in watched and asked.source_id in self._sources:
                came = _Came(asked=asked, brought=brought)
                after = self._came(came, config, watched, now)
        if not self._paused(now) and not due.rests(self._rests_until, now, _REST):
            self._ask(config, {**watched, **after}, busy, now)
        return after

    def _paused(self, now: datetime) -> bool:
        return self._pause is not None and self._pause.holds(now)

    def _ask(
        self, config: "Config", watched: "Mapping[int, Watch]", busy: Collection[int], now: datetime
    ) -> None:
        source_id = self._next(watched, busy, now)
        if source_id is None:
            return
        source = self._sources[source_id]
        since = _since(watched[source_id], self._sights.get(source_id), now)
        self._asked = _Asked(source_id=source_id, source=source)
        self._rests_until = now + _REST
        self._wanted.discard(source_id)
        agent = user_agent(config.contact)
        self._errand.start(partial(_look, source, since, self._clock, agent, self._memory))

    def _next(
        self, watched: "Mapping[int, Watch]", busy: Collection[int], now: datetime
    ) -> int | None:
        """The source that has waited longest of those whose time has come."""
        waiting = [
            (self._due_at(source, watch, now), source_id)
            for source_id, source in self._sources.items()
            if source_id not in busy
            and (watch := watched.get(source_id))
            and archivehealth.refuses(source, watch)
        ]
        return min((one for one in waiting if one[0] <= now), default=(now, None))[1]

    def _due_at(self, source: "SourceConfig", watch: "Watch", now: datetime) -> datetime:
        known = self._sights.get(watch.source_id)
        if known is None or watch.source_id in self._wanted or due.set_back(known.asked_at, now):
            return min(watch.state_since, now)
        return (
            min(known.next_ask_at, watch.next_check_at)
            if archivehealth.alone(source)
            else known.next_ask_at
        )

    def _came(
        self, came: _Came, config: "Config", watched: "Mapping[int, Watch]", now: datetime
    ) -> "dict[int, Watch]":
        """Record what the archive had; the watches that it altered."""
        self._memory.write()
        of, brought = came.asked.source_id, came.brought or _fault(now)
        known, until = self._sights.get(of), None
        if came.brought is not None and brought.refused is not None:
            until = max(brought.refused.again_at, now)
            self._pause = Pause(asked_at=now, until=until, source_id=of)
        with self._store.write() as tx:
            commit = Commit(tx=tx, config=config, source=came.asked.source, now=now)
            self._sights[of], watch = archivehealth.record(commit, known, watched[of], brought)
            archive_sights.save(tx, self._sights[of])
            after = {of: watch} | (self._put_off(watched, of, until) if until else {})
            watches.save(tx, after.values())
            if self._pause is not None and until is not None:
                hosts.keep_pause(tx, _host(), self._pause)
        return after

    def _put_off(
        self, watched: "Mapping[int, Watch]", but: int, until: datetime
    ) -> "dict[int, Watch]":
        """What only the archive shows, but for one: not overdue while the archive pauses."""
        return {
            one: replace(watched[one], next_check_at=until)
            for one, source in self._sources.items()
            if one != but
            and one in watched
            and archivehealth.alone(source)
            and watched[one].next_check_at < until
        }


def asked_for(ids: "Mapping[str, int]", config: "Config") -> list[int]:
    """The sources of this configuration for which the archive is watched; `ids` by their names."""
    return [ids[one.id] for one in followed.watched(config) if archivehealth.wanted(one)]


def _fault(now: datetime) -> Brought:
    """In place of an answer that a fault of ours has eaten."""
    from monitor.fetch.wayback import Refused

    why = "a fault of this program: see its log"
    return Brought(refused=Refused(why=why, again_at=now + archivehealth.EVERY))


def _host() -> str:
    from monitor.fetch import save_page

    return host_of(save_page.ARCHIVE)


def _since(watch: "Watch", known: ArchiveSight | None, now: datetime) -> datetime:
    """From when on a capture is news: behind all that was seen of the page so far."""
    seen = [watch.last_ok_at, known.captured_at if known else None]
    last = max(filter(None, seen), default=None)
    return now - _FIRST if last is None else last + timedelta(seconds=1)


def _look(
    source: "SourceConfig", since: datetime, clock: "Clock", agent: str, memory: HostMemory
) -> Brought:
    """Ask what the archive has since then, and fetch the latest of it."""
    from monitor.fetch.wayback import Archive, Refused

    archive = Archive(clock, agent, memory)
    part = archive.newest(source, since, _NEWEST)
    if isinstance(part, Refused):
        return Brought(refused=part)
    rows = [row for row in part.rows if row.at >= since]
    got: list[Memento | Lost] = []
    for row in list(cdx.ends_of_runs(rows))[-_MOST:]:
        one = archive.memento(source, row)
        if isinstance(one, Refused):  # what was fetched is kept, the rest is asked for again
            return Brought(refused=one, newest=None, got=tuple(got))
        got.append(one)
    return Brought(newest=rows[-1] if rows else None, got=tuple(got))
