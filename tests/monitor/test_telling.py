"""Edits that come one after the other while a page is looked at: each is told, once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from storage import volatiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

MET, ATE, SANG = "They met on Monday.", "They ate two cakes.", "They sang of peace."
MET_LATER, ATE_MORE, SANG_MORE = "They met on Friday.", "They ate six cakes.", "They sang of war."
LEFT, QUOTED, CURLY = "They left by sea.", 'They said "yes" to it.', "They said “yes” to it."
BEGIN = (MET, ATE, SANG, QUOTED)


def _look_at(site: "ScriptedSite", here: "Desk", *texts: Sequence[str]) -> None:
    """A visit to the first of these texts, and the further looks at the others that it causes."""
    for number, text in enumerate(texts):
        site.say("/a", *text)
        here.clock.pass_by(seconds={0: 15 * 60, 1: 11}.get(number, 10 * 60))
        here.look()


@pytest.fixture
def here(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    site.say("/a", *BEGIN)
    started = desk("/a")
    started.baseline()
    return started


def _told(here: "Desk", *sentences: str) -> list[int]:
    """In how many messages each of these sentences stands."""
    return [sum(sentence in text for text in here.texts) for sentence in sentences]


def test_an_edit_at_each_of_three_looks(site: "ScriptedSite", here: "Desk") -> None:
    first = (MET_LATER, ATE, SANG, QUOTED)
    second = (MET_LATER, ATE_MORE, SANG, QUOTED)
    third = (MET_LATER, ATE_MORE, SANG_MORE, QUOTED)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "Friday", "six", "war") == [1, 1, 1]
    assert here.scheduler.watches[1].look == 0


@pytest.mark.slow
def test_an_edit_at_each_of_five_looks(site: "ScriptedSite", here: "Desk") -> None:
    texts = [
        (MET_LATER, ATE, SANG, QUOTED),
        (MET_LATER, ATE_MORE, SANG, QUOTED),
        (MET_LATER, ATE_MORE, SANG_MORE, QUOTED),
        (MET_LATER, ATE_MORE, SANG_MORE, QUOTED, LEFT),
        (MET_LATER, ATE_MORE, SANG_MORE, LEFT),
    ]
    _look_at(site, here, *texts, texts[-1])
    assert _told(here, "Friday", "six", "war", LEFT, "said") == [1, 1, 1, 1, 1]
    assert here.scheduler.watches[1].look == 0


def test_an_edit_after_two_looks_that_differed_in_typography(
    site: "ScriptedSite", here: "Desk"
) -> None:
    """Found by bench/month.py: what the third look alone showed was taken for a teaser."""
    first, second = (MET, ATE, SANG, CURLY), (MET, ATE, SANG.replace(" of", "\xa0of"), CURLY)
    third = (MET, ATE_MORE, SANG, CURLY)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "six", "said") == [1, 0]


def test_an_edit_that_only_the_third_look_showed_is_withdrawn(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE_MORE, SANG, QUOTED)
    third = (MET_LATER, ATE_MORE, SANG_MORE, QUOTED)
    _look_at(site, here, first, second, third, second)
    assert _told(here, "Friday", "six", "war") == [1, 1, 0]


def test_an_edit_that_only_the_third_look_showed_and_no_other_could_is_unconfirmed(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE_MORE, SANG, QUOTED)
    third = (MET_LATER, ATE_MORE, SANG_MORE, QUOTED)
    _look_at(site, here, first, second, third)
    assert _told(here, "war") == [0]
    site.answers["/a"] = (500, b"oops")
    for _ in range(25):
        here.clock.pass_by(minutes=1)
        here.look()
    assert _told(here, "Friday", "six", "war") == [1, 1, 1]
    assert "unconfirmed" in here.mails[-1]


def test_an_edit_beside_a_counter_that_only_the_third_look_showed(
    site: "ScriptedSite", here: "Desk"
) -> None:
    def text(ate: str, count: int) -> tuple[str, ...]:
        return MET, ate, SANG, QUOTED, f"It was read {count} times so far."

    _look_at(site, here, text(ATE, 1), text(ATE, 1))  # the counter is put in
    looks = [text(ATE, 2), text(ATE, 3), *(text(ATE_MORE, count) for count in range(4, 7))]
    _look_at(site, here, *looks)
    assert _told(here, "six", "so far") == [1, 1]
    assert here.scheduler.watches[1].look == 0


def test_an_edit_that_was_told_and_is_undone_at_the_third_look(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE_MORE, SANG, QUOTED)
    _look_at(site, here, first, second, BEGIN, BEGIN)
    assert _told(here, "Friday", "six") == [2, 0]
    assert here.scheduler.watches[1].look == 0


def test_an_edit_that_was_told_and_is_edited_again_at_the_third_look(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE_MORE, SANG, QUOTED)
    third = ("They met on Sunday.", ATE_MORE, SANG, QUOTED)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "Sunday", "six") == [1, 1]


def test_a_sentence_that_was_edited_twice_before_the_third_look(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE_MORE, SANG, QUOTED)
    third = (MET_LATER, "They ate nine cakes.", SANG, QUOTED)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "Friday", "nine") == [1, 1]


def test_a_teaser_alone_is_untold_after_three_looks(site: "ScriptedSite", here: "Desk") -> None:
    def text(count: int) -> tuple[str, ...]:
        return MET, f"Fish number {count} is in the news: come and see it.", ATE, SANG, QUOTED

    _look_at(site, here, text(0), text(0))
    _look_at(site, here, *map(text, range(1, 4)))
    assert _told(here, "Fish") == [1]
    assert here.scheduler.watches[1].look == 0


def test_a_sentence_whose_marks_change_while_it_waits(site: "ScriptedSite", here: "Desk") -> None:
    said, typeset = "They said “no” to war.", 'They said "no" to war.'
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE, SANG, QUOTED, said)
    third = (MET_LATER, ATE_MORE, SANG, QUOTED, typeset)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "Friday", "to war", "six") == [1, 1, 1]


def test_a_sentence_taken_out_where_another_is_put_in_while_it_waits(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET, ATE, SANG, QUOTED, LEFT), (ATE, SANG, QUOTED, LEFT)
    third = ("No date was given to the press.", ATE, SANG, QUOTED, LEFT)
    _look_at(site, here, first, second, third, third)
    assert _told(here, LEFT, "Monday", "No date") == [1, 1, 1]


def test_a_sentence_that_is_set_against_another_while_it_waits(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first = (MET_LATER, ATE, SANG, QUOTED)
    second = (MET_LATER, "They ate seven big cakes.", SANG, QUOTED)
    third = (MET_LATER, "They ate two big cakes.", "They ate seven big cakes.", SANG, QUOTED)
    _look_at(site, here, first, second, third, third)
    assert _told(here, "Friday", "seven big") == [1, 1]


def test_edits_while_a_page_is_looked_at_are_not_learned_as_a_counter(
    site: "ScriptedSite", here: "Desk"
) -> None:
    first, second = (MET_LATER, ATE, SANG, QUOTED), (MET_LATER, ATE, SANG_MORE, QUOTED)
    third = (MET_LATER, ATE_MORE, SANG_MORE, QUOTED)
    fourth = (MET_LATER, "They ate nine cakes.", SANG_MORE, QUOTED)
    _look_at(site, here, first, second, third, fourth, fourth)
    assert _told(here, "Friday", "war", "nine") == [1, 1, 1]
    with here.scheduler.store.read() as rx:
        assert volatiles.turning(rx, 1) == frozenset()
