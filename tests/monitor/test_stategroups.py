"""The same state on many sources of a host is one message, kept current."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor import stategroups
from monitor.proof import merkle
from monitor.stategroups import Told, Waiting
from storage import chain, sources
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.monitor.conftest import Answer, Desk, ScriptedSite

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = ("example.org", "broken")
TEXT = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
SOON = 'select: "#text", broken_after: 2, broken_for: 10m'
REFUSED = (403, b"<title>Just a moment...</title>", {"cf-mitigated": "challenge"})


def _hang_up() -> "Answer":
    raise ConnectionAbortedError


def _sizes(
    ages: list[float],
    told: Told | None = None,
    *,
    more: bool = False,
    patient: bool = True,
) -> list[int]:
    waiting = [
        Waiting(delivery_id=i, key=KEY, at=NOON - timedelta(minutes=age))
        for i, age in enumerate(ages)
    ]
    known = {KEY: told} if told else {}
    expecting = {KEY} if more else set()
    return [
        len(one) for one in stategroups.groups(waiting, known, expecting, NOON, patient=patient)
    ]


def test_a_lone_source_is_told_at_once_and_waits_three_minutes_for_others() -> None:
    assert _sizes([0]) == [1]
    assert _sizes([0], more=True) == []
    assert _sizes([3], more=True) == [1]


def test_three_are_one_message_also_counting_those_told_before() -> None:
    assert _sizes([0, 0]) == [1, 1]
    assert _sizes([0, 0, 0]) == [3]
    assert _sizes([0, 0], Told(count=1)) == [2]
    assert _sizes([0], Told(count=2)) == [1]


def test_what_follows_within_half_an_hour_is_told_at_its_end() -> None:
    soon = Told(count=5, together_at=NOON - timedelta(minutes=29))
    over = Told(count=5, together_at=NOON - timedelta(minutes=30))
    assert _sizes([9, 4, 0], soon) == []
    assert _sizes([9, 4, 0], over) == [3]
    assert _sizes([9, 4], soon, patient=False) == [2], "nobody comes back for them"


def test_a_clock_that_was_set_back_holds_nothing_up() -> None:
    assert _sizes([-500], more=True) == [1]
    assert _sizes([0], Told(count=5, together_at=NOON + timedelta(hours=9))) == [1]


def _refused(site: "ScriptedSite", desk: "Callable[..., Desk]", paths: "Sequence[str]") -> "Desk":
    """Pages that were read well, and were refused three times since."""
    for path in paths:
        site.say(path, path, *TEXT)
    here = desk(*paths, extra=SOON)
    here.baseline()
    for path in paths:
        site.answers[path] = REFUSED
    for _ in range(3):
        here.round()
    return here


@pytest.mark.slow
def test_four_sources_that_are_refused_and_found_again_are_two_messages(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    paths = [f"/p{n}" for n in range(4)]
    here = _refused(site, desk, paths)
    assert len(here.mails) == 1
    assert here.mails[0].startswith("NOT SEEN: 4 sources")
    assert all(f"p{n}" in here.texts[0] for n in range(4))
    for path in paths[:3]:
        site.say(path, path, *TEXT)
    site.say("/p2", "/p2", "They met in Port Ansel on Friday.", TEXT[1])
    here.round()
    here.clock.pass_by(minutes=4)
    here.look()
    (again,) = [mail for mail in here.mails if "found again" in mail]
    assert again.startswith("2 found again unchanged, 1 found again changed, 1 needs you")


def test_the_message_names_its_sources_in_order_and_carries_the_head_of_each(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    here = _refused(site, desk, ["/c", "/a", "/b"])
    (said,) = here.texts
    assert re.findall(r"^  ([abc]): ", said, re.MULTILINE) == ["a", "b", "c"]
    heads = dict(re.findall(r"^  ([abc]) ([0-9a-f]{64})\b", said, re.MULTILINE))
    assert list(heads) == ["a", "b", "c"]
    with here.scheduler.store.read() as rx:
        for source in sources.listing(rx):
            links = [one.link_sha256.hex() for one in chain.links(rx, source.source_id)]
            assert heads[source.slug] in links
    root = merkle.root({slug: bytes.fromhex(head) for slug, head in heads.items()})
    assert f"ROOT {root.hex()} " in said


def test_all_hosts_failing_is_our_network_and_told_to_the_operator_once(
    site: "ScriptedSite",
    desk: "Callable[..., Desk]",
    monkeypatch: "pytest.MonkeyPatch",
) -> None:
    from monitor import network

    hosts = iter(f"host{n}.example" for n in range(10_000))
    monkeypatch.setattr("monitor.queues._PAUSES", ())
    monkeypatch.setattr(network, "host_of", lambda _url: next(hosts))
    paths = ["/a", "/b"]
    for path in paths:
        site.say(path, *TEXT)
    here = desk(*paths, extra=SOON)
    here.baseline()
    for path in paths:
        site.answers[path] = _hang_up
    for _ in range(3):
        here.round()
    assert {one.state for one in here.scheduler.watches.values()} == {"broken"}
    told = sorted(path.read_text(encoding="utf-8") for path in here.folder.glob("ops/*.eml"))
    assert here.mails == [], "not a source at a time"
    assert len(told) == 1
    assert "our network: no host can be reached" in told[0]
    site.answers["/a"] = (200, page(*TEXT))
    for _ in range(2):
        here.round()
    told = [path.read_text(encoding="utf-8") for path in here.folder.glob("ops/*.eml")]
    assert sum("our network works again" in one for one in told) == 1
    assert len(here.mails) == 1, "what still fails is told, what was never told is not"
    assert here.mails[0].startswith("NOT SEEN")
