"""All hosts that are watched: a queue for each, what they bring, and who wants to be left alone."""

import queue
from typing import TYPE_CHECKING

from monitor.hostmemory import HostMemory
from monitor.queues import HostQueue, Task, host_of
from monitor.version import user_agent

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.model import Exchange
    from storage.store import Store

_WAITING = 50  # what the queues may bring before it is taken; then they wait


class Hosts:
    """The queues, by host. Used from the scheduler's thread, but for `stop`."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self._clock = clock
        self._user_agent = user_agent(config.contact)
        self._came: queue.Queue[tuple[Task, Exchange | None]] = queue.Queue(maxsize=_WAITING)
        self._queues: dict[str, HostQueue] = {}
        self._memory = HostMemory(store)
        self.left_alone: dict[int, datetime] = {}  # until when, by source that was not visited
        for host, pause in self._memory.pauses().items():
            self._queue(host).pause = pause

    def configure(self, config: "Config") -> None:
        """Say who we are as this configuration does, from the next visit on."""
        self._user_agent = user_agent(config.contact)
        for one in self._queues.values():
            one.user_agent = self._user_agent

    def put(self, task: Task) -> None:
        """Queue a visit with its host."""
        self._queue(host_of(task.source.url)).put(task)

    def take(self) -> "tuple[Task, Exchange | None] | None":
        """The next visit that is over, without exchange if its host paused; None: no visit is."""
        try:
            return self._came.get_nowait()
        except queue.Empty:
            return None

    def pausing(self) -> set[int]:
        """The sources whose visits made their hosts pause, perhaps some time ago."""
        return {one.pause.source_id for one in self._queues.values() if one.pause}

    def paused(self, url: str, at: "datetime") -> bool:
        """Whether the host has asked for no visit before a time later than `at`."""
        one = self._queues.get(host_of(url))
        return one is not None and one.paused(at)

    def leave_alone(self, source_id: int, url: str) -> None:
        """Note that the source was not visited as its host pauses."""
        pause = self._queue(host_of(url)).pause
        assert pause is not None
        self.left_alone[source_id] = pause.until

    def write(self) -> None:
        """Write down what the hosts told us since the last time."""
        self._memory.write()

    def stop(self) -> set[int]:
        """Take no new visit up; the sources whose visits had not begun. From any thread."""
        dropped = [task for one in list(self._queues.values()) for task in one.stop()]
        return {task.watch.source_id for task in dropped}

    def _queue(self, host: str) -> HostQueue:
        if host not in self._queues:
            self._queues[host] = HostQueue(
                host=host,
                clock=self._clock,
                user_agent=self._user_agent,
                done=lambda task, exchange: self._came.put((task, exchange)),
                memory=self._memory,
            )
        return self._queues[host]
