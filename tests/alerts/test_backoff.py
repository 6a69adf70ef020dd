from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alerts.backoff import LONGEST, PATIENCE, next_attempt

START = datetime(2025, 2, 13, 14, 0, tzinfo=UTC)


def test_waits_double_from_a_minute_to_six_hours() -> None:
    waits = []
    for attempts in range(1, 12):
        at = next_attempt(attempts, START, START)
        assert at is not None
        waits.append((at - START) / timedelta(minutes=1))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_the_last_attempt_falls_after_three_days() -> None:
    at, attempts = START, 1
    while (following := next_attempt(attempts, START, at)) is not None:
        at, attempts = following, attempts + 1
    assert at == START + timedelta(days=3)
    assert attempts == 21


def test_what_the_service_asks_for_is_waited() -> None:
    assert next_attempt(1, START, START, 600.0) == START + timedelta(minutes=10)
    assert next_attempt(5, START, START, 1.0) == START + timedelta(minutes=16)


@given(
    attempts=st.integers(-3, 10_000),
    elapsed=st.timedeltas(timedelta(0), timedelta(days=10)),
    wait=st.none() | st.floats(-10, 1e6),
)
def test_time_only_goes_forward(attempts: int, elapsed: timedelta, wait: float | None) -> None:
    now = START + elapsed
    at = next_attempt(attempts, START, now, wait)
    assert (at is None) == (elapsed >= PATIENCE)
    if at is not None:
        assert now < at <= now + max(LONGEST, timedelta(seconds=wait or 0))
