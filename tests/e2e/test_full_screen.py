"""`readout tui` as a process on a terminal of 80 columns and 24 lines."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator

import pytest

from tests.e2e.program import READOUT, Readout, program
from tests.e2e.site import serving

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true}}
heartbeat: false
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""
_LEAVES = "\x1b[?1049l"  # the terminal has its own screen again
_PATIENCE = 30  # seconds


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readout]:
    """A store with two versions of a pact."""
    with serving() as site, program(tmp_path_factory.mktemp("told")) as readout:
        readout.configure(_CONFIG.format(url=site.url("/pact")))
        for sentence in (OPPOSE, SUPPORT):
            site.say("/pact", sentence, "They will meet again.", "They met in the harbour.")
            readout("check", "pact")
        yield readout


class Terminal:
    """A terminal on which `readout tui` runs."""

    def __init__(self, readout: Readout, *options: str) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [*READOUT, *options, "tui"], cwd=readout.folder,
            env=readout.env | {"TERM": "xterm-256color"},
            stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
        )  # fmt: skip
        os.close(follower)
        self.written = ""

    def press(self, keys: str) -> None:
        """What a keyboard sends."""
        os.write(self._leader, keys.encode())

    def wait_for(self, words: str) -> None:
        """Read until these words were written."""
        end = time.monotonic() + _PATIENCE
        while words not in self.written:
            assert time.monotonic() < end, self.written[-2_000:]
            assert self._read(), self.written[-2_000:]

    def end(self) -> int:
        """Read all there is; the exit code."""
        while self._read():
            pass
        os.close(self._leader)
        return self.process.wait(_PATIENCE)

    def _read(self) -> bool:
        if not select.select([self._leader], [], [], _PATIENCE)[0]:
            return False
        try:
            new = os.read(self._leader, 65_536)
        except OSError:  # everybody closed the other end
            return False
        self.written += new.decode(errors="replace")
        return bool(new)


@pytest.mark.parametrize("leave", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_keys_lead_to_the_words_and_the_terminal_is_given_back(told: Readout, leave: str) -> None:
    terminal = Terminal(told)
    terminal.wait_for("1 source")
    terminal.press("\r")
    terminal.wait_for("2 lines")
    terminal.press("\r")
    terminal.wait_for("[-oppose-]")
    terminal.wait_for("{+do not support+}")
    terminal.press(leave)
    assert terminal.end() == 0
    assert _LEAVES in terminal.written
    assert "Traceback" not in terminal.written


def test_a_store_that_is_not_there_is_said_in_a_sentence(told: Readout) -> None:
    terminal = Terminal(told, "--store", "missing.db")
    assert terminal.end() == 3
    assert "missing.db" in terminal.written
    assert _LEAVES not in terminal.written
    assert "Traceback" not in terminal.written
