"""`readout` as a process in a folder of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.e2e.site import until

READOUT = [sys.executable, "-c", "from monitor.cli.entry import main; main()"]
ROOT = Path(__file__).parents[2]


@dataclass
class Readout:
    """The program in a folder of its own. `prefix` goes before the command, as `setpriv` does."""

    folder: Path
    env: dict[str, str]
    prefix: Sequence[str] = ()
    program: Sequence[str] = tuple(READOUT)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def configure(self, text: str) -> None:
        """Write sources.yaml."""
        (self.folder / "sources.yaml").write_text(text, encoding="utf-8")

    def __call__(self, *arguments: str, code: int = 0, stdin: str = "") -> str:
        """Run a command; its standard output. `code` is the exit code it must end with."""
        done = self.call(*arguments, stdin=stdin)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def call(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command, whatever comes of it but a traceback."""
        done = subprocess.run(
            [*self.prefix, *self.program, *arguments],
            cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
        """Run a command with --json; the objects it printed."""
        return [json.loads(line) for line in self(*arguments, "--json", code=code).splitlines()]

    def refused(self, *arguments: str, code: int) -> str:
        """Run a command that must fail with one sentence on stderr and nothing else: that."""
        done = self.call(*arguments)
        assert (done.returncode, done.stdout) == (code, ""), done.stdout + done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        return done.stderr

    def start(self, **env: str) -> subprocess.Popen[str]:
        """Start the daemon; its journal goes to run.log."""
        started = self.journal.count("watching")
        with (self.folder / "run.log").open("a", encoding="utf-8") as journal:
            process = subprocess.Popen(
                [*self.prefix, *self.program, "run"],
                cwd=self.folder, env=self.env | env, stdout=journal, stderr=journal, text=True,
            )  # fmt: skip
        self.running.append(process)
        until(lambda: self._started(process, started), "the start")
        return process

    def _started(self, process: subprocess.Popen[str], before: int) -> bool:
        assert process.poll() is None, self.journal
        return self.journal.count("watching") > before

    def stop(self, process: subprocess.Popen[str], within: float = 30.0) -> int:
        """SIGTERM; the exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(within)

    @property
    def journal(self) -> str:
        """What the daemon has said."""
        path = self.folder / "run.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def written(self, folder: str = "alerts") -> list[EmailMessage]:
        """The messages a file channel wrote, in the order of their Message-IDs."""
        found: list[EmailMessage] = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in self.folder.glob(f"{folder}/*.eml")
        ]
        return sorted(found, key=lambda mail: str(mail["Message-ID"]))

    @property
    def mails(self) -> list[EmailMessage]:
        """The messages in alerts/."""
        return self.written()


@contextmanager
def program(folder: Path, **env: str) -> Iterator[Readout]:
    """The program in this folder; what it started is ended with the block."""
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)} | env
    one = Readout(folder=folder, env=given)
    try:
        yield one
    finally:
        for process in one.running:
            if process.poll() is None:
                process.kill()
                process.wait(10)
