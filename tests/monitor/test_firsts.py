"""Which text of a statement dropped or added a phrase first, and which followed."""

from datetime import UTC, datetime, timedelta

from monitor.compare.compare import compare
from monitor.firsts import First, Turn, firsts, turns
from storage.model import Block, Term

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
OPPOSE = "Both sides oppose any change; they do not support force in the Ansel Strait."
SHORTER = "Both sides oppose any change."
TERM = Term(name="strait", phrases=("Ansel Strait", "安塞尔海峡"))
CHINESE = ("双方不支持在安塞尔海峡使用武力。双方将举行会谈。", "双方将举行会谈。")


def change(
    place: int, source: str, hours: float, before: str, after: str, *, hidden: float = 0.5
) -> list[Turn]:
    """What a change dropped and added, first seen so many hours after noon, `hidden` for some."""
    texts = [[Block(kind="paragraph", text=text)] for text in (before, after)]
    passages = compare(*texts, language=None, terms=[TERM]).passages
    at = NOON + timedelta(hours=hours)
    when = {"at": at, "since": at - timedelta(hours=hidden)}
    return list(turns(passages, [TERM], place=place, source=source, **when))


def told(found: list[First]) -> list[tuple[str, str, str, list[str]]]:
    return [
        (one.turn.way, one.turn.said, one.turn.source, [by.source for by in one.followers])
        for one in found
    ]


def test_the_first_to_drop_a_phrase_and_who_followed() -> None:
    found = firsts([
        *change(0, "north", 5, OPPOSE, SHORTER),
        *change(1, "south", 2, OPPOSE, SHORTER),
        *change(2, "west", 9, OPPOSE, SHORTER),
    ])  # fmt: skip
    assert ("dropped", "strait", "south", ["north", "west"]) in told(found)
    phrases = [one for one in told(found) if one[1] != "strait"]
    assert phrases == [
        ("dropped", "they do not support force in the Ansel Strait", "south", ["north", "west"])
    ]


def test_a_term_is_followed_across_languages() -> None:
    found = firsts([
        *change(0, "south", 0, *CHINESE), *change(1, "north", 1, OPPOSE, SHORTER),
    ])  # fmt: skip
    assert told(found) == [("dropped", "strait", "south", ["north"])]


def test_dropping_is_not_adding() -> None:
    assert firsts([
        *change(0, "north", 0, OPPOSE, SHORTER), *change(1, "south", 1, SHORTER, OPPOSE),
    ]) == []  # fmt: skip


def test_what_only_one_text_does_is_no_matter_of_being_first() -> None:
    once = change(0, "north", 0, OPPOSE, SHORTER)
    back = change(1, "north", 1, SHORTER, OPPOSE)
    again = change(2, "north", 2, OPPOSE, SHORTER)
    assert firsts([*once, *back, *again]) == []


def test_a_few_words_are_no_phrase() -> None:
    assert list(change(0, "a", 0, "They will meet.", "They may meet.")) == []


def test_a_phrase_within_a_longer_one_is_the_same() -> None:
    longer = OPPOSE.replace("force in", "any force in")
    found = firsts([
        *change(0, "north", 0, longer, SHORTER),
        *change(1, "south", 1, f"{SHORTER} They met. any force in the Ansel Strait", SHORTER),
    ])  # fmt: skip
    assert {one[2] for one in told(found)} == {"north"}


def test_who_was_first_is_not_known_where_the_times_between_two_sights_overlap() -> None:
    found = firsts([
        *change(0, "north", 3, OPPOSE, SHORTER, hidden=4),
        *change(1, "south", 2, OPPOSE, SHORTER, hidden=1),
        *change(2, "west", 3, OPPOSE, SHORTER, hidden=1),
        *change(3, "east", 9, OPPOSE, SHORTER, hidden=1),
    ])  # fmt: skip
    for one in found:
        assert one.turn.source == "south"
        sure = {other.source: one.is_before(other) for other in one.followers}
        assert sure == {"north": False, "west": True, "east": True}
    assert found


def test_a_term_whose_name_begins_like_anothers_is_another() -> None:
    told_twice = [
        Turn(place=n, source=source, at=NOON, since=None, way="dropped", said=said, is_term=True)
        for n, (source, said) in enumerate([("north", "strait"), ("south", "straits")])
    ]
    assert firsts(told_twice) == []
