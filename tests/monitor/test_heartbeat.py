"""The daily heartbeat: once for each time it was due, with what could not be seen and a root."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from monitor.checking import check
from monitor.cli.main import cli
from monitor.heartbeat import last_due_at
from monitor.scheduler import Scheduler
from storage import chain, episodes, outbox
from storage.tables.links import CHAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

_CONFIG = """\
operator: [desk]
heartbeat: "09:00"
defaults: {{spacing: 0s, allow_private: true}}
channels: {{desk: {{file: {{path: alerts/}}, timezone: {zone}}}}}
sources:
  - {{id: a, url: 'http://127.0.0.1:{port}/a', select: "#text"}}
"""


@pytest.fixture
def beating(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """A desk at 8:00 that gets a heartbeat at 9:00."""
    site.say("/a", "The ministers spoke at length of rain.")
    here = desk("/a")
    here.configure(_CONFIG.format(zone="UTC", port=site.port))
    here.baseline()
    return here


def _at(here: "Desk", *, hour: int, day: int = 2, minute: int = 0) -> None:
    here.clock.at = datetime(2026, 3, day, hour, minute, tzinfo=UTC)
    here.look()


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("UTC", "2026-03-02T08:00", "2026-03-02T08:00"),
        ("UTC", "2026-03-02T07:59", "2026-03-01T08:00"),
        ("Asia/Tokyo", "2026-03-02T00:30", "2026-03-01T23:00"),
        ("America/New_York", "2026-03-08T12:30", "2026-03-08T12:00"),  # summer time began at 7:00
        ("America/New_York", "2026-03-08T11:30", "2026-03-07T13:00"),
    ],
)
def test_when_the_last_one_was_due(zone: str, now: str, due: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_due_at(time(8), zone, at) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_it_says_all_quiet_once_a_day(beating: "Desk") -> None:
    assert beating.mails == []  # none for the time before the first start
    _at(beating, hour=8, minute=59)
    assert beating.mails == []
    for minute in (0, 1, 30):
        _at(beating, hour=9, minute=minute)
    assert beating.mails == ["all quiet | readout"]
    said = beating.texts[0]
    assert "1 source. In the last 24 h: 0 wording, 0 typography, 0 new, 0 s unseen." in said
    assert "NOT SEEN  nothing: each was seen whenever it was due" in said
    assert "OUTBOX  no message waits, none was given up" in said
    assert re.search(r"DISK  store .* free", said)
    _at(beating, day=3, hour=10)
    assert len(beating.mails) == 2


def test_neither_a_restart_nor_a_clock_set_back_sends_it_twice(beating: "Desk") -> None:
    _at(beating, hour=9, minute=5)
    store, config = beating.scheduler.store, beating.scheduler.config
    beating.scheduler.stop()
    beating.scheduler = Scheduler(store, config, beating.clock)
    _at(beating, hour=9, minute=6)
    _at(beating, hour=8, minute=30)
    _at(beating, hour=9, minute=1)
    assert len(beating.mails) == 1


def test_a_clock_that_was_far_ahead_costs_no_later_one(beating: "Desk") -> None:
    _at(beating, day=20, hour=9)
    _at(beating, day=2, hour=9, minute=30)
    before = len(beating.mails)
    _at(beating, day=3, hour=9)
    assert len(beating.mails) == before + 1


def test_of_those_missed_the_last_is_made_up_for(beating: "Desk") -> None:
    _at(beating, day=9, hour=15)
    _at(beating, day=9, hour=16)
    assert len(beating.mails) == 1


def test_of_those_that_wait_only_the_last_is_sent(beating: "Desk") -> None:
    folder = beating.folder / "alerts"
    folder.write_text("in the way")
    for day in (3, 4, 5):
        _at(beating, day=day, hour=9)
    folder.unlink()
    _at(beating, day=5, hour=12)
    assert beating.mails == ["all quiet | readout"]


def test_a_check_sends_it_too(beating: "Desk") -> None:
    beating.clock.at += timedelta(hours=2)
    beating.clock.wait = 0.5
    for _ in range(2):
        list(check(beating.scheduler.store, beating.scheduler.config, ["a"], beating.clock))
    assert beating.mails == ["all quiet | readout"]


def test_its_time_is_the_operators(beating: "Desk", site: "ScriptedSite") -> None:
    beating.configure(_CONFIG.format(zone="Europe/Berlin", port=site.port))
    _at(beating, day=3, hour=7, minute=59)
    before = len(beating.mails)
    _at(beating, day=3, hour=8)
    assert len(beating.mails) == before + 1


def test_false_has_none(beating: "Desk", site: "ScriptedSite") -> None:
    text = _CONFIG.format(zone="UTC", port=site.port).replace('"09:00"', "false")
    beating.configure(text)
    _at(beating, day=5, hour=12)
    assert beating.mails == []


def test_what_was_not_seen_is_in_subject_and_text(beating: "Desk", site: "ScriptedSite") -> None:
    site.answers["/a"] = (503, b"<title>Down</title>")
    beating.round()
    _at(beating, hour=9, minute=10)
    assert beating.mails == ["not quiet: 1 source not seen | readout"]
    assert "NOT SEEN  a: failed (" in beating.texts[0]
    assert " to now, " in beating.texts[0]


def test_a_stretch_in_which_nobody_looked_is_named_by_its_reason(beating: "Desk") -> None:
    with beating.scheduler.store.write() as tx:
        at = datetime(2026, 3, 2, 8, 10, tzinfo=UTC)
        episodes.gap(tx, 1, "not running", at, at + timedelta(minutes=30))
    _at(beating, hour=9, minute=10)
    assert "NOT SEEN  a: not running, 2026-03-02 08:10 to 08:40 UTC, 30 min" in beating.texts[0]


def test_verify_finds_its_root_again_when_the_chains_have_grown(
    beating: "Desk", site: "ScriptedSite", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(beating.folder)
    _at(beating, hour=9, minute=0)
    root = beating.texts[0].partition("ROOT ")[2].split()[0]
    site.say("/a", "The ministers spoke at length of snow.")
    beating.round()
    done = CliRunner().invoke(cli, ["verify"])
    assert done.exit_code == 0
    assert f"root {root}  in the heartbeat of 2026-03-02 09:00 UTC" in done.stdout
    with beating.scheduler.store.write() as tx:
        (alert,) = outbox.heartbeats(tx, None)
        assert alert.facts["root"] == root
        tx.execute(update(CHAIN).where(CHAIN.c.position == 2).values(link_sha256=b"\0" * 32))
        assert chain.tips(tx)["a"].position > 2
    done = CliRunner().invoke(cli, ["verify"])
    assert done.exit_code == 1
    assert "the store: the heartbeat of 2026-03-02 09:00 UTC carried another root" in done.stdout
