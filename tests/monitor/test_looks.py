"""What a further look at a difference means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor import looks
from storage.model import Kind, Passage
from storage.watches import Watch

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
WATCH = Watch(
    source_id=1,
    next_check_at=NOW,
    state="ok",
    state_since=NOW,
    version_id=7,
    look=1,
    look_since=NOW,
)


@pytest.mark.parametrize(
    ("look", "version_id", "as_confirmed", "expected"),
    [
        (1, 7, False, "confirmed"),
        (1, 8, True, "withdrawn"),
        (1, 8, False, "third"),
        (2, 7, False, "confirmed"),
        (2, 8, True, "withdrawn"),
        (2, 8, False, "volatile"),
    ],
)
def test_meaning(look: int, version_id: int, expected: str, *, as_confirmed: bool) -> None:
    watch = replace(WATCH, look=look)
    assert looks.meaning(watch, version_id, as_confirmed=as_confirmed) == expected


def test_a_look_that_fails_is_tried_for_ten_minutes() -> None:
    assert looks.failed(WATCH, NOW + timedelta(minutes=2)) == NOW + timedelta(minutes=3)
    assert looks.failed(WATCH, NOW + timedelta(minutes=10)) is None


def test_a_third_look_that_fails_has_ten_minutes_of_its_own() -> None:
    third = replace(WATCH, look=2)
    assert looks.failed(third, NOW + timedelta(minutes=12)) == NOW + timedelta(minutes=13)
    assert looks.failed(third, NOW + timedelta(minutes=20)) is None


def test_a_clock_put_back_keeps_no_look_waiting() -> None:
    waiting = replace(WATCH, look_due_at=NOW + timedelta(seconds=10))
    assert looks.early(waiting, NOW)
    assert not looks.is_due(waiting, NOW)
    yesterday = NOW - timedelta(days=1)
    assert looks.is_due(waiting, yesterday)
    assert not looks.early(waiting, yesterday)
    assert looks.failed(waiting, yesterday) is None


def _passage(before: str, after: str, change: Kind = "wording") -> Passage:
    return Passage(
        kind="changed",
        change=change,
        before=before,
        after=after,
        edits=(("-", before), ("+", after)),
        flags=(),
        section=None,
        paragraph=1,
    )


def test_what_both_looks_show_is_told_by_occurrences() -> None:
    edit, first, second = _passage("a", "b"), _passage("1", "2"), _passage("1", "3")
    assert looks.shared([edit, second], [edit, first]) == ((0,), (1,))
    assert looks.shared([edit, edit], [edit]) == ((0,), (1,))
    assert looks.shared([_passage("x", "X", "typography")], []) == ((), ())


def _moved(kind: str, text: str, paragraph: int) -> Passage:
    before, after = (text, "") if kind == "removed" else ("", text)
    passage = _passage(before, after)
    return replace(passage, kind=kind, paragraph=paragraph)  # type: ignore[arg-type]


def test_what_went_where_each_look_shows_another_text_is_not_told() -> None:
    gone = _moved("removed", "teaser 0", 4)
    first = [gone, _moved("added", "teaser 1", 4)]
    second = [gone, _moved("added", "teaser 2", 4)]
    assert looks.shared(second, first) == ((), (0, 1))
    edit = _moved("removed", "We oppose it.", 1)
    shifted = [edit, gone, _moved("added", "teaser 2", 3)]
    assert looks.shared(shifted, [edit, *first]) == ((0,), (1, 2))
    beside = _moved("removed", "We oppose it.", 4)
    assert looks.shared([beside, *second], [beside, *first])[0] == (0, 1), "an edit may be either"


def test_what_turns_at_each_look_is_known_by_what_the_look_before_brought() -> None:
    edit, counter = _passage("a", "b"), _passage("1", "2")
    assert looks.turned([edit, counter], {"1", "9"}) == (1,)
    assert looks.turned([_passage("1", "¹", "typography")], {"1"}) == ()
    assert looks.turned([_moved("added", "a", 1)], {""}) == ()
    teaser = [_moved("removed", "teaser 1", 4), _moved("added", "teaser 2", 4)]
    assert looks.turned([edit, *teaser], {"teaser 1"}) == (1, 2)
    assert looks.brought([edit, *teaser]) == {"b", "teaser 2"}
    assert looks.brought([edit, *teaser], [0]) == {"b"}
    assert looks.brought([_passage("a", "A", "typography")]) == frozenset()


def test_a_third_look_leaves_to_a_further_one_what_is_new_and_takes_no_turn() -> None:
    edit, counter = _passage("a", "b"), _passage("1", "2")
    passages = [edit, counter, _passage("a", "A", "typography")]
    assert looks.late(passages, (), {"2"}) == (0,)
    assert looks.late(passages, [edit], {"2"}) == ()
    teaser = [_moved("removed", "teaser 0", 4), _moved("added", "teaser 2", 4)]
    assert looks.late([edit, *teaser], (), {"teaser 2"}) == (0,)


def test_what_is_undone_though_nobody_heard_of_it_is_no_news() -> None:
    edit, undone = _passage("a", "b"), _passage("y", "x")
    assert looks.news([edit, undone], (), [_passage("x", "y")]) == (0,)
    assert looks.news([edit, undone], (), []) == (0, 1), "it was told"


def test_a_clock_that_was_set_back_holds_no_look() -> None:
    """Found by bench/month.py: what an hour too far ahead had seen was held until that hour."""
    look = replace(WATCH, look_due_at=NOW + timedelta(seconds=10))
    assert looks.early(look, NOW + timedelta(seconds=5))
    assert not looks.early(look, NOW - timedelta(days=1))
    assert looks.failed(look, NOW - timedelta(days=1)) is None
