from datetime import UTC, datetime, timedelta

from monitor.follow.silence import silent_for, usual_interval

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAILY = [NOW - timedelta(days=days) for days in (9, 8, 7, 6, 5, 4)]


def test_what_is_usual_is_the_median() -> None:
    assert usual_interval(DAILY) == timedelta(days=1)
    assert usual_interval([NOW - timedelta(days=90), *DAILY]) == timedelta(days=1)
    assert usual_interval(DAILY[:5]) is None


def test_what_came_at_once_says_nothing_of_an_interval() -> None:
    assert usual_interval([NOW - timedelta(days=3)] * 14) is None
    assert usual_interval([*DAILY, *DAILY]) == timedelta(days=1)


def test_five_times_that_is_silence() -> None:
    assert silent_for(DAILY, NOW) is None
    assert silent_for(DAILY, NOW + timedelta(days=1)) == timedelta(days=5)


def test_hourly_documents_may_rest_over_a_weekend() -> None:
    hourly = [NOW - timedelta(hours=hours) for hours in range(10)]
    assert silent_for(hourly, NOW + timedelta(hours=47)) is None
    assert silent_for(hourly, NOW + timedelta(hours=48)) == timedelta(days=2)
