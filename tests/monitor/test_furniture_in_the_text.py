"""Pages whose text holds a counter or a teaser: for days, and an edit beside it is told at once."""

from collections.abc import Iterator
from itertools import count, cycle
from typing import TYPE_CHECKING

import pytest

from storage import changes, versions, volatiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
TEASERS = (
    "Read how the ferry tolls are set each spring.",
    "Meet the pilots of Port Ansel!",
    "Old lighthouses, photographed from the sea.",
)


def _counter() -> Iterator[str]:
    return (f"It was read {number} times so far." for number in count(41))


def _random_teaser() -> Iterator[str]:
    return (TEASERS[int(digit) % 3] for digit in str(7**900))


def _serve(site: "ScriptedSite", sentence: str, furniture: Iterator[str]) -> None:
    from tests.monitor.conftest import page

    site.answers["/a"] = lambda: (200, page(sentence, *REST, next(furniture)))


def _visit(desk: "Desk") -> None:
    """A quarter of an hour, with all the looks it may cause."""
    desk.clock.pass_by(minutes=4)
    desk.look()
    desk.clock.pass_by(seconds=11)
    desk.look()
    desk.clock.pass_by(minutes=10, seconds=49)
    desk.look()


def _numbers(desk: "Desk") -> list[int]:
    with desk.scheduler.store.read() as rx:
        return [version.number for version in versions.history(rx, 1)]


@pytest.mark.slow
@pytest.mark.parametrize("furniture", [_counter(), cycle(TEASERS)], ids=["counter", "teaser"])
def test_what_differs_at_every_request_is_learned_and_an_edit_beside_it_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]", furniture: Iterator[str]
) -> None:
    _serve(site, OPPOSE, furniture)
    here = desk("/a")
    here.look()
    for _ in range(6):
        _visit(here)
    learned = _numbers(here)
    for _ in range(12):
        _visit(here)
    assert here.mails == []
    assert _numbers(here) == learned, "volatile differences alone make no version"
    with here.scheduler.store.read() as rx:
        assert volatiles.muted(rx, 1)
    _serve(site, SUPPORT, furniture)
    here.round()
    (mail,) = here.mails
    assert mail.startswith('"oppose" → "support"')
    assert "unconfirmed" not in mail
    assert len(_numbers(here)) - len(learned) in {1, 2}, "a third text may not be learned yet"
    with here.scheduler.store.read() as rx:
        told = changes.history(rx, 1)[-1]
    assert told.cause == "page"
    for _ in range(3):
        _visit(here)
    assert len(here.mails) == 1


def test_an_edit_withdrawn_beside_a_learned_counter_is_withdrawn(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    furniture = _counter()
    _serve(site, OPPOSE, furniture)
    here = desk("/a")
    here.look()
    for _ in range(6):
        _visit(here)
    _serve(site, SUPPORT, furniture)
    here.clock.pass_by(minutes=15)
    here.look()
    _serve(site, OPPOSE, furniture)
    here.clock.pass_by(seconds=11)
    here.look()
    for _ in range(3):
        _visit(here)
    assert here.mails == []


@pytest.mark.slow
def test_a_teaser_that_turns_at_random_is_soon_told_no_more(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    _serve(site, OPPOSE, _random_teaser())
    here = desk("/a")
    here.look()
    for _ in range(40):
        _visit(here)
    before = len(here.mails)
    for _ in range(40):
        _visit(here)
    assert len(here.mails) == before
    assert before <= 8, "it may be told while it is being learned"


def test_a_counter_that_stands_for_an_hour_is_told_with_the_rule_that_silences_it(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    furniture = _counter()
    here = desk("/a")
    for _ in range(6):
        site.say("/a", OPPOSE, *REST, next(furniture))
        here.round()
        here.round()
    assert len(here.mails) == 5
    last = max(here.folder.glob("alerts/*.eml"), key=lambda path: path.stat().st_mtime)
    assert "ignore_text: [" in last.read_text(encoding="utf-8").replace("=\n", "")


@pytest.mark.parametrize("place", [0, 2], ids=["far from", "next to"])
def test_a_sentence_removed_beside_a_teaser_that_turns_is_told(
    site: "ScriptedSite", desk: "Callable[..., Desk]", place: int
) -> None:
    from tests.monitor.conftest import page

    teasers = _random_teaser()
    whole = [OPPOSE, *REST]
    site.answers["/a"] = lambda: (200, page(*whole, next(teasers)))
    here = desk("/a")
    here.look()
    for _ in range(2):
        _visit(here)
    told = len(here.mails)
    gone = whole.pop(place)
    for _ in range(3):
        _visit(here)
    news = [mail for mail in here.mails[told:] if gone.rstrip(".")[:30] in mail]
    assert len(news) == 1


def test_what_two_looks_share_is_told_with_the_times_of_those_looks(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    here.clock.pass_by(minutes=45)
    here.look()  # 09:00:11, the last sight of the old words
    _serve(site, SUPPORT, _counter())
    here.round()  # 09:15:11 and 09:15:22
    (mail,) = here.folder.glob("alerts/*.eml")
    said = mail.read_text(encoding="utf-8").replace("=\n", "")
    assert "Seen twice, 11 s apart." in said
    assert "UTC 2 Mar 09:00-09:15" in said
    assert "the rest identical" not in said
