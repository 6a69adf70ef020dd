"""What the program does to pipes, terminals, signals and logs."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.program import READOUT, program
from tests.e2e.site import Page, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = tuple(f"They agreed on point {number} of the harbour rules." for number in range(40))
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true}}
heartbeat: false
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""
_ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Readout]":
    """A store with two versions of a long pact, to be read."""
    with serving() as site, program(tmp_path_factory.mktemp("told")) as readout:
        readout.configure(_CONFIG.format(url=site.url("/pact")))
        for sentence in (OPPOSE, SUPPORT):
            site.say("/pact", sentence, *REST)
            readout("check", "pact")
        yield readout


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    site.say("/pact", SUPPORT, *REST)
    readout.configure(_CONFIG.format(url=site.url("/pact")))
    return readout


def _on_a_terminal(readout: "Readout", *arguments: str, **env: str) -> str:
    """What a command writes to a terminal of 24 lines, which it may take as its own."""
    leader, follower = pty.openpty()
    given = {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"} | env
    process = subprocess.Popen(
        [*READOUT, *arguments],
        cwd=readout.folder, env=readout.env | given,
        stdin=follower, stdout=follower, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    written = b""
    end = time.monotonic() + 20
    while time.monotonic() < end and select.select([leader], [], [], 20)[0]:
        try:
            written += os.read(leader, 65536)
        except OSError:  # everybody closed the other end
            break
    assert process.wait(20) == 0
    os.close(leader)
    return written.decode()


def test_colour_on_a_terminal_only(told: "Readout") -> None:
    coloured = _on_a_terminal(told, "diff", "pact")
    assert _ESCAPE in coloured
    assert "[-" not in coloured
    assert _ESCAPE not in told("diff", "pact")


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_words_are_told_apart_without_colour(told: "Readout", env: dict[str, str]) -> None:
    for how in ((), ("--full",), ("--side-by-side",)):
        shown = _on_a_terminal(told, "diff", "pact", *how, PAGER="cat", **env)
        assert _ESCAPE not in shown
        assert "[-oppose-]" in shown
        assert "{+do not support+}" in shown


@pytest.mark.parametrize("command", ["show pact", "diff pact --full", "log pact"])
def test_a_pager_takes_what_is_longer_than_the_terminal(told: "Readout", command: str) -> None:
    shown = _on_a_terminal(told, *command.split(), PAGER="sed s/^/paged:/")
    assert shown.startswith("paged:") == (not command.startswith("log"))
    assert "paged:" not in told(*command.split())


_CHECKPOINT = """\
import sqlite3, sys
store = sqlite3.connect("readout.db")
store.execute("UPDATE sources SET name = name")
store.commit()
held, *_ = store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
print("the log is held" if held else "the log is free")
sys.stdin.read()
"""


@pytest.mark.parametrize("command", ["show pact", "diff pact --full"])
def test_who_reads_in_a_pager_holds_no_snapshot(told: "Readout", command: str) -> None:
    (told.folder / "checkpoint.py").write_text(_CHECKPOINT, encoding="utf-8")
    shown = _on_a_terminal(told, *command.split(), PAGER=f"{sys.executable} checkpoint.py")
    assert shown.strip() == "the log is free"


def test_a_closed_pipe_ends_quietly(told: "Readout") -> None:
    for command in ("log", "-q show pact", "diff pact --full", "status", "sources --json", "-h"):
        script = f'{_quoted()} {command} | head -c 1 >/dev/null; echo "${{PIPESTATUS[0]}}"'
        done = _bash(told, script)
        assert done.stdout.strip() in {"0", str(128 + signal.SIGPIPE)}
        assert done.stderr == ""


def test_an_output_that_takes_nothing_is_told_in_a_sentence(told: "Readout") -> None:
    for command in ("log", "-q show pact", "status --json", "diff pact"):
        done = _bash(told, f"{_quoted()} {command} >/dev/full")
        assert done.returncode == 3
        assert done.stderr == "readout: No space left on device: standard output\n"


def test_a_closed_output_is_none(told: "Readout") -> None:
    for command in ("log", "diff pact", "status"):
        done = _bash(told, f"{_quoted()} {command} >&-")
        assert (done.returncode, done.stderr) == (0, "")


def _quoted() -> str:
    return " ".join(f"'{part}'" for part in READOUT)


def _bash(readout: "Readout", script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script],
        cwd=readout.folder, env=readout.env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_interrupt_ends_a_check_quietly(watched: "Readout", site: "Site") -> None:
    site.pages["/pact"] = Page(hang=True)
    process = _start(watched, "check", "pact")
    site.wait_for_visits("/pact", 1)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=10)
    assert (process.returncode, out, error.strip()) == (130, "", "")
    assert watched.json("log", "pact") == []


def test_an_interrupt_while_the_program_loads_ends_it_quietly(told: "Readout") -> None:
    # A module of the standard library that click loads, and that does not come to an end here.
    trap = told.folder / "inspect.py"
    trap.write_text("import time; print(1, flush=True); time.sleep(60)")
    process = subprocess.Popen(
        [sys.executable, "-c", READOUT[-1], "log"], cwd=told.folder, env=told.env,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=10)
    trap.unlink()
    assert (process.returncode, error) == (-signal.SIGINT, "")


def _start(readout: "Readout", *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*READOUT, *arguments], cwd=readout.folder, env=readout.env,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_quiet_and_verbose(watched: "Readout", site: "Site") -> None:
    watched("check")
    quiet = watched.call("-q", "check", "pact")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    assert watched.json("-q", "check", "pact")[0]["verdict"] == "ok"
    site.say("/pact", OPPOSE, *REST)
    loud = watched.call("-v", "check", "pact")
    assert re.search("^pact: confirmed", loud.stderr, re.MULTILINE)
    assert "pact: " not in loud.stdout
    assert watched.call("check", "pact").stderr == ""


def test_no_log_shows_a_secret(watched: "Readout", site: "Site") -> None:
    secret = "T000/B000/hunter2hunter2"
    watched.env["SLACK_WEBHOOK"] = f"http://127.0.0.1:1/services/{secret}"
    head = "channels: {desk: {slack: {webhook: '${SLACK_WEBHOOK}'}}}\n"
    text = _CONFIG.format(url=site.url("/pact"))
    watched.configure(head + text.replace("private: true", "private: true, alert: [desk]"))
    watched("check")
    site.say("/pact", OPPOSE, *REST)
    for command in (["-vv", "check", "pact"], ["-vv", "alerts", "test", "desk"], ["doctor"],
                    ["status"], ["alerts"], ["sources", "--json"]):  # fmt: skip
        done = watched.call(*command)
        assert "hunter2" not in done.stdout + done.stderr
