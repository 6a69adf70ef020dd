"""The daemon thins the store once a day, and `thin` when it is asked; sightings become evidence."""

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.checking import check
from monitor.cli.main import cli
from monitor.searching import FOLD, needles
from storage import captures, sightings, sources, volumes
from storage.errors import BodyThinned
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

TEXT = ("They met in Port Ansel.", "They agreed to meet again within the year.")


@pytest.fixture
def here(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """A page whose text stays while its counter runs, watched for a day."""
    visits = iter(range(1000))
    site.answers["/a"] = lambda: (200, page(*TEXT) + b"<!-- visit %d -->" % next(visits))
    one = desk("/a")
    one.baseline()
    for _ in range(8):
        one.round()
    return one


def _thinned(here: "Desk") -> tuple[int, int]:
    """How many captures have lost their body, and how many there are."""
    gone = 0
    with here.scheduler.store.read() as rx:
        source = sources.get(rx, "a")
        assert source is not None
        rows = captures.history(rx, source.source_id)
        for row in rows:
            try:
                captures.read(rx, row.capture_id)
            except BodyThinned:
                gone += 1
    return gone, len(rows)


def test_it_is_thinned_once_a_day(here: "Desk") -> None:
    here.clock.pass_by(days=29)
    here.look(rounds=5)
    assert _thinned(here)[0] == 0
    here.clock.pass_by(days=2)
    here.look(rounds=5)
    gone, there = _thinned(here)
    assert gone == there - 3  # the version's, and one of each of the last two days
    here.round()
    assert _thinned(here)[0] == gone


def test_thin_false_turns_it_off(here: "Desk") -> None:
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(f"thin: false\n{text}")
    here.clock.pass_by(days=40)
    here.look(rounds=5)
    assert _thinned(here)[0] == 0


def test_a_sighting_is_sealed_after_a_day(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    one = desk("/a")
    one.baseline()
    assert _sealed(one) == [False]
    one.clock.pass_by(hours=22)
    one.round()
    assert _sealed(one) == [False]
    one.clock.pass_by(hours=2)
    one.round()
    one.round()
    assert _sealed(one) == [True, False]


def _sealed(here: "Desk") -> list[bool]:
    """Of each of the source's sightings, whether it is evidence."""
    with here.scheduler.store.read() as rx:
        source = sources.get(rx, "a")
        assert source is not None
        found = sightings.history(rx, source.source_id)
    return [sighting.sighting_id is not None for sighting in found]


@pytest.mark.parametrize("by", ["daemon", "check"])
def test_new_texts_are_made_ready_for_searching(
    here: "Desk", site: "ScriptedSite", monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(volumes, "_FEW", 2)
    sought = needles("agreed on point")
    for number in range(3):
        site.say("/a", *TEXT, f"They agreed on point {number}.")
        if by == "daemon":
            here.round()
        else:
            here.clock.wait = 0.5
            list(check(here.scheduler.store, here.scheduler.config, ("a",), here.clock))
    with here.scheduler.store.read() as rx:
        assert volumes.size(rx) > 0
        found = volumes.found(rx, sought, FOLD)
        assert found == volumes.found_on(rx, range(1, 5), sought, FOLD)
        assert len(found) == 3


def test_what_a_dry_run_says_is_what_thin_does(
    here: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here.folder)
    monkeypatch.setattr("monitor.cli.keeping.SYSTEM", here.clock)
    assert _run("thin") == "0 bodies dropped: 0 kB\n"
    here.clock.pass_by(days=40)
    would = json.loads(_run("thin", "--dry-run", "--json"))
    assert would["dry_run"]
    assert _thinned(here)[0] == 0
    assert _run("thin", "--dry-run").startswith(f"{would['bodies']} bodies would be dropped: ")
    done = json.loads(_run("thin", "--json"))
    assert done["bodies"] == would["bodies"] == _thinned(here)[0] > 5


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout
