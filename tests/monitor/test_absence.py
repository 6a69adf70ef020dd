"""Gaps in sight: what could not be read, and when the program itself did not look."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from click.testing import CliRunner

from monitor import absence
from monitor.checking import check
from monitor.cli.main import cli
from storage import episodes, watches
from storage.watches import Watch
from tests.monitor.conftest import json_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXT = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")


def _watch(pace: timedelta) -> Watch:
    return Watch(
        source_id=1,
        next_check_at=NOON + pace,
        state="ok",
        state_since=NOON,
        last_check_at=NOON,
    )


def test_a_source_is_unseen_from_when_it_was_due() -> None:
    quarter = _watch(timedelta(minutes=15))
    later = NOON + timedelta(hours=9)
    assert absence.unseen_since(quarter, NOON, later) == quarter.next_check_at
    assert absence.unseen_since(quarter, NOON, NOON + timedelta(minutes=70)) is None
    assert absence.unseen_since(_watch(timedelta(days=1)), NOON, later) is None
    stopped = NOON + timedelta(hours=2)
    assert absence.unseen_since(quarter, stopped, later) == stopped, "a round came until then"


def _log(here: "Desk", *options: str) -> str:
    store = str(here.folder / "readout.db")
    return CliRunner().invoke(cli, ["--store", store, "log", "a", *options]).stdout


def test_a_machine_asleep_leaves_a_gap_in_the_log(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    here.clock.pass_by(hours=9)
    site.say("/a", TEXT[0], "They agreed to meet again within the month.")
    here.round()
    assert "NOT SEEN 9 h: not running" in _log(here)
    newest, first = json_lines(_log(here, "--json"))
    (gap,) = first["gaps"]
    assert (gap["verdict"], gap["reason"]) == (None, "not running")
    assert newest["gaps"] == []
    assert newest["not_before"] < gap["since"] < gap["until"] <= newest["first_seen"]


def test_a_program_that_was_not_running_leaves_a_gap_and_a_pause_of_minutes_none(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    here.round()
    here.scheduler.stop()
    here.scheduler.store.close()
    again = desk("/a")
    again.clock.at = here.clock.now() + timedelta(hours=17)
    again.scheduler.recover()
    again.scheduler.spread()
    again.round()
    with again.scheduler.store.read() as rx:
        (gap,) = [one for one in episodes.history(rx, 1) if one.state == "overdue"]
    assert gap.until == again.clock.now() - timedelta(minutes=15, seconds=11)
    assert "NOT SEEN 17 h: not running" in _log(again)


def _gaps(here: "Desk", source_id: int) -> list[tuple[datetime, datetime | None]]:
    with here.scheduler.store.read() as rx:
        passed = episodes.history(rx, source_id)
    return [(one.since, one.until) for one in passed if one.reason == "not running"]


def _check(here: "Desk", *slugs: str, after: timedelta) -> datetime:
    """What `check` does with these names, that much later; when it began."""
    here.clock.at += after
    here.clock.wait = 0.5
    began = here.clock.now()
    list(check(here.scheduler.store, here.scheduler.config, slugs, here.clock))
    return began


def _two(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """Two pages that were read well."""
    for path in ("/a", "/b"):
        site.say(path, *TEXT)
    here = desk("/a", "/b")
    here.baseline()
    return here


def test_a_check_of_one_source_is_no_round_of_the_others(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _two(site, desk)
    due = [here.scheduler.watches[one].next_check_at for one in (1, 2)]
    asked = _check(here, "a", after=timedelta(hours=9))
    assert _gaps(here, 1) == [(due[0], asked)]
    assert _gaps(here, 2) == [], "nobody has looked at it yet"
    _check(here, "a", after=timedelta(minutes=40))
    every = _check(here, after=timedelta(minutes=40))
    assert _gaps(here, 1) == [(due[0], asked)]
    assert _gaps(here, 2) == [(due[1], every)]


def test_sources_that_are_only_ever_asked_for_by_name_have_gaps(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    _check(here, "a", after=timedelta(0))
    with here.scheduler.store.read() as rx:
        due = watches.load(rx)[1].next_check_at
    asked = _check(here, "a", after=timedelta(hours=9))
    ((since, until),) = _gaps(here, 1)
    assert abs(since - due) <= timedelta(seconds=1)
    assert until == asked


def test_a_gap_goes_on_while_a_source_is_asked_for_and_its_host_wants_no_visit(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _two(site, desk)
    due = here.scheduler.watches[1].next_check_at
    site.answers["/b"] = (429, b"", {"Retry-After": "7200"})
    _check(here, "b", after=timedelta(hours=9))
    _check(here, "a", after=timedelta(minutes=30))
    last = _check(here, "a", after=timedelta(minutes=30))
    assert _gaps(here, 1) == [(due, last)]


def test_a_page_that_is_refused_leaves_a_gap_with_the_reason(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    site.answers["/a"] = (403, b"<title>Just a moment...</title>", {"cf-mitigated": "challenge"})
    here.round()
    here.round()
    site.say("/a", *TEXT)
    here.round()
    (only,) = json_lines(_log(here, "--json"))
    (gap,) = only["gaps"]
    assert gap["verdict"] == "blocked"
    assert gap["until"] is not None
