"""When there will be no room, and when that is told: pure."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import outlook
from monitor.outlook import Room, Sample, Told

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TODAY = NOW.date()
GB = 1_000_000_000


def _days(*sizes: int) -> tuple[Sample, ...]:
    """A sample a day, the last of today."""
    first = TODAY - timedelta(days=len(sizes) - 1)
    return tuple(Sample(day=first + timedelta(days=n), size=s) for n, s in enumerate(sizes))


@pytest.mark.parametrize(
    ("sizes", "a_day"),
    [((), None), ((5,), None), ((0, 9, 9), None), ((0, 10, 20, 30), 10), ((40, 30, 20, 10), -10)],
)
def test_the_pace_is_known_after_three_days(sizes: tuple[int, ...], a_day: float | None) -> None:
    assert outlook.pace(_days(*sizes)) == a_day


def test_a_day_has_one_sample_and_two_weeks_are_kept() -> None:
    kept = _days(*range(40))[:-1]
    samples = outlook.sampled(kept, TODAY, 100)
    assert len(samples) == 15
    assert samples[-1] == Sample(day=TODAY, size=100)
    assert outlook.sampled(samples, TODAY, 200)[-1].size == 200
    assert outlook.sampled(samples, TODAY, 200)[:-1] == samples[:-1]


def test_a_day_that_is_to_come_is_no_sample() -> None:
    ahead = (Sample(day=date(2031, 1, 1), size=1),)
    assert outlook.sampled(ahead, TODAY, 5) == (Sample(day=TODAY, size=5),)


@given(
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 6, 1)), st.integers(0, 10**12)),
    st.integers(0, 10**12),
)
def test_the_pace_depends_on_the_samples_alone(found: dict[date, int], size: int) -> None:
    samples = [Sample(day=day, size=of) for day, of in found.items()]
    one = outlook.sampled(samples, TODAY, size)
    assert one == outlook.sampled(samples[::-1], TODAY, size)
    assert [two.day for two in one] == sorted({two.day for two in one})
    a_day = outlook.pace(one)
    assert a_day is None or one[0].size + a_day * (TODAY - one[0].day).days == pytest.approx(size)


@pytest.mark.parametrize(
    ("free", "a_day", "told", "found"),
    [
        (2 * GB, None, None, None),
        (GB - 1, None, None, "low"),
        (29 * GB, GB, None, "soon"),
        (31 * GB, GB, None, None),
        (31 * GB, -GB, None, None),
        (GB - 1, GB, None, "low"),
        (GB + 1, None, "low", "low"),  # not well by a byte
        (32 * GB, GB, "soon", "soon"),
        (34 * GB, GB, "soon", None),
    ],
)
def test_what_is_wrong_with_the_room(
    free: int, a_day: float | None, told: outlook.Danger | None, found: outlook.Danger | None
) -> None:
    before = None if told is None else Told(danger=told, at=NOW, tellings=1)
    assert outlook.danger(Room(free=free, a_day=a_day), GB, before) == found


def test_an_episode_is_told_once_then_after_a_day_a_week_and_monthly() -> None:
    told, spoken = None, []
    for hour in range(24 * 80):
        told, speak = outlook.turn(told, "low", NOW + timedelta(hours=hour))
        spoken += [hour / 24] if speak else []
    assert spoken == [0, 1, 8, 38, 68]
    assert outlook.turn(told, None, NOW) == (None, True)
    assert outlook.turn(None, None, NOW) == (None, False)


def test_what_gets_worse_is_told_at_once_and_what_gets_better_is_not() -> None:
    told, _ = outlook.turn(None, "soon", NOW)
    told, worse = outlook.turn(told, "low", NOW)
    told, worst = outlook.turn(told, "full", NOW)
    told, better = outlook.turn(told, "low", NOW)
    told, again = outlook.turn(told, "full", NOW)
    assert (worse, worst, better, again) == (True, True, False, False)


def test_a_clock_that_was_set_back_silences_nothing_for_long() -> None:
    told, _ = outlook.turn(None, "low", NOW + timedelta(days=300))
    told, speak = outlook.turn(told, "low", NOW)
    assert not speak
    assert outlook.turn(told, "low", NOW + timedelta(days=1))[1]
