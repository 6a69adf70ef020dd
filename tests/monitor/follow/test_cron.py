"""What listings led to, watched by passes of `check` from cron, as by a daemon."""

from collections.abc import Callable

import pytest

from monitor.checking import check
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.follow.test_listings import DOCUMENT, index

Passes = Callable[..., None]


@pytest.fixture
def passes(press: Desk) -> Passes:
    """Make passes over what is due, so many minutes apart; the listing is watched for 40 days."""
    press.clock.wait = 0.5

    def run(times: int, *, minutes: float = 15) -> None:
        for _ in range(times):
            press.clock.pass_by(minutes=minutes)
            list(check(press.scheduler.store, press.scheduler.written, (), press.clock))

    press.clock.pass_by(days=40)
    run(2)
    assert press.mails == []
    return run


def test_a_link_that_left_is_told_within_the_hour(
    press: Desk, site: ScriptedSite, passes: Passes
) -> None:
    site.answers["/press"] = (200, index(("/b", "Second readout")))
    passes(3)
    assert press.mails == [
        "UNLISTED: the link to it left press; the page itself still answers | First readout"
    ]


@pytest.mark.parametrize("after", [1, 2])
def test_of_a_link_whose_page_went_too_only_that_is_told(
    press: Desk, site: ScriptedSite, passes: Passes, after: int
) -> None:
    site.answers["/press"] = (200, index(("/a", "First readout")))
    passes(after, minutes=6)
    site.answers["/b"] = (404, b"")
    passes(5)
    assert press.mails == ["GONE: 404: not found | Second readout"]


def test_what_is_followed_no_longer_is_not_visited(
    press: Desk, site: ScriptedSite, passes: Passes
) -> None:
    press.clock.pass_by(days=60)
    passes(2)
    before = site.visits.count("/a")
    site.say("/a", "Another text altogether.", DOCUMENT[0])
    passes(4, minutes=24 * 60)
    assert site.visits.count("/a") == before
    assert press.mails == []
    assert site.visits.count("/press") >= 4
