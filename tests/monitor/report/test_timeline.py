"""The picture of a history: where its marks stand, and that it stays small."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.report.timeline import WIDTH, Gap, Lane, Mark, draw

BEGIN = datetime(2025, 2, 7, 16, 55, tzinfo=UTC)


def lane(*after: timedelta, gaps: tuple[Gap, ...] = ()) -> Lane:
    marks = tuple(Mark(at=BEGIN + one, shape="wording", label=f"{one}") for one in after)
    return Lane(name="a", marks=marks, gaps=gaps)


def test_marks_stand_in_proportion_to_their_times() -> None:
    picture = draw([lane(*(timedelta(days=n) for n in (0, 1, 4)))], "UTC")
    assert picture is not None
    first, second, last = (x for x, _, _ in picture.lanes[0].marks)
    assert (last - first) == pytest.approx(4 * (second - first), abs=3)
    assert (first > 0, last < WIDTH) == (True, True)


def test_thousands_of_marks_make_no_larger_picture_and_all_are_counted() -> None:
    picture = draw([lane(*(timedelta(minutes=n) for n in range(5_000)))], "UTC")
    assert picture is not None
    marks = picture.lanes[0].marks
    assert len(marks) < 120
    more = sum(int(said.partition("(+")[2].split()[0]) for *_, said in marks if "(+" in said)
    assert len(marks) + more == 5_000


def test_of_marks_in_one_place_the_weightiest_is_drawn() -> None:
    marks = [
        Mark(at=BEGIN, shape="typography", label="t"),
        Mark(at=BEGIN, shape="wording", label="w"),
        Mark(at=BEGIN + timedelta(days=9), shape="rules", label="r"),
    ]
    picture = draw([Lane(name="a", marks=tuple(marks), gaps=())], "UTC")
    assert picture is not None
    assert [said for _, _, said in picture.lanes[0].marks] == ["w (+1 close by)", "r"]


def test_a_gap_that_lasts_reaches_the_edge_and_the_shortest_can_be_seen() -> None:
    instant = Gap(since=BEGIN, until=BEGIN, label="blocked")
    lasting = Gap(since=BEGIN + timedelta(days=1), until=None, label="gone")
    picture = draw([lane(timedelta(0), timedelta(days=2), gaps=(instant, lasting))], "UTC")
    assert picture is not None
    (_, short, _), (x, wide, _) = picture.lanes[0].gaps
    assert short >= 3
    assert x + wide == picture.right


def test_without_a_mark_there_is_no_picture() -> None:
    assert draw([Lane(name="a", marks=(), gaps=())], "UTC") is None


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(0), "2025-02-08 02:00"),
        (timedelta(minutes=3), "2025-02-08 01:55"),
        (timedelta(hours=5), "2025-02-08 02:00"),
        (timedelta(days=3), "2025-02-08 12:00"),
        (timedelta(days=6), "2025-02-09"),
        (timedelta(days=200), "2025-03"),
        (timedelta(days=3_000), "2026"),
    ],
)
def test_ticks_are_round_times_where_the_page_is(length: timedelta, said: str) -> None:
    picture = draw([lane(timedelta(0), length)], "Asia/Tokyo")
    assert picture is not None
    assert picture.ticks[0][1] == said


@given(
    st.lists(st.timedeltas(timedelta(0), timedelta(days=40_000)), min_size=1, max_size=30),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"]),
)
def test_whatever_the_times_all_stands_within_the_picture(
    after: list[timedelta], zone: str
) -> None:
    gaps = tuple(Gap(since=BEGIN + one, until=None, label="g") for one in after)
    picture = draw([lane(*after, gaps=gaps), lane(*after)], zone)
    assert picture is not None
    assert 1 <= len(picture.ticks) <= 8
    ends = [
        (x, x + 8 * len(said)) if side == "start" else (x - 8 * len(said), x)
        for x, said, side in picture.ticks
        if said
    ]
    assert ends
    assert all(0 <= first < last <= WIDTH for first, last in ends)
    assert all(left[1] < right[0] for left, right in pairwise(ends)), "no words cover others"
    for drawn in picture.lanes:
        assert all(0 <= x <= WIDTH for x, *_ in drawn.marks)
        assert all(x >= 0 and x + wide <= WIDTH for x, wide, _ in drawn.gaps)
        assert drawn.y < picture.height
