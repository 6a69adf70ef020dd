"""A page that shows known texts in turn: told once, sightings after that, until it has settled."""

from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage import captures, changes, outbox, sightings, versions
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Answer, Desk, ScriptedSite

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
THIRD = "The two leaders welcome any unilateral change of the harbour rules."
REST = (
    "They met in Port Ansel on Tuesday.",
    "They agreed to meet again within the year.",
    "The text was agreed by both delegations.",
)


def _numbers(here: "Desk") -> list[int]:
    with here.scheduler.store.read() as rx:
        return [version.number for version in versions.history(rx, 1)]


def _state(here: "Desk") -> str:
    return here.scheduler.watches[1].state


def _flapping(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    """A page with old and new in turn, a visit each, until it flaps; the old stands last."""
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    for sentence in (SUPPORT, OPPOSE, SUPPORT, OPPOSE):
        assert _state(here) == "ok"
        site.say("/a", sentence, *REST)
        here.round()
    assert _state(here) == "flapping"
    return here


def test_a_cdn_that_serves_old_and_new_in_turn_is_told_once(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    turns = cycle([page(SUPPORT, *REST), page(OPPOSE, *REST)])
    site.answers["/a"] = lambda: (200, next(turns))
    for _ in range(4):
        here.round()
    assert _state(here) == "flapping"
    known = _numbers(here)
    with here.scheduler.store.read() as rx:
        kept = len(captures.history(rx, 1))
    assert len(here.mails) == 1, here.mails
    assert here.mails[0].startswith("FLAPPING: versions ")
    assert "{+support+}" in here.texts[0].replace("[-oppose-]", "") or "support" in here.texts[0]
    for _ in range(4):
        here.round()
    assert (len(here.mails), _numbers(here)) == (1, known), "visits are sightings"
    with here.scheduler.store.read() as rx:
        assert len(captures.history(rx, 1)) == kept
        seen = {one.capture_id for one in sightings.history(rx, 1)[-2:]}
        assert len(seen) == 2, "of the one text and of the other"


def test_texts_that_once_differed_from_look_to_look_may_flap_later(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    """Two looks caught the page between its texts at the very beginning, and never again."""
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.look()
    site.say("/a", SUPPORT, *REST)
    here.clock.pass_by(seconds=11)
    here.look()
    here.clock.pass_by(minutes=11)
    here.look()
    for sentence in (OPPOSE, SUPPORT, OPPOSE, SUPPORT):
        site.say("/a", sentence, *REST)
        here.round()
    assert _state(here) == "flapping"


def test_three_alternations_within_a_day_and_not_two(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _flapping(site, desk)
    assert _numbers(here) == [1, 2, 3, 4, 5]
    assert len(here.mails) == 4
    store = str(here.folder / "readout.db")
    assert "FLAPPING" in CliRunner().invoke(cli, ["--store", store, "log", "a"]).stdout
    assert here.mails[-1].startswith("FLAPPING: versions 4 and 5 in turn")
    assert "[-support-]{+oppose+}" in here.texts[-1]


@pytest.mark.slow
def test_alternations_over_days_are_told_each(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    for sentence in (SUPPORT, OPPOSE, SUPPORT, OPPOSE, SUPPORT):
        here.clock.pass_by(hours=13)
        site.say("/a", sentence, *REST)
        here.round()
    assert _state(here) == "ok"
    assert len(here.mails) == 5


def test_an_ab_test_that_lasts_an_hour_ends_on_the_text_people_know(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _flapping(site, desk)
    for sentence in (SUPPORT, OPPOSE, SUPPORT):
        site.say("/a", sentence, *REST)
        here.round()
    assert len(here.mails) == 4
    for _ in range(6):
        here.round()
    assert _state(here) == "ok"
    assert len(here.mails) == 5, "that it settled; its text is the one last told"
    assert here.mails[-1].startswith("SETTLED on version 4")
    here.round()
    assert len(here.mails) == 5


def test_what_it_settles_on_is_told_where_people_know_another_text(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _flapping(site, desk)
    for _ in range(5):
        here.round()
    assert _state(here) == "ok"
    settled, change = sorted(here.mails[-2:], key=lambda one: not one.startswith("SETTLED"))
    assert settled.startswith("SETTLED on version 5")
    assert change.startswith('"support" → "oppose"')
    with here.scheduler.store.read() as rx:
        told = outbox.read_alert(rx, max(one.alert_id for one in outbox.listing(rx)) - 1)
        last, other = versions.get(rx, 1, 5), versions.get(rx, 1, 4)
    assert last is not None
    assert other is not None
    assert told.kind == "change"
    assert other.first_seen < last.first_seen
    assert told.facts["not_before"] == (last.not_before and last.not_before.isoformat())
    site.say("/a", SUPPORT, *REST)
    here.round()
    assert _state(here) == "flapping", "within the day one more return will do"


def test_a_third_text_is_told_while_the_page_flaps(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _flapping(site, desk)
    site.say("/a", THIRD, *REST)
    here.round()
    assert len(here.mails) == 5
    assert here.mails[-1].startswith('"support" → "welcome"')
    assert "Seen twice" in here.texts[-1]
    assert _state(here) == "flapping"
    site.say("/a", SUPPORT, *REST)
    here.round()
    assert len(here.mails) == 5


@pytest.mark.slow
def test_a_third_text_that_is_served_in_turn_is_told_as_unconfirmed(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _flapping(site, desk)
    site.say("/a", THIRD, *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    site.say("/a", OPPOSE, *REST)
    for _ in range(13):
        here.clock.pass_by(minutes=1)
        here.look()
    assert len(here.mails) == 5
    assert here.mails[-1].startswith('"support" → "welcome"')
    assert here.mails[-1].endswith("unconfirmed")
    with here.scheduler.store.read() as rx:
        assert changes.summaries(rx, 1)[-1].kind == "wording"


def test_ok_and_blocked_in_turn_is_one_version_and_no_alert(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    refused = (
        403,
        b"<!DOCTYPE html><title>Just a moment...</title>",
        {"cf-mitigated": "challenge"},
    )
    turns: cycle[Answer] = cycle([refused, (200, page(OPPOSE, *REST))])
    site.answers["/a"] = lambda: next(turns)
    seen = set()
    for _ in range(6):
        here.round()
        seen.add(here.scheduler.watches[1].verdict)
    assert seen == {"blocked", "ok"}
    assert (_numbers(here), here.mails, _state(here)) == ([1], [], "ok")


def test_a_page_that_comes_back_after_a_week_says_which_version_it_is(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    site.say("/a", SUPPORT, *REST)
    here.round()
    del site.answers["/a"]
    for _ in range(3):
        here.round()
    assert _state(here) == "gone"
    here.clock.pass_by(days=7)
    site.say("/a", OPPOSE, *REST)
    here.round()
    assert any("same as version 1 again" in text for text in here.texts)
    assert any(mail.startswith("SEEN AGAIN") for mail in here.mails)
    assert _numbers(here) == [1, 2, 3]
