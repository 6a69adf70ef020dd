"""One pass of `check` over a real site."""

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.checking import check
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Answer, Desk, ScriptedSite


def _pass(here: "Desk") -> dict[str, tuple[str | None, int | None, bool]]:
    """Check all sources, time passing by half a second at each wait."""
    here.clock.wait = 0.5
    scheduler = here.scheduler
    slugs = [source.id for source in scheduler.config.sources]
    found = list(check(scheduler.store, scheduler.config, slugs, here.clock))
    return {one.source.id: (one.verdict, one.version, one.confirmed) for one in found}


def _reasons(here: "Desk") -> dict[str, str]:
    """What a pass over what is due says of each source, and why."""
    here.clock.wait = 0.5
    found = list(check(here.scheduler.store, here.scheduler.config, (), here.clock))
    return {one.source.id: f"{one.verdict}: {one.reason}" for one in found}


def test_a_pass_does_not_wait_for_a_host_that_wants_no_visit_for_an_hour(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "The ministers met.", "They agreed on fish.")
    site.say("/b", "The ministers met.", "They agreed on wheat.")
    here = desk("/a", "/b")
    assert _pass(here) == {"a": ("ok", 1, True), "b": ("ok", 1, True)}
    site.say("/a", "The ministers met.", "They did not agree on fish.")
    site.answers["/b"] = (429, b"", {"Retry-After": "3600"})
    began = here.clock.now()
    assert _pass(here) == {"a": ("ok", 2, False), "b": ("blocked", 1, True)}
    assert here.clock.now() - began < timedelta(minutes=10)


def test_a_pass_waits_for_a_host_that_pauses_for_a_minute(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "The ministers met.", "They agreed on fish.")
    site.say("/b", "The ministers met.", "They agreed on wheat.")
    here = desk("/a", "/b")
    _pass(here)
    site.say("/a", "The ministers met.", "They did not agree on fish.")
    site.answers["/b"] = (429, b"")
    assert _pass(here) == {"a": ("ok", 2, True), "b": ("blocked", 1, True)}


def test_a_source_whose_host_is_left_alone_says_so(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (429, b"", {"Retry-After": "3600"})
    site.say("/b", "The ministers met.", "They agreed on wheat.")
    here = desk("/a", "/b")
    assert _pass(here) == {"a": ("blocked", None, False), "b": (None, None, False)}
    assert "/b" not in site.visits


def test_a_page_that_was_not_asked_for_has_no_verdict_but_a_reason(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (503, b"", {"Retry-After": "1"})
    site.say("/b", "The ministers met.", "They agreed on wheat.")
    here = desk("/a", "/b")
    here.clock.pass_by(milliseconds=500)
    began = here.clock.now()
    reasons = _reasons(here)
    assert reasons["b"].startswith(
        "None: not visited: the host asked to be left alone until 2026-03-02"
    )
    assert here.clock.now() > began
    assert "/b" not in site.visits


def test_a_page_that_makes_its_host_pause_at_every_visit_starves_no_other(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (503, b"", {"Retry-After": "30"})
    for path in ("/b", "/c"):
        site.say(path, "The ministers met.", f"They agreed on {path}.")
    here = desk("/a", "/b", "/c")
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace("/a', ", "/a', every: 5m, "))  # due first at every pass
    orders = []
    for _ in range(5):
        site.visits.clear()
        _reasons(here)
        asked = [path for path in site.visits if path != "/robots.txt"]
        orders.append(list(dict.fromkeys(asked)))
        here.clock.pass_by(minutes=16)
    assert orders == [["/a"], *[["/b", "/c", "/a"]] * 4]


def test_the_next_pass_heeds_the_pause_that_a_host_asked_for(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.answers["/a"] = (503, b"", {"Retry-After": "3600"})
    site.say("/b", "The ministers met.", "They agreed on wheat.")
    here = desk("/a", "/b")
    _reasons(here)
    for _ in range(3):
        here.clock.pass_by(minutes=15)
        assert list(_reasons(here)) == ["b"]
    assert "/b" not in site.visits
    here.clock.pass_by(minutes=16)
    assert _reasons(here)["b"] == "ok: None"


def test_a_named_source_is_looked_at_again_at_once_where_the_second_look_failed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "The ministers met.", "They agreed on fish.")
    here = desk("/a")
    _pass(here)
    edited = page("The ministers met.", "They did not agree on fish.")
    answers: list[Answer] = [(200, edited), (503, b"")]
    site.answers["/a"] = lambda: answers.pop(0) if answers else (503, b"")
    assert _pass(here) == {"a": ("failed", 2, False)}
    site.answers["/a"] = (200, edited)
    began = here.clock.now()
    assert _pass(here) == {"a": ("ok", 2, True)}
    assert here.clock.now() - began < timedelta(seconds=30)


def test_cron_at_the_pace_of_a_source_skips_no_round(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "They met.", "They agreed to meet again.")
    here = desk("/a")
    visited = [here.clock.now()]
    for _ in range(3):
        assert list(_reasons(here)) == ["a"]
        # The visit ended some seconds after the pass had begun: it is due after the next began.
        here.clock.at = visited[-1] + timedelta(minutes=15) - timedelta(seconds=5)
        visited.append(here.clock.now())
    _reasons(here)
    here.clock.pass_by(minutes=5)
    assert _reasons(here) == {}, "five minutes after a visit nothing is due"
