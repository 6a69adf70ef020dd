"""Hosts that want to be left alone, sources that come and go, and clocks that jump."""

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.fetch.fetch import Request, fetch
from storage import versions, watches

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

TEXT = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
EDIT = ("They met in Port Ansel on Friday.", "They agreed to meet again within the year.")
BUSY = (429, b"<title>Too many requests</title>", {"Retry-After": "3600"})


def test_a_host_that_asks_for_a_pause_has_it_from_all_its_sources(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    paths = [f"/p{n}" for n in range(5)]
    for path in paths:
        site.say(path, *TEXT)
    site.answers["/p0"] = BUSY
    here = desk(*paths)
    here.look(rounds=3)
    assert [path for path in site.visits if path in paths] == ["/p0"]
    site.say("/p0", *TEXT)
    here.clock.pass_by(minutes=61)
    here.look()
    assert sorted(set(site.visits) & set(paths)) == paths


def test_a_page_that_makes_its_host_pause_at_every_visit_starves_no_other(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (503, b"", {"Retry-After": "3600"})
    for path in ("/b", "/c"):
        site.say(path, *TEXT)
    here = desk("/a", "/b", "/c")  # all every 15 minutes
    asked = []
    for _ in range(4 * 8):
        site.visits.clear()
        here.look()
        asked.append([path for path in site.visits if path in {"/b", "/c"}])
        with here.scheduler.store.write() as tx:
            watches.request(tx, [2], here.clock.now())  # an impatient reader
        here.clock.pass_by(minutes=15)
    assert asked[0] == []
    assert [visits for visits in asked[1:] if visits] == [["/b", "/c"]] * 7


@pytest.mark.parametrize("hours", [22, 24 * 30])
def test_a_pause_from_before_the_clock_was_set_back_is_over(
    site: "ScriptedSite", desk: "Callable[..., Desk]", hours: int
) -> None:
    site.answers["/a"] = BUSY
    site.say("/b", *TEXT)
    here = desk("/a", "/b")
    here.look()
    here.clock.pass_by(hours=-hours)
    again = desk("/a", "/b")
    again.clock.at = here.clock.now()
    with again.scheduler.store.write() as tx:
        known = watches.load(tx)[2]
        watches.save(tx, [replace(known, next_check_at=again.clock.now())])
    again.scheduler.configure(again.scheduler.config)
    again.look()
    assert "/b" in site.visits


def test_a_source_that_moves_while_its_host_begins_to_pause(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    let_go = threading.Event()

    def slowly() -> tuple[int, bytes, dict[str, str]]:
        let_go.wait(20)
        return BUSY

    site.answers["/a"] = slowly
    site.say("/b", *TEXT)
    here = desk("/a", "/b")
    here.scheduler.tick(here.clock.now())
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace(f"127.0.0.1:{site.port}/b", f"localhost:{site.port}/b"))
    let_go.set()
    here.look(rounds=2)
    assert "/b" in site.visits


def test_robots_txt_is_read_once_a_day_by_however_many_processes(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    for minutes in (0, 15, 30, 24 * 60):
        here = desk("/a")
        here.clock.pass_by(minutes=minutes)
        here.look()
        here.scheduler.stop()
        assert site.visits.count("/robots.txt") == (2 if minutes > 60 else 1)
    assert site.visits.count("/a") == 4


def test_an_edit_is_told_though_its_host_pauses_before_the_second_look(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    site.say("/a", *EDIT)
    here.clock.pass_by(minutes=15)
    here.look()
    site.answers["/a"] = BUSY
    for _ in range(12):
        here.clock.pass_by(minutes=1)
        here.look()
    (mail,) = here.mails
    assert '"Tuesday" → "Friday"' in mail
    assert "unconfirmed" in mail


def test_a_source_that_was_removed_while_it_was_fetched_is_watched_when_it_comes_back(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    let_go = threading.Event()

    def slowly() -> tuple[int, bytes]:
        from tests.monitor.conftest import page

        let_go.wait(20)
        return 200, page(*TEXT)

    site.answers["/a"] = slowly
    site.say("/b", *TEXT)
    here = desk("/a", "/b")
    with_both = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.scheduler.tick(here.clock.now())
    here.configure("".join(line for line in with_both.splitlines(True) if "id: a" not in line))
    let_go.set()
    here.look()
    here.configure(with_both)
    here.look()
    with here.scheduler.store.read() as rx:
        assert versions.counts(rx) == {1: 1, 2: 1}


def test_a_fault_of_ours_in_one_visit_leaves_the_hosts_others_alone(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: pytest.MonkeyPatch
) -> None:
    site.say("/a", *TEXT)
    site.say("/b", *TEXT)

    def faulty(request: Request, *rest: object, **more: object) -> object:
        if request.url.endswith("/a"):
            raise RuntimeError("a bug")
        return fetch(request, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("monitor.fetch.fetch.fetch", faulty)
    here = desk("/a", "/b")
    here.look()
    assert {one.verdict for one in here.scheduler.watches.values()} == {"failed", "ok"}
    monkeypatch.undo()
    here.round()
    assert {one.verdict for one in here.scheduler.watches.values()} == {"ok"}


def test_a_clock_that_was_set_back_stops_no_watching(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    here.clock.pass_by(days=-30)
    here.look()
    site.say("/a", *EDIT)
    here.round()
    assert len(here.mails) == 1


def test_a_quickened_pace_holds_at_once(site: "ScriptedSite", desk: "Callable[..., Desk]") -> None:
    site.say("/a", *TEXT)
    here = desk("/a", extra='select: "#text", every: 30d')
    here.baseline()
    site.say("/a", *EDIT)
    slow = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(slow.replace("every: 30d", "every: 10m"))
    here.round()
    assert len(here.mails) == 1


def test_a_new_contact_is_named_to_hosts_that_are_known(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", *TEXT)
    here = desk("/a")
    here.baseline()
    old = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(f"contact: desk@harbour.example\n{old}")
    site.agents.clear()
    here.round()
    assert site.agents
    assert all("desk@harbour.example" in agent for agent in site.agents)
