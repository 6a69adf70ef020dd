from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts import when

START = datetime(2025, 2, 13, 14, 10, tzinfo=UTC)
END = datetime(2025, 2, 13, 14, 25, tzinfo=UTC)


def test_the_readers_zone_the_publishers_and_utc() -> None:
    assert when.between(START, END, ("Asia/Tokyo", "America/New_York"), year=2025) == (
        "Tokyo 13 Feb 23:10-23:25 | New York 09:10-09:25 | UTC 14:10-14:25"
    )


def test_a_span_over_midnight_and_another_year() -> None:
    late = datetime(2025, 2, 13, 14, 50, tzinfo=UTC)
    after = datetime(2025, 2, 13, 15, 20, tzinfo=UTC)
    assert when.between(late, after, ("Asia/Tokyo",), year=2026) == (
        "Tokyo 13 Feb 2025 23:50 - 14 Feb 2025 00:20 | UTC 13 Feb 2025 14:50-15:20"
    )


def test_equal_clocks_are_said_once() -> None:
    assert when.between(START, END, ("Asia/Tokyo", "Asia/Seoul"), year=2025) == (
        "Tokyo = Seoul 13 Feb 23:10-23:25 | UTC 14:10-14:25"
    )
    assert when.between(START, END, ("UTC", "UTC"), year=2025) == "UTC 13 Feb 14:10-14:25"


def test_an_instant() -> None:
    assert when.instant(END, ("UTC",), year=2025) == "UTC 13 Feb 14:25"
    assert when.between(END, END, ("UTC",), year=2025) == "UTC 13 Feb 14:25"
    assert when.one(END, "Asia/Tokyo") == "13 Feb 2025 23:25 Tokyo"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2025-02-07", "7 Feb 2025"),
        ("2025-02-07T23:00:00-05:00", "7 Feb 2025"),
        ("last Tuesday", "last Tuesday"),
        (None, None),
    ],
)
def test_the_pages_own_date(written: str | None, said: str | None) -> None:
    assert when.page_date(written) == said


def test_one_instant_by_itself_and_for_machines() -> None:
    tokyo = END.astimezone(ZoneInfo("Asia/Tokyo"))
    assert when.minute(END, "Asia/Tokyo") == "2025-02-13 23:25"
    assert when.utc(tokyo) == "2025-02-13 14:25 UTC"
    assert when.exact(tokyo) == "2025-02-13T14:25:00Z"
