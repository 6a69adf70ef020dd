"""Intervals, cron lines, and the two days a year on which clocks jump."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.due import (
    Cron,
    Interval,
    format_duration,
    format_every,
    next_check,
    parse_duration,
    parse_every,
)

ZONES = ["UTC", "Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]
LINES = [
    "*/15 8-20 * * mon-fri",
    "30 1 * * *",
    "30 2 * * *",
    "0 * * * *",
    "5 1,2,3 * * *",
    "* 2 * * *",
    "0 9 29 2 *",
    "0 9 1-7 * mon",
    "0 9 L * *",
]
instants = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the time zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(text: str, zone: str = "UTC") -> datetime:
    """An instant from a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("15m", 900), ("6h", 21600), ("1d", 86400), ("0s", 0)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)
    assert format_duration(timedelta(seconds=seconds)) == text


@given(st.integers(min_value=0, max_value=3650 * 86400))
def test_what_is_written_is_read_again(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(format_duration(duration)) == duration


@given(st.integers(min_value=1, max_value=3650), st.sampled_from("smhd"))
def test_every_notation_keeps_its_length(count: int, unit: str) -> None:
    every = parse_every(f"{count}{unit}")
    assert isinstance(every, Interval)
    assert parse_every(format_every(every)) == every


@given(st.text(max_size=20))
def test_anything_else_is_a_value_error(text: str) -> None:
    for parse in (parse_duration, parse_every):
        with suppress(ValueError):
            parse(text)


@pytest.mark.parametrize("text", ["", "15", "m", "1.5h", "15 m", "-5m", "1h30m", "１５m", "99999d"])
def test_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0s", "too often"),
        ("* * * *", "4 fields"),
        ("* * * * * *", "6 fields"),
        ("60 * * * *", "bad minute"),
        ("0 9 32 1 *", "bad day-of-month"),
        ("*/99 * * * *", "step of 99"),
        ("0 9 1 13 *", "bad month"),
        ("0 9 * * fri-mon", "bad day-of-week"),
        ("0 9 31 2 *", "never comes due"),
        ("0 9 31 4,6 *", "never comes due"),
    ],
)
def test_wrong_paces(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_every(text)


def test_cron_lines() -> None:
    assert parse_every(" */15  8-20 * * mon-fri ") == Cron(line="*/15 8-20 * * mon-fri")
    assert format_every(Cron(line="0 9 * * *")) == "0 9 * * *"


def test_an_interval_counts_from_the_instant() -> None:
    after = at("2025-02-07T16:55")
    assert next_check(Interval(seconds=900), after=after, timezone="Asia/Tokyo") == at(
        "2025-02-07T17:10"
    )


@pytest.mark.parametrize(
    ("line", "zone", "after", "due"),
    [
        # The source's clock counts, not the machine's.
        ("0 9 * * *", "Asia/Tokyo", "2025-02-07T08:59:59", "2025-02-07T09:00"),
        ("0 9 * * *", "Asia/Tokyo", "2025-02-07T09:00", "2025-02-08T09:00"),
        ("*/15 8-20 * * mon-fri", "Asia/Tokyo", "2025-02-07T20:45", "2025-02-10T08:00"),
        # 02:30 does not exist on 30 March 2025 in Berlin: it comes at the end of the gap.
        ("30 2 * * *", "Europe/Berlin", "2025-03-29T12:00", "2025-03-30T03:00"),
        # 02:30 exists twice on 26 October: it comes once.
        ("30 2 * * *", "Europe/Berlin", "2025-10-26T02:30", "2025-10-27T02:30"),
    ],
)
def test_cron_by_the_sources_clock(line: str, zone: str, after: str, due: str) -> None:
    found = next_check(Cron(line=line), after=at(after, zone), timezone=zone)
    assert found == at(due, zone)
    assert found.tzinfo is UTC


def test_quarter_hours_go_on_through_the_repeated_hour() -> None:
    moment, times = at("2025-10-26T00:00"), []
    for _ in range(10):
        moment = next_check(Cron(line="*/15 * * * *"), after=moment, timezone="Europe/Berlin")
        times.append(moment)
    assert {b - a for a, b in pairwise(times)} == {timedelta(minutes=15)}


@given(instants, st.sampled_from(LINES), st.sampled_from(ZONES))
def test_the_next_is_always_later_and_the_same_from_just_before(
    after: datetime, line: str, zone: str
) -> None:
    every = parse_every(line)
    due = next_check(every, after=after, timezone=zone)
    assert after < due < after + timedelta(days=366 * 8 + 1)
    assert next_check(every, after=due - timedelta(microseconds=1), timezone=zone) == due
