"""A listing and what it led to, as `log` and `status` tell of them."""

import pytest

from monitor.cli import status
from tests.e2e import inprocess
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, index


def _third(press: Desk, site: ScriptedSite) -> None:
    """A document comes to the two that stood there at first."""
    named = ("/c", "Third readout"), ("/b", "Second readout"), ("/a", "First readout")
    site.answers["/press"] = (200, index(*named))
    site.say("/c", "The third text.", *DOCUMENT)
    press.round()
    press.round()


def test_what_was_told_as_new_is_no_baseline(press: Desk, site: ScriptedSite) -> None:
    _third(press, site)
    arrivals = {one["source"]: one["arrival"] for one in inprocess.read_json(press.folder, "log")}
    assert arrivals == {
        "press-first-readout": "baseline",
        "press-second-readout": "baseline",
        "press-third-readout": "new",
    }
    assert "  new" in inprocess.read(press.folder, "log", "press-third-readout")
    assert "baseline" not in inprocess.read(press.folder, "log", "press-third-readout")
    assert "baseline" in inprocess.read(press.folder, "log", "press-first-readout")


def test_the_log_of_a_listing_is_that_of_what_it_led_to(press: Desk, site: ScriptedSite) -> None:
    text = (press.folder / "sources.yaml").read_text(encoding="utf-8")
    site.say("/e", "A text of its own.", *DOCUMENT)
    own = f"sources: [{{id: elsewhere, url: 'http://127.0.0.1:{site.port}/e'}}]"
    press.configure(text.replace("sources: []", own))
    site.say("/b", "The second text.", DOCUMENT[0])
    _third(press, site)
    press.clock.pass_by(days=1)
    press.round()
    whole = inprocess.read_json(press.folder, "log")
    told = inprocess.read_json(press.folder, "log", "press")
    assert [one["source"] for one in whole if one not in told] == ["elsewhere"]
    assert sorted((one["source"], one["version"]) for one in told) == [
        ("press-first-readout", 1),
        ("press-second-readout", 1),
        ("press-second-readout", 2),
        ("press-third-readout", 1),
    ]
    said = inprocess.read(press.folder, "log", "press")
    assert said.startswith("press    times: UTC\n")
    assert "press-third-readout@1  new" in said
    assert "elsewhere" not in said
    assert "1 source" in inprocess.read(press.folder, "log", "press", "--stat")


def test_a_phrase_is_found_in_what_a_listing_led_to(press: Desk, site: ScriptedSite) -> None:
    _third(press, site)
    found = inprocess.read_json(press.folder, "find", "third text", "press")
    assert [(one["source"], one["version"]) for one in found] == [("press-third-readout", 1)]
    everywhere = inprocess.read_json(press.folder, "find", DOCUMENT[0], "press")
    assert len({one["source"] for one in everywhere}) == 3


def test_the_day_of_a_listing_is_that_of_what_it_led_to(
    press: Desk, site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "SYSTEM", press.clock)
    _third(press, site)
    assert "24 h: 1 new" in inprocess.read(press.folder, "status", "press")
    assert "24 h: no change" in inprocess.read(press.folder, "status", "press-first-readout")


def test_what_was_told_as_new_can_be_asked_for(press: Desk, site: ScriptedSite) -> None:
    _third(press, site)

    def asked(*kinds: str) -> list[str]:
        options = [word for kind in kinds for word in ("--kind", kind)]
        told = inprocess.read_json(press.folder, "log", *options)
        return sorted(one["source"] for one in told)

    early = ["press-first-readout", "press-second-readout"]
    assert asked("new") == ["press-third-readout"]
    assert asked("baseline") == early
    assert asked("new", "baseline") == [*early, "press-third-readout"]
    assert asked("wording") == []
    site.say("/c", "The third text.", DOCUMENT[0])
    press.round()
    assert asked("new", "wording") == ["press-third-readout"] * 2
    assert asked("new") == ["press-third-readout"]


def test_what_fails_for_a_moment_is_not_counted_as_read(
    press: Desk, site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "SYSTEM", press.clock)
    site.answers["/a"] = (404, b"")
    press.clock.pass_by(days=1)
    press.look()
    said = inprocess.read(press.folder, "status", "press-first-readout", "press-second-readout")
    assert "OK 1 | not read 1 " in said
    assert "not read since" in said
    one = inprocess.read_json(press.folder, "status", "press-first-readout")[0]
    assert one["state"] == "ok"
    assert one["reason"].startswith("not read since ")


def test_a_listing_has_no_text(press: Desk) -> None:
    said = "press is a listing and has no text; what it led to: readout log press"
    for command in ("show", "blame", "diff"):
        assert inprocess.refused(press.folder, command, "press").startswith(said), command


def test_a_listing_is_told_from_a_source(press: Desk) -> None:
    (told,) = inprocess.read_json(press.folder, "sources")
    assert (told["kind"], told["id"], told["pages"]) == ("listing", "press", 1)
    assert told["document"]["select"] == ["#text"]
