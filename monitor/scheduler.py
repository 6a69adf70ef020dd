"""The whole scheduler's step: `tick(now)` fetches what is due, absorbs what came, sends what waits.

APScheduler calls it every second; `check` calls it until its pass is done; a test or a simulated
month calls it with another clock.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor import archivewatch, due, heartbeat, looks, pipeline, telling, watchlist
from monitor.absence import Rounds
from monitor.archivehealth import alone
from monitor.commit import Commit
from monitor.follow import followed, pacing
from monitor.hosts import Hosts
from monitor.outbox import Outbox
from monitor.proof import confirmed
from monitor.queues import Task
from monitor.upkeep import Upkeep
from storage import archive_sights, channels, sources, watches
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.store import Store

_log = logging.getLogger(__name__)
_BATCH = 50  # visits absorbed in one pair of commits: their bodies are in memory together
_AT_ONCE = 200  # visits absorbed in one step
_START_SPREAD = timedelta(seconds=30)  # overdue sources start within this, or a tenth of their pace
_START_ROOM = timedelta(seconds=0.5)  # or within this much for each of them
_NEVER = datetime.min.replace(tzinfo=UTC)


class Scheduler:
    """Watches the configured sources over one store. Used from one thread."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self.store = store
        self.clock = clock
        self.watches: dict[int, Watch] = {}
        self._under_way: set[int] = set()
        self._stopping = False
        self._beat_at: datetime | None = None
        self._hosts = Hosts(store, config, clock)
        self._outbox = Outbox(store, config, clock)
        self._upkeep = Upkeep(store)
        self._rounds = Rounds(store)
        self._archive = archivewatch.ArchiveWatch(store, clock)
        self.configure(config)

    def configure(self, config: "Config") -> None:
        """Watch what this configuration names and led to; next times come from the store."""
        now = self.clock.now()
        self._written = config
        with self.store.write() as tx:
            channels.configure(tx, list(config.channels), now)
            config = followed.with_found(tx, config)
            ids = watchlist.register(tx, config, now)
            archive_sights.keep_of(tx, archivewatch.asked_for(ids, config))
            known = watches.load(tx, list(ids.values()))
            unknown = [source_id for source_id in ids.values() if source_id not in known]
            new = [watchlist.new_watch(source_id, now) for source_id in unknown]
            watches.save(tx, new)
        known.update({watch.source_id: watch for watch in new})
        self.config = config
        self._outbox.config = config
        self.sources = {ids[source.id]: source for source in followed.watched(config)}
        self.watches = {
            source_id: watchlist.at_its_pace(watch, self.sources[source_id])
            for source_id, watch in known.items()
        }
        self._hosts.configure(config)
        self._archive.configure(self.sources)

    def recover(self, asked: Collection[int] = ()) -> None:
        """Derive what was kept and not derived when the program last ended; note the gap since.

        `asked` are the sources that are looked at, where it is not all of them.
        """
        if asked:
            self._rounds.note_some([self.watches[one] for one in asked], self.clock.now())
        else:
            self._rounds.note(self.watches.values(), self.clock.now())
        if pipeline.recover(self.store, self.config, self.clock.now()):
            with self.store.read() as rx:
                self.watches.update(watches.load(rx, list(self.sources)))
            self._follow()
        self._outbox.recover(self.clock.now())

    def spread(self) -> None:
        """Give overdue sources a jittered start, so that a restart is no burst."""
        now = self.clock.now()
        self._rounds.note(self.watches.values(), now)  # their gaps begin when they were due
        overdue = [i for i, watch in self.watches.items() if watch.next_check_at <= now]
        most = min(_START_SPREAD, len(overdue) * _START_ROOM)
        for source_id in overdue:
            source = self.sources[source_id]
            pace = pacing.next_check(source, self.watches[source_id], now) - now
            latest = min(most, pace / 10).total_seconds()
            start = now + timedelta(seconds=self.clock.uniform(0, latest))
            self.watches[source_id] = replace(self.watches[source_id], next_check_at=start)

    def tick(self, now: datetime) -> None:
        """One step: absorb what came, fetch what is due, send what is pending."""
        self._rounds.note(self.watches.values(), now)
        self.absorb(now)
        self._heed_requests(now)
        self.dispatch(self.due(now), now)
        self.give_up_looks(filter(lambda i: self.paused(i, now), self.watches), now)
        self.look_at_archive(now)
        self._upkeep.look(self.config, now)
        self._upkeep.step()
        self.beat(now)
        self._outbox.tick(now)

    def absorb(self, now: datetime) -> int:
        """Keep and derive what the host queues brought; how many visits that were."""
        absorbed = 0
        while absorbed < self._room() and (visits := self._drain()):
            after = pipeline.absorb(self.store, self.config, visits, now)
            for visit in visits:
                _say(visit.source.id, visit.watch, after[visit.watch.source_id])
            self.watches.update(after)
            if any(followed.may_lead_on(one.source, one.watch) for one in visits):
                self._follow()
            absorbed += len(visits)
        self._hosts.write()
        return absorbed

    def _follow(self) -> None:
        """Watch what listings and pages led to since, and no longer what was passed over."""
        with self.store.read() as rx:
            config = followed.with_found(rx, self._written)
            if config == self.config:
                return
            ids = sources.ids(rx)
            known = watches.load(rx, list(ids.values()))
        self.config = config
        self._outbox.config = config
        self.sources = {ids[source.id]: source for source in followed.watched(config)}
        self.watches = {
            source_id: self.watches.get(source_id, known[source_id]) for source_id in self.sources
        }
        self._archive.configure(self.sources)

    def _room(self) -> int:
        """Visits absorbed in one step; at the end one batch, so that the end is not put off."""
        return 1 if self._stopping else _AT_ONCE

    def dispatch(self, source_ids: Iterable[int], now: datetime) -> None:
        """Queue a visit to each of these sources, unless one is under way or its host pauses.

        Who has waited longest goes first. The page whose visit made a host pause goes last: it
        may do so again, and the others must be visited before.
        """
        pausing = self._hosts.pausing()

        def turn(source_id: int) -> tuple[bool, datetime, datetime]:
            watch = self.watches[source_id]
            return source_id in pausing, watch.next_check_at, watch.last_check_at or _NEVER

        for source_id in sorted(source_ids, key=turn):
            source, watch = self.sources[source_id], self.watches[source_id]
            if self._stopping or source_id in self._under_way or alone(source):
                continue
            if self.paused(source_id, now):
                self._hosts.leave_alone(source_id, source.url)
                continue
            self._under_way.add(source_id)
            self._hosts.put(Task(source=source, watch=watch, look=looks.is_due(watch, now)))

    def paused(self, source_id: int, at: datetime) -> bool:
        """Whether the source's host has asked for no visit before a time later than `at`."""
        return self._hosts.paused(self.sources[source_id].url, at)

    def left_alone(self, source_id: int) -> datetime | None:
        """Until when the source's host wanted no visit, if that kept us from it the last time."""
        return self._hosts.left_alone.get(source_id)

    def hasten_looks(self, source_ids: Iterable[int], now: datetime) -> None:
        """Look now where a second look failed and would be tried again in a minute."""
        for source_id in source_ids:
            watch = self.watches[source_id]
            if watch.look == 1 and watch.look_since is not None:
                earliest = watch.look_since + self.sources[source_id].second_look
                if earliest <= now < (watch.look_due_at or now):
                    self.watches[source_id] = replace(watch, look_due_at=now)

    def look_at_archive(self, now: datetime, wanted: Collection[int] = ()) -> bool:
        """Record what the archive has of sources whose sites refuse, ask for the next.

        Those that are `wanted` need not be due. Whether more is to come.
        """
        self._archive.want(wanted)
        after = self._archive.tick(self.config, self.watches, self._under_way, now)
        led_on = False
        for source_id, watch in after.items():
            source, before = self.sources[source_id], self.watches[source_id]
            _say(source.id, before, watch)
            led_on = led_on or followed.may_lead_on(source, before)
        self.watches.update(after)
        if led_on:
            self._follow()
        return self._archive.waits(self.watches, now)

    def give_up_looks(self, source_ids: Iterable[int], now: datetime) -> None:
        """Tell as unconfirmed what waits too long for a look at these sources."""
        late = [
            source_id
            for source_id in source_ids
            if source_id not in self._under_way
            and self.watches[source_id].look
            and looks.failed(self.watches[source_id], now) is None
        ]
        if not late:
            return
        with self.store.write() as tx:
            after = [self._give_up_look(tx, source_id, now) for source_id in late]
            watches.save(tx, after)
        self.watches.update({watch.source_id: watch for watch in after})

    def _give_up_look(self, tx: "Connection", source_id: int, now: datetime) -> Watch:
        source = self.sources[source_id]
        commit = Commit(tx=tx, config=self.config, source=source, now=now)
        after = telling.blind(commit, self.watches[source_id])
        confirmed.note(commit, self.watches[source_id], after)
        return after

    def beat(self, now: datetime) -> None:
        """Enter the day's heartbeat once its time has come."""
        self._beat_at = heartbeat.beat(self.store, self.config, now, self._beat_at)

    @property
    def busy(self) -> bool:
        """Whether a visit is under way."""
        return bool(self._under_way)

    def under_way(self, source_id: int) -> bool:
        """Whether this source is being visited."""
        return source_id in self._under_way

    @property
    def sending(self) -> bool:
        """Whether a message is on its way."""
        return self._outbox.sending

    def send(self, now: datetime) -> None:
        """Send what is pending, all of it: nobody comes back soon."""
        self._upkeep.look(self.config, now)
        self._outbox.tick(now, patient=False)

    def read_secrets_by(self, load: "Callable[[], Config]") -> None:
        """How sources.yaml and its secrets are read again for a channel that refuses us."""
        self._outbox.load = load

    def probe_channels(self) -> None:
        """Try broken channels at once: somebody may have mended them."""
        with self.store.write() as tx:
            channels.probe(tx, self.clock.now())

    def stop(self) -> None:
        """Take no new visit up; those under way may still be absorbed. From any thread."""
        self._stopping = True
        self._under_way.difference_update(self._hosts.stop())

    def _drain(self) -> list[pipeline.Visit]:
        visits: list[pipeline.Visit] = []
        while len(visits) < _BATCH and (brought := self._hosts.take()) is not None:
            task, exchange = brought
            source_id = task.watch.source_id
            self._under_way.discard(source_id)
            watch = self.watches.get(source_id)
            if watch is None:
                continue  # it was removed while it was being fetched
            if exchange is None:
                self._hosts.leave_alone(source_id, task.source.url)
            else:
                self._hosts.left_alone.pop(source_id, None)
                visits.append(pipeline.Visit(source=task.source, watch=watch, exchange=exchange))
        return visits

    def due(self, now: datetime) -> list[int]:
        """The sources whose time, or whose further look's, has come."""
        return [
            source_id
            for source_id, watch in self.watches.items()
            if source_id not in self._under_way
            and watch.state != "ended"
            and (
                watch.next_check_at <= now
                or due.set_back(watch.last_check_at, now)
                or looks.is_due(watch, now)
            )
        ]

    def _heed_requests(self, now: datetime) -> None:
        """Sources that a `check` beside the daemon asked for are due at once."""
        with self.store.read() as rx:
            asked = watches.requests(rx)
            kept = watches.load(rx, asked) if asked else {}
        for source_id in asked:
            watch = self.watches.get(source_id)
            if watch is not None and source_id not in self._under_way:
                at = min(watch.next_check_at, now)  # it may be waiting for its turn already
                since = kept[source_id].quickened_at
                self.watches[source_id] = replace(watch, next_check_at=at, quickened_at=since)


def _say(slug: str, before: Watch, after: Watch) -> None:
    """Log what a visit changed, for whoever reads the daemon's journal."""
    if after.version_id != before.version_id:
        what = "first version kept" if before.version_id is None else "new version, looked at again"
        _log.info("%s: %s", slug, what)
    elif before.look and not after.look:
        _log.info("%s: confirmed", slug)
    if (after.verdict, after.reason) != (before.verdict, before.reason) and after.reason:
        _log.info("%s: %s: %s", slug, after.verdict, after.reason)
    if before.state not in {after.state, "new"}:
        _log.info("%s: now %s, was %s", slug, after.state, before.state)
