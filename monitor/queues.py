"""One queue a host: one request at a time, spaced; second looks first, retries last.

A queue's thread lives while there is something to fetch; a slow host holds up none but itself.
"""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.fetch.logins import without_login
from storage.hosts import Pause
from storage.model import Exchange, Failure

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import SourceConfig
    from monitor.fetch.fetch import Request
    from monitor.fetch.session import HostSession
    from monitor.hostmemory import HostMemory
    from storage.watches import Watch

_log = logging.getLogger(__name__)
_PAUSES = (1.0, 3.0)  # seconds before each retry of a transient failure, jittered
_UNCONDITIONAL_EVERY = 10  # a 304 is no proof: every tenth visit asks for the whole page
_DEFAULT_PAUSE = timedelta(minutes=1)  # for a host that answers 429 and names no time


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One source to be visited. `look`: a second look, past every cache."""

    source: "SourceConfig"
    watch: "Watch"
    look: bool


Done = Callable[[Task, "Exchange | None"], None]  # None: the host wants to be left alone


@dataclass(slots=True, kw_only=True)
class HostQueue:
    """What waits for one host, and the session that serves it. Used under its own lock."""

    host: str
    clock: "Clock"
    user_agent: str
    done: Done
    memory: "HostMemory"
    pause: Pause | None = None  # the last it asked for, perhaps over
    _waiting: list[tuple[int, float, int, Task, int]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)
    _session: "HostSession | None" = None
    _session_agent: str = ""  # the contact may be another since the session began
    _busy: bool = False
    _stopped: bool = False
    _free_at: float = 0.0

    def put(self, task: Task) -> None:
        """Queue a visit; starts the queue's thread if it is not at work."""
        with self._lock:
            self._push(0 if task.look else 1, 0.0, task, 0)
            if not self._busy and not self._stopped:
                self._busy = True
                threading.Thread(target=self._work, name=f"host {self.host}", daemon=True).start()

    def stop(self) -> list[Task]:
        """Forget what waits, and say what it was; the visit under way is the last."""
        with self._lock:
            self._stopped = True
            dropped = [task for _, _, _, task, _ in self._waiting]
            self._waiting.clear()
            return dropped

    def _push(self, rank: int, not_before: float, task: Task, tries: int) -> None:
        heapq.heappush(self._waiting, (rank, not_before, next(self._order), task, tries))

    def _next(self) -> tuple[Task, int, float] | None:
        with self._lock:
            if not self._waiting:
                self._busy = False
                return None
            _, not_before, _, task, tries = heapq.heappop(self._waiting)
            return task, tries, not_before

    def _work(self) -> None:
        from monitor.fetch.fetch import transient  # with all that HTTP takes, for the first visit

        while (item := self._next()) is not None:
            task, tries, not_before = item
            if self.paused(self.clock.now()):
                self.done(task, None)
                continue
            self._wait_until(max(not_before, self._free_at))
            exchange = self._visit(task)
            self._free_at = self.clock.monotonic() + self._spacing(task)
            if tries < len(_PAUSES) and transient(exchange) and not self._stopped:
                pause = _PAUSES[tries] * self.clock.uniform(0.8, 1.2)
                with self._lock:
                    self._push(2, self.clock.monotonic() + pause, task, tries + 1)
                continue
            self._note_pause(task, exchange)
            self.done(task, exchange)

    def _visit(self, task: Task) -> "Exchange":
        from monitor.fetch.fetch import fetch
        from monitor.fetch.session import HostSession

        if self._session is None or self._session_agent != self.user_agent:
            self._session_agent = self.user_agent
            self._session = HostSession(user_agent=self._session_agent, memory=self.memory)
        request = request_for(task)
        started_at = self.clock.now()
        try:
            return fetch(request, self._session, clock=self.clock)
        except Exception as error:  # noqa: BLE001 - whatever it is, the host's other pages go on
            _log.exception("visiting %s failed", task.source.id)
            return unfetched(request, error, started_at, self.clock.now())

    def paused(self, now: datetime) -> bool:
        """Whether the host asked to be left alone until later than `now`."""
        return self.pause is not None and self.pause.holds(now)

    def _wait_until(self, moment: float) -> None:
        while (left := moment - self.clock.monotonic()) > 0 and not self._stopped:
            self.clock.sleep(min(left, 0.5))

    def _spacing(self, task: Task) -> float:
        assert self._session is not None
        asked = self._session.crawl_delay(task.source.url) or 0.0
        return max(task.source.spacing.total_seconds(), asked)

    def _note_pause(self, task: Task, exchange: "Exchange") -> None:
        until = exchange.retry_at
        if until is None and exchange.status == 429:
            until = exchange.ended_at + _DEFAULT_PAUSE
        if until is not None:
            source_id = task.watch.source_id
            self.pause = Pause(asked_at=exchange.ended_at, until=until, source_id=source_id)
            self.memory.keep_pause(self.host, self.pause)


def unfetched(
    request: "Request", error: Exception, started_at: datetime, ended_at: datetime
) -> "Exchange":
    """The exchange of a visit that a fault of ours ended."""
    return Exchange(
        url=without_login(request.url),
        final_url=without_login(request.url),
        hops=(),
        status=None,
        headers=(),
        body=b"",
        declared_bytes=None,
        received_bytes=0,
        started_at=started_at,
        ended_at=ended_at,
        failure=Failure(kind="protocol", text=f"a fault of this program: {error!r}"),
        retry_at=None,
    )


def host_of(url: str) -> str:
    """The host and port a URL leads to: what one queue serves."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def request_for(task: Task) -> "Request":
    """What is asked of the host: conditional, but for looks and every tenth visit."""
    from monitor.fetch.fetch import Request

    source, watch = task.source, task.watch
    conditional = not task.look and watch.visits % _UNCONDITIONAL_EVERY != 0
    return Request(
        url=source.url,
        etag=watch.etag if conditional else None,
        last_modified=watch.last_modified if conditional else None,
        fresh=task.look,
        timeout=source.timeout,
        max_size=source.max_size,
        allow_private=source.allow_private,
    )
