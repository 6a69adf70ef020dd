"""Visits from the moment they are due until they are over: whose turn it is."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import looks
from monitor.archivehealth import alone
from monitor.hosts import Hosts
from monitor.pipeline import Visit
from monitor.queues import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.clock import Clock
    from monitor.config.model import Config, SourceConfig
    from storage.store import Store
    from storage.watches import Watch

_BATCH = 50  # visits absorbed in one pair of commits: their bodies are in memory together
_NEVER = datetime.min.replace(tzinfo=UTC)


class Visits:
    """Those under way, by source. Used from the scheduler's thread, but for `stop`."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self.under_way: set[int] = set()
        self.stopping = False
        self._hosts = Hosts(store, config, clock)

    def configure(self, config: "Config") -> None:
        """Say who we are as this configuration does, from the next visit on."""
        self._hosts.configure(config)

    def put(self, wanted: "Iterable[tuple[SourceConfig, Watch]]", now: datetime) -> None:
        """Queue a visit to each of these, unless one is under way or its host pauses.

        Who has waited longest goes first. The page whose visit made a host pause goes last: it
        may do so again, and the others must be visited before.
        """
        pausing = self._hosts.pausing()

        def turn(one: "tuple[SourceConfig, Watch]") -> tuple[bool, datetime, datetime]:
            watch = one[1]
            at = watch.last_check_at or _NEVER
            return watch.source_id in pausing, watch.next_check_at, at

        for source, watch in sorted(wanted, key=turn):
            source_id = watch.source_id
            if self.stopping or source_id in self.under_way or alone(source):
                continue
            if self.paused(source.url, now):
                self._hosts.leave_alone(source_id, source.url)
                continue
            self.under_way.add(source_id)
            self._hosts.put(Task(source=source, watch=watch, look=looks.is_due(watch, now)))

    def paused(self, url: str, at: datetime) -> bool:
        """Whether the host of this address asked for no visit before a time later than `at`."""
        return self._hosts.paused(url, at)

    def left_alone(self, source_id: int) -> datetime | None:
        """Until when the source's host wanted no visit, if that kept us from it the last time."""
        return self._hosts.left_alone.get(source_id)

    def take(self, watches: "Mapping[int, Watch]") -> list[Visit]:
        """Those that are over, a batch of them; `watches` are of what is watched now."""
        visits: list[Visit] = []
        while len(visits) < _BATCH and (brought := self._hosts.take()) is not None:
            task, exchange = brought
            source_id = task.watch.source_id
            self.under_way.discard(source_id)
            watch = watches.get(source_id)
            if watch is None:
                continue  # it was removed while it was being fetched
            if exchange is None:
                self._hosts.leave_alone(source_id, task.source.url)
            else:
                self._hosts.left_alone.pop(source_id, None)
                visits.append(Visit(source=task.source, watch=watch, exchange=exchange))
        return visits

    def write(self) -> None:
        """Keep what the hosts asked for, so that the next process heeds it, too."""
        self._hosts.write()

    def stop(self) -> None:
        """Take no new visit up; those under way may still be absorbed. From any thread."""
        self.stopping = True
        self.under_way.difference_update(self._hosts.stop())
