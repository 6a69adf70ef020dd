"""Retry-After in both its forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import headers

NOW = datetime(2025, 2, 7, 16, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("Fri, 07 Feb 2025 16:57:00 GMT", 120),
        ("Friday, 07-Feb-25 16:57:00 GMT", 120),
        ("Fri Feb  7 16:57:00 2025", 120),
        ("Fri, 07 Feb 2025 18:57:00 +0200", 120),
        ("Fri, 07 Feb 2025 16:00:00 GMT", 0),
        ("Fri, 07 Feb 2031 16:55:00 GMT", 86400),
        (" 90 ", 90),
        ("90.5", None),
        ("٣", None),
        ("9" * 5000, 86400),
        ("Fri, 32 Feb 2025 16:55:00 GMT", None),
        ("tomorrow", None),
        (None, None),
    ],
)
def test_both_forms_are_an_instant_within_a_day(value: str | None, seconds: int | None) -> None:
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert headers.retry_at(value, NOW) == expected


@given(st.text())
def test_whatever_is_said_the_pause_is_within_a_day(value: str) -> None:
    at = headers.retry_at(value, NOW)
    assert at is None or NOW <= at <= NOW + timedelta(days=1)
    assert at is None or at.utcoffset() == timedelta(0)
