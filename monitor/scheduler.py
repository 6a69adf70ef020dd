"""The whole scheduler's step: `tick(now)` fetches what is due, absorbs what came, sends what waits.

APScheduler calls it every second; `check` calls it until its pass is done; a test or a simulated
month calls it with another clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import archivewatch, due, heartbeat, journal, looks, pipeline, telling, watchlist
from monitor.absence import Rounds
from monitor.commit import Commit
from monitor.follow import followed, pacing
from monitor.outbox import Outbox
from monitor.proof import confirmed
from monitor.upkeep import Upkeep
from monitor.visits import Visits
from storage import archive_sights, channels, sources, watches
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.store import Store

_AT_ONCE = 200  # visits absorbed in one step
_START_SPREAD = timedelta(seconds=30)  # overdue sources start within this, or a tenth of their pace
_START_ROOM = timedelta(seconds=0.5)  # or within this much for each of them


class Scheduler:
    """Watches the configured sources over one store. Used from one thread."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self.store = store
        self.clock = clock
        self.watches: dict[int, Watch] = {}
        self._beat_at: datetime | None = None
        self._visits = Visits(store, config, clock)
        self._outbox = Outbox(store, config, clock)
        self._upkeep = Upkeep(store)
        self._rounds = Rounds(store)
        self._archive = archivewatch.ArchiveWatch(store, clock)
        self.configure(config)

    def configure(self, config: "Config") -> None:
        """Watch what this configuration names and led to; next times come from the store."""
        now = self.clock.now()
        self.written = config
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
        self._take(config, ids)
        self.watches = {
            source_id: watchlist.at_its_pace(watch, self.sources[source_id])
            for source_id, watch in known.items()
        }
        self._visits.configure(config)

    def _take(self, config: "Config", ids: Mapping[str, int]) -> None:
        """Go by this configuration, whose sources and listings have these ids in the store."""
        self.config = config
        self._outbox.config = config
        self.sources = {ids[source.id]: source for source in followed.watched(config)}
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
        self.heed_requests(now)
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
        while absorbed < self._room() and (visits := self._visits.take(self.watches)):
            after = pipeline.absorb(self.store, self.config, visits, now)
            for visit in visits:
                journal.say(visit.source.id, visit.watch, after[visit.watch.source_id])
            self.watches.update(after)
            if any(followed.may_lead_on(one.source, one.watch) for one in visits):
                self._follow()
            absorbed += len(visits)
        self._visits.write()
        return absorbed

    def _follow(self) -> None:
        """Watch what listings and pages led to since, and no longer what was passed over."""
        with self.store.read() as rx:
            config = followed.with_found(rx, self.written)
            if config == self.config:
                return
            ids = sources.ids(rx)
            known = watches.load(rx, list(ids.values()))
        self._take(config, ids)
        self.watches = {
            source_id: self.watches.get(source_id, known[source_id]) for source_id in self.sources
        }

    def _room(self) -> int:
        """Visits absorbed in one step; at the end one batch, so that the end is not put off."""
        return 1 if self._visits.stopping else _AT_ONCE

    def dispatch(self, source_ids: Iterable[int], now: datetime) -> None:
        """Queue a visit to each of these sources, unless one is under way or its host pauses."""
        self._visits.put([(self.sources[one], self.watches[one]) for one in source_ids], now)

    def paused(self, source_id: int, at: datetime) -> bool:
        """Whether the source's host has asked for no visit before a time later than `at`."""
        return self._visits.paused(self.sources[source_id].url, at)

    def left_alone(self, source_id: int) -> datetime | None:
        """Until when the source's host wanted no visit, if that kept us from it the last time."""
        return self._visits.left_alone(source_id)

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
        after = self._archive.tick(self.config, self.watches, self._visits.under_way, now)
        led_on = False
        for source_id, watch in after.items():
            source, before = self.sources[source_id], self.watches[source_id]
            journal.say(source.id, before, watch)
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
            if source_id not in self._visits.under_way
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
        return bool(self._visits.under_way)

    def under_way(self, source_id: int) -> bool:
        """Whether this source is being visited."""
        return source_id in self._visits.under_way

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
        self._visits.stop()

    def due(self, now: datetime) -> list[int]:
        """The sources whose time, or whose further look's, has come."""
        return [
            source_id
            for source_id, watch in self.watches.items()
            if source_id not in self._visits.under_way
            and watch.state != "ended"
            and (
                watch.next_check_at <= now
                or due.set_back(watch.last_check_at, now)
                or looks.is_due(watch, now)
            )
        ]

    def heed_requests(self, now: datetime) -> list[int]:
        """What a `check` beside the daemon, or a listing that a link left, asked for is due."""
        with self.store.read() as rx:
            asked = watches.requests(rx)
            kept = watches.load(rx, asked) if asked else {}
        heeded: list[int] = []
        for source_id in asked:
            watch = self.watches.get(source_id)
            if watch is not None and source_id not in self._visits.under_way:
                at = min(watch.next_check_at, now)  # it may be waiting for its turn already
                since = kept[source_id].quickened_at
                self.watches[source_id] = replace(watch, next_check_at=at, quickened_at=since)
                heeded.append(source_id)
        return heeded
