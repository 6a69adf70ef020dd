"""What is slow, dead or wrong beside what works: hosts, channels, configurations."""

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.site import Page, Site, serving, until

if TYPE_CHECKING:
    from tests.e2e.program import Readout

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_CONFIG = """\
defaults: {{every: 1s, second_look: 0s, spacing: 0s, allow_private: true, alert: [desk, mail]}}
heartbeat: false
operator: [ops]
channels:
  desk: {{file: {{path: alerts/}}}}
  ops: {{file: {{path: ops/}}}}
  mail: {{email: {{smtp: "smtp://127.0.0.1:{port}", from: a@desk.example, to: [b@desk.example]}}}}
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A mail server that takes every connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        yield listener


@pytest.fixture
def watched(readout: "Readout", site: Site, silent: socket.socket) -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    port = silent.getsockname()[1]
    readout.configure(_CONFIG.format(port=port, url=site.url("/pact")))
    return readout


def test_a_hundred_sources_on_a_dead_host_delay_no_other(readout: "Readout", site: Site) -> None:
    site.say("/pact", OPPOSE, *REST)
    with serving() as dead:
        lines = []
        for number in range(100):
            dead.pages[f"/{number}"] = Page(hang=True)
            lines.append(f"  - {{id: dead-{number}, url: '{dead.url(f'/{number}')}'}}")
        config = _CONFIG.format(port=1, url=site.url("/pact")).replace(", mail]", "]")
        readout.configure(config + "\n".join(lines) + "\n")
        process = readout.start()
        site.wait_for_visits("/pact", 4)
        site.say("/pact", SUPPORT, *REST)
        until(lambda: bool(readout.mails), "the edit is told")
        assert len([path for path in dead.visits if path != "/robots.txt"]) <= 1
        assert readout.stop(process, within=10.0) == 0
    (row,) = (one for one in readout.json("status", "pact") if one["kind"] == "source")
    assert (row["state"], row["versions"]) == ("ok", 2)


def test_a_mail_server_that_says_nothing_holds_up_neither_the_others_nor_the_end(
    watched: "Readout", site: Site, silent: socket.socket
) -> None:
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    site.say("/pact", SUPPORT, *REST)
    until(lambda: bool(watched.mails), "the other channel's message")
    with contextlib.closing(silent.accept()[0]):
        site.say("/pact", OPPOSE, *REST)
        until(lambda: len(watched.mails) == 2, "and its next one")
        assert watched.stop(process, within=10.0) == 0
    waiting = [one for one in watched.json("alerts") if one["channel"] == "mail"]
    assert [one["state"] for one in waiting] == ["pending", "pending"]
    assert "Traceback" not in watched.journal


def test_sighup_takes_another_channel_and_survives_a_file_that_is_gone(
    watched: "Readout", site: Site
) -> None:
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    path = watched.folder / "sources.yaml"
    right = path.read_text(encoding="utf-8")
    path.unlink()
    process.send_signal(signal.SIGHUP)
    until(lambda: "the old one stays in force" in watched.journal, "the error is said")
    watched.configure(right.replace("path: alerts/", "path: elsewhere/"))
    process.send_signal(signal.SIGHUP)
    until(lambda: "elsewhere" in watched.journal, "the change is said")
    site.say("/pact", SUPPORT, *REST)
    until(lambda: bool(watched.written("elsewhere")), "a message in the new folder")
    assert watched.mails == []
    assert watched.stop(process) == 0
    assert "Traceback" not in watched.journal


def test_systemd_hears_of_a_reload(watched: "Readout", site: Site, tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(20)
        process = watched.start(NOTIFY_SOCKET=str(address))
        said = [manager.recv(4096).decode()]
        process.send_signal(signal.SIGHUP)
        while sum(one.startswith("READY=1") for one in said) < 2:
            said.append(manager.recv(4096).decode())
        assert watched.stop(process) == 0
    news = [one for one in said if one != "WATCHDOG=1"]
    assert [one.partition("\n")[0] for one in news] == ["READY=1", "RELOADING=1", "READY=1"]
    assert "MONOTONIC_USEC=" in news[1]
    assert "STATUS=watching 1 source" in news[2]


def test_a_pause_that_a_host_asks_for_holds_for_all_its_sources(
    readout: "Readout", site: Site
) -> None:
    site.pages["/0"] = Page(status=429, headers={"Retry-After": "3600"})
    lines = [f"  - {{id: page-{number}, url: '{site.url(f'/{number}')}'}}" for number in range(9)]
    config = _CONFIG.format(port=1, url=site.url("/0")).replace(", mail]", "]")
    head = config.partition("  - ")[0]
    readout.configure(head + "\n".join(lines) + "\n")
    with serving() as other:
        other.say("/pact", OPPOSE, *REST)
        last = f"  - {{id: pact, url: '{other.url('/pact')}', select: '#text'}}\n"
        readout.configure(head + "\n".join(lines) + "\n" + last)
        process = readout.start()
        until(lambda: site.count("/0") == 1, "the visit that is refused")
        before = len(site.seen)
        other.wait_for_visits("/pact", other.count("/pact") + 4)
        assert len(site.seen) == before
        began = time.monotonic()
        refused, waits, _ = readout.json("check", "page-0", "page-8", "pact")
        assert time.monotonic() - began < 20
        assert refused["verdict"] == waits["verdict"] is None
        assert "the host asked to be left alone until" in waits["reason"]
        assert len(site.seen) == before
        assert readout.stop(process) == 0


def test_a_named_check_takes_over_as_soon_as_another_check_has_ended(
    readout: "Readout", site: Site
) -> None:
    site.say("/pact", OPPOSE, *REST)
    site.pages["/slow"] = Page(hang=True)
    config = _CONFIG.format(port=1, url=site.url("/pact")).replace(", mail]", "]")
    slow = f"  - {{id: slow, url: '{site.url('/slow')}', timeout: 6s}}\n"
    readout.configure(config + slow)
    first = subprocess.Popen(
        [*readout.program, "check", "slow"], cwd=readout.folder, env=readout.env,
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    readout.running.append(first)
    site.wait_for_visits("/slow", 1)
    done = readout.call("check", "pact", "--json")
    assert first.wait(1) == 0
    assert done.returncode == 0
    assert '"verdict": "ok", "reason": null, "version": 1' in done.stdout
    assert f"in use by `readout check` (process {first.pid})" in done.stderr
    assert done.stderr.endswith(" UTC: waiting for it to end\n")
