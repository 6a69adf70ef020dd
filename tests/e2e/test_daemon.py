"""The daemon as a process: schedule, signals, its lock, its neighbours."""

import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_CONFIG = """\
defaults: {{every: {every}, second_look: 0s, spacing: 0s, allow_private: true, alert: [desk]}}
heartbeat: false
operator: [ops]
channels:
  desk: {{file: {{path: alerts/}}}}
  ops: {{file: {{path: ops/}}}}
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    readout.configure(_CONFIG.format(every="1s", url=site.url("/pact")))
    return readout


@pytest.mark.slow
def test_an_edit_reaches_the_mailbox_across_a_restart(watched: "Readout", site: "Site") -> None:
    from tests.e2e.site import until

    process = watched.start()
    site.wait_for_visits("/pact", 2)
    assert watched.stop(process) == 0
    site.say("/pact", SUPPORT, *REST)
    process = watched.start()
    until(lambda: bool(watched.mails), "a message")
    assert watched.stop(process) == 0
    assert len(watched.mails) == 1
    assert str(watched.mails[0]["Subject"]).startswith('"oppose" → "support"')


@pytest.mark.slow
def test_a_restart_neither_bursts_nor_forgets(watched: "Readout", site: "Site") -> None:
    watched.configure(_CONFIG.format(every="1h", url=site.url("/pact")))
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    watched.stop(process)
    visits = site.visits.count("/pact")
    process = watched.start()
    time.sleep(2)
    assert watched.stop(process) == 0
    assert site.visits.count("/pact") == visits


@pytest.mark.slow
def test_beside_a_running_daemon(watched: "Readout", site: "Site") -> None:
    watched.configure(_CONFIG.format(every="1h", url=site.url("/pact")))
    process = watched.start()
    site.wait_for_visits("/pact", 2)
    second = watched.call("run")
    assert second.returncode == 3
    assert f"process {process.pid}" in second.stderr
    unnamed = watched.call("check")
    assert unnamed.returncode == 0
    assert f"process {process.pid}" in unnamed.stderr
    site.say("/pact", SUPPORT, *REST)
    (named,) = watched.json("check", "pact")
    assert (named["change"], named["version"], named["confirmed"]) == ("wording", 2, True)
    watched("status", "--daemon")
    assert watched.stop(process) == 0
    watched("status", "--daemon", code=1)


@pytest.mark.slow
def test_sighup_reads_a_right_file_and_keeps_the_old_for_a_wrong_one(
    watched: "Readout", site: "Site"
) -> None:
    import signal

    from tests.e2e.site import until

    process = watched.start()
    site.wait_for_visits("/pact", 1)
    watched.configure(_CONFIG.format(every="2s", url=site.url("/pact")))
    process.send_signal(signal.SIGHUP)
    until(lambda: "every 1s → 2s" in watched.journal, "the change is said")
    process.send_signal(signal.SIGHUP)
    again = "sources.yaml was read again: watching 1 source"
    until(lambda: watched.journal.count(again) == 2, "that it was read is said, changed or not")
    assert "sources.yaml: nothing changed" in watched.journal
    watched.configure("sources: [{id: pact, selct: p}]\n")
    process.send_signal(signal.SIGHUP)
    until(lambda: "the old one stays in force" in watched.journal, "the error is said")
    visits = site.visits.count("/pact")
    site.wait_for_visits("/pact", visits + 2)
    until(lambda: any(watched.folder.glob("ops/*.eml")), "the operator is told")
    assert watched.stop(process) == 0


def test_a_sample_says_where_its_file_is(watched: "Readout") -> None:
    said = watched.call("alerts", "test", "desk").stderr
    (mail,) = watched.folder.glob("alerts/*.eml")
    assert said == f"channel desk took the sample: {mail}\n"


@pytest.mark.slow
def test_sigterm_abandons_a_hanging_page_within_ten_seconds(
    watched: "Readout", site: "Site"
) -> None:
    from tests.e2e.site import Page

    site.pages["/pact"] = Page(hang=True)
    process = watched.start()
    site.wait_for_visits("/pact", 1)
    assert watched.stop(process, within=10.0) == 0
    watched("log", "pact")


@pytest.mark.slow
def test_systemd_hears_of_readiness_and_watchdog(watched: "Readout", tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        manager.settimeout(20)
        process = watched.start(NOTIFY_SOCKET=str(address))
        said = [manager.recv(4096).decode() for _ in range(3)]
        watched.stop(process)
        while "STOPPING=1" not in said:
            said.append(manager.recv(4096).decode())
    assert any(one.startswith("READY=1") for one in said)
    assert "WATCHDOG=1" in said
