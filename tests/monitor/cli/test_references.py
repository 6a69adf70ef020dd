"""Times on the command line: as precise as they are written."""

from datetime import UTC, datetime

import pytest

from monitor.cli.references import parse_time
from monitor.errors import UsageError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-02-10", "2025-02-10T14:59:59.999999"),
        ("2025-02-10T09:30", "2025-02-10T00:30:59.999999"),
        ("2025-02-10 09:30:15", "2025-02-10T00:30:15.999999"),
        ("2025-02-10T09:30:15Z", "2025-02-10T09:30:15.999999"),
        ("2025-02-10T09:30+01:00", "2025-02-10T08:30:59.999999"),
        ("2025-02-10T09:30:15.25Z", "2025-02-10T09:30:15.25"),
    ],
)
def test_a_time_means_the_end_of_what_is_written(written: str, meant: str) -> None:
    assert parse_time(written, "Asia/Tokyo") == datetime.fromisoformat(meant).replace(tzinfo=UTC)


def test_what_is_no_time_is_said() -> None:
    with pytest.raises(UsageError, match="'soon' is no version and no time"):
        parse_time("soon", "UTC")


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_times(written: str) -> None:
    for zone in ("Asia/Tokyo", "America/New_York"):
        assert parse_time(written, zone).tzinfo is UTC
