from hypothesis import given
from hypothesis import strategies as st

from monitor.follow.departed import departed

KEYS = st.lists(st.sampled_from("abcdefghij"), unique=True)


def test_the_oldest_make_room_for_as_many_as_came() -> None:
    assert departed("abcd", "xabc", ordered=True) == frozenset()
    assert departed("abcd", "xyab", ordered=True) == frozenset()
    assert departed("abcd", "xab", ordered=True) == {"c"}


def test_what_is_missing_among_those_that_stay_has_left() -> None:
    assert departed("abcd", "acd", ordered=True) == {"b"}
    assert departed("abcd", "xacd", ordered=True) == {"b"}
    assert departed("abcd", "abc", ordered=True) == {"d"}


def test_what_comes_at_the_end_pushes_nothing_off_it() -> None:
    assert departed("abcd", "abcx", ordered=True) == {"d"}
    assert departed("abcd", "xabcy", ordered=True) == frozenset()
    assert departed("abcd", "xaby", ordered=True) == {"c"}


def test_a_listing_that_turned_over_whole_has_lost_nothing() -> None:
    assert departed("abcd", "wxyz", ordered=True) == frozenset()


def test_nothing_makes_room_in_a_sitemap() -> None:
    assert departed("abcd", "xabc", ordered=False) == {"d"}


@given(KEYS, KEYS, st.booleans())
def test_only_what_stood_there_and_does_not_any_more_can_have_left(
    before: list[str],
    now: list[str],
    ordered: bool,  # noqa: FBT001
) -> None:
    left = departed(before, now, ordered=ordered)
    assert left <= frozenset(before) - frozenset(now)
    came, went = len(set(now) - set(before)), len(set(before) - set(now))
    assert len(left) >= went - came
