"""The daemon: APScheduler drives `tick`, signals end or reload it, systemd is kept informed."""

import logging
import queue
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor import machine
from monitor.config.differences import diff_configs
from monitor.deadman import DeadMan
from monitor.errors import ReadoutError
from monitor.phrasing import many
from monitor.proof.outside import Outside
from monitor.scheduler import Scheduler
from monitor.systemd import notify
from monitor.timer import Timer

if TYPE_CHECKING:
    from datetime import datetime
    from types import FrameType

    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.store import Store

_log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
_WAKE_SECONDS = 0.5
_GAP = timedelta(minutes=5)  # between two steps: no step takes that long
STOP_SECONDS = 5.0  # what is under way at SIGTERM may take this long; systemd waits 10 s and more


class Daemon:
    """Runs a Scheduler until it is told to stop."""

    def __init__(self, store: "Store", load: Callable[[], "Config"], clock: "Clock") -> None:
        self._load = load
        self._clock = clock
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._failure: BaseException | None = None
        self._stepped_at: datetime | None = None
        self._scheduler = Scheduler(store, load(), clock)
        self._dead_man = DeadMan(clock)
        self._outside = Outside(store)
        self._scheduler.read_secrets_by(load)

    def run(self) -> None:
        """Watch until SIGTERM or SIGINT; a store failure is raised."""
        _on_signals(self._signals)
        # A step that outlasts a second is no news: the next one makes up for it.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.recover()
        self._scheduler.spread()
        self._scheduler.probe_channels()
        timer = Timer(self._step, seconds=TICK_SECONDS)
        timer.start()
        what = self._what()
        notify(f"READY=1\nSTATUS={what}")
        _log.info("%s; SIGTERM ends, SIGHUP reads sources.yaml again", what)
        while self._next_signal(timer) == signal.SIGHUP:
            self._reload.set()
        self._stop.set()
        notify("STOPPING=1")
        end = self._clock.monotonic() + STOP_SECONDS
        self._scheduler.stop()
        timer.stop()
        self._scheduler.stop()  # again: the last step may have queued visits meanwhile
        self._finish(end)
        if self._failure is not None:
            raise self._failure

    def _next_signal(self, timer: Timer) -> int:
        # The system may hand a signal to another thread, which does not wake this one, and only
        # this one runs handlers: so it looks up now and then.
        while True:
            try:
                return self._signals.get(timeout=_WAKE_SECONDS)
            except queue.Empty:
                timer.put_right(self._clock.now())

    def _step(self) -> None:
        if self._stop.is_set():
            return
        try:
            if self._reload.is_set():
                self._reload.clear()
                self._read_again()
            now = self._clock.now()
            self._mind_gap(now)
            self._scheduler.tick(now)
            notify("WATCHDOG=1")
            self._dead_man.healthy(self._scheduler.config)
            self._outside.tick(self._scheduler.config, self._clock.now())
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            self._failure = error
            self._stop.set()
            self._signals.put(signal.SIGTERM)

    def _mind_gap(self, now: "datetime") -> None:
        """After a sleep of the machine all is overdue: visited once, and not all at once."""
        gap = now - self._stepped_at if self._stepped_at else timedelta(0)
        self._stepped_at = now
        if abs(gap) < _GAP:
            return
        if gap > timedelta(0):
            _log.warning(
                "no step since %s: the machine slept, or its clock was put forward", now - gap
            )
            self._scheduler.spread()
        else:
            _log.warning("the machine's clock was put back, from %s", now - gap)
            self._scheduler.probe_channels()  # their next probe may be a day away

    def _read_again(self) -> None:
        """SIGHUP: the new sources.yaml if it is right, else the old one, and what was wrong."""
        notify(f"RELOADING=1\nMONOTONIC_USEC={self._clock.monotonic() * 1_000_000:.0f}")
        try:
            config = self._load()
        except ReadoutError as error:
            _log.error("sources.yaml was not read again; the old one stays in force:\n%s", error)
            self._tell_bad_reload(error)
        else:
            for line in diff_configs(self._scheduler.written, config) or ["nothing changed"]:
                _log.info("sources.yaml: %s", line)
            self._scheduler.configure(config)
            self._scheduler.probe_channels()
            _log.info("sources.yaml was read again: %s", self._what())
        notify(f"READY=1\nSTATUS={self._what()}")

    def _what(self) -> str:
        watched = self._scheduler.sources.values()
        listings = sum(one.listing is not None for one in watched)
        said = f"watching {many(len(watched) - listings, 'source')}"
        return said + (f", {many(listings, 'listing')}" if listings else "")

    def _tell_bad_reload(self, error: ReadoutError) -> None:
        with self._scheduler.store.write() as tx:
            machine.operator(
                tx,
                self._scheduler.config.operator,
                "sources.yaml was not read again: it has errors",
                ["The old configuration stays in force.", *str(error).splitlines()],
                self._clock.now(),
            )

    def _finish(self, end: float) -> None:
        """Absorb what still comes in until then; the rest is abandoned."""
        while self._clock.monotonic() < end:
            if self._failure is None:
                self._scheduler.absorb(self._clock.now())
            if not self._scheduler.busy and not self._scheduler.sending:
                return
            self._clock.sleep(0.05)


def _on_signals(signals: "queue.SimpleQueue[int]") -> None:
    """Queue what comes. A handler that set an Event could wait for ever for the lock that the
    thread it interrupts holds; this queue may be put to at any moment.
    """

    def handle(number: int, _frame: "FrameType | None") -> None:
        signals.put(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handle)
