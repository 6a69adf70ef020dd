"""Starts `readout` again and again in processes of its own, without loading it each time.

`python -m tests.crash.launcher` loads the program once, reads orders from its standard input, a
JSON object a line, forks a process for each, and answers with its number. What became of a process
stands in its order's `ended` file: its exit code, or minus the signal that ended it.

An order may give the process another clock, another archive to ask and points to die at
(tests/crash/points.py); beyond that it is the program as it is installed.
"""

import gc
import json
import os
import selectors
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.crash.points import Points, install
from tests.crash.warm import warm

Order = dict[str, Any]
_ORDERS = 0  # standard input


@dataclass(kw_only=True)
class Launcher:
    """Waits for orders, and for the ends of the processes that were made of them."""

    waiting: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    running: dict[int, tuple[int, Path]] = field(default_factory=dict)

    def serve(self) -> Order | None:
        """Until standard input ends: None. In each new process: the order that it is to become."""
        self.waiting.register(_ORDERS, selectors.EVENT_READ)
        left = b""
        while True:
            for key, _ in self.waiting.select():
                if key.fd != _ORDERS:
                    self.waiting.unregister(key.fd)
                    _reap(key.fd, *self.running.pop(key.fd))
                    continue
                read = os.read(_ORDERS, 65536)
                if not read:
                    return None
                *lines, left = (left + read).split(b"\n")
                for line in lines:
                    order: Order = json.loads(line)
                    if self._fork(Path(order["ended"])) == 0:
                        return order

    def end(self) -> None:
        """End what still runs."""
        for pid, _ in self.running.values():
            os.kill(pid, signal.SIGKILL)

    def _fork(self, ended: Path) -> int:
        pid = os.fork()
        if pid:
            handle = os.pidfd_open(pid)
            self.running[handle] = pid, ended
            self.waiting.register(handle, selectors.EVENT_READ)
            print(pid, flush=True)
        return pid


def main() -> None:
    """Serve orders until standard input ends; then end what still runs."""
    warm()
    gc.freeze()
    launcher = Launcher()
    order = launcher.serve()
    if order is None:
        launcher.end()
    else:
        _become(order)


def _reap(handle: int, pid: int, ended: Path) -> None:
    _, status = os.waitpid(pid, 0)
    os.close(handle)
    part = ended.with_suffix(".part")
    part.write_text(str(os.waitstatus_to_exitcode(status)))
    part.replace(ended)


def _become(order: Order) -> None:
    """Be the program: returns or raises SystemExit at its end, as the program would."""
    os.setsid()
    os.chdir(order["folder"])
    journal = os.open(order["journal"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (journal, 1), (journal, 2)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["readout", *order["arguments"]]
    _set_clock(order)
    _set_archive(order)
    dying = {name: order[name] for name in ("die_at", "number", "where") if name in order}
    install(Points(record=Path(order["record"]), **dying))
    from monitor.cli.entry import main as program

    program()


def _set_clock(order: Order) -> None:
    """Let time go `speed` times as fast since `epoch`, and off by what the file `shift` says."""
    import apscheduler.schedulers.base as timer

    import monitor.clock
    import monitor.daemon
    from monitor.timer import Timer

    epoch, speed, shift = order["epoch"], order["speed"], Path(order["shift"])
    monitor.daemon.TICK_SECONDS = order["tick"]
    monitor.daemon._WAKE_SECONDS = min(0.05, order["tick"])

    def off() -> timedelta:
        try:
            return timedelta(seconds=float(shift.read_text()))
        except (OSError, ValueError):
            return timedelta(0)

    def now(_self: object = None) -> datetime:
        fast = epoch + (time.time() - epoch) * speed  # noqa: TID251 - here it is the machine's
        return datetime.fromtimestamp(fast, UTC) + off()

    def shifted(tz: tzinfo) -> datetime:
        return datetime.now(tz) + off()  # noqa: TID251

    monitor.clock.SystemClock.now = now  # type: ignore[method-assign,assignment]
    # The timer's clock jumps as the other does, and goes at the machine's pace.
    timer.datetime = SimpleNamespace(now=shifted)
    put_right = Timer.put_right
    Timer.put_right = lambda self, now: put_right(self, shifted(UTC))  # type: ignore[method-assign]


def _set_archive(order: Order) -> None:
    """The archive that saves pages is the site itself."""
    from monitor.fetch import save_page

    save_page.ARCHIVE = order["archive"]


if __name__ == "__main__":
    main()
