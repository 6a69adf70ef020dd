"""The parent's end of `tests/crash/launcher.py`: the program as processes that start at once."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.program import ROOT
from tests.e2e.site import until


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process of the program; `ended` is the file that comes when it is over.

    What it says begins in the journal at `said`, a number of characters.
    """

    pid: int
    ended: Path
    journal: Path
    said: int

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return not self.ended.exists()

    @property
    def watching(self) -> bool:
        """Whether it has begun to watch: from then on a signal ends it in order."""
        return "watching " in _read(self.journal)[self.said :]

    def wait(self, seconds: float = 20.0) -> int:
        """Its exit code, or minus the signal that ended it, once it is over."""
        until(lambda: not self.alive, f"the end of process {self.pid}", seconds)
        return int(self.ended.read_text())

    def signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        with suppress(ProcessLookupError):
            if self.alive:
                os.kill(self.pid, number)

    def kill(self) -> int:
        """SIGKILL; how it ended, which may have been before."""
        self.signal(signal.SIGKILL)
        return self.wait()

    def terminate(self, seconds: float = 20.0) -> int:
        """SIGTERM; its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait(seconds)


@dataclass(kw_only=True)
class Fleet:
    """Starts processes by a launcher that has loaded the program already."""

    launcher: "subprocess.Popen[str]"
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, order: dict[str, Any]) -> Process:
        """A new process; see the launcher for what an order holds."""
        assert self.launcher.stdin is not None
        assert self.launcher.stdout is not None
        journal = Path(order["journal"])
        said = len(_read(journal))
        with self._lock:
            self.launcher.stdin.write(f"{json.dumps(order)}\n")
            self.launcher.stdin.flush()
            pid = int(self.launcher.stdout.readline())
        return Process(pid=pid, ended=Path(order["ended"]), journal=journal, said=said)


def _read(journal: Path) -> str:
    return journal.read_text(encoding="utf-8") if journal.exists() else ""


@contextmanager
def fleet() -> Iterator[Fleet]:
    """A launcher for as long as the block lasts; what it started ends with it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.launcher"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as launcher:  # fmt: skip
        yield Fleet(launcher=launcher)
