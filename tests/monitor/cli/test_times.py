"""Two times on one line, in the publisher's zone."""

from datetime import UTC, datetime

import pytest

from monitor.cli.times import between


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "zone", "said"),
    [
        (
            "2025-03-10T08:00", "2025-04-15T09:00", "Europe/London",
            "between 2025-03-10 08:00 GMT and 04-15 10:00 BST",
        ),
        (
            "2025-10-26T00:30", "2025-10-26T01:30", "Europe/London",
            "between 2025-10-26 01:30 BST and 01:30 GMT",
        ),
        (
            "2025-02-13T14:10", "2025-02-13T14:25", "Asia/Tokyo",
            "between 2025-02-13 23:10 and 23:25 JST",
        ),
        ("2025-02-13T14:10", "2025-02-13T14:10:40", "Asia/Tokyo", "at 2025-02-13 23:10 JST"),
        (None, "2025-04-15T09:00", "Europe/London", "at 2025-04-15 10:00 BST"),
        (  # whose offsets have no names
            "2025-02-13T14:10", "2025-02-13T14:25", "America/Sao_Paulo",
            "between 2025-02-13 11:10 and 11:25 America/Sao_Paulo",
        ),
    ],
)  # fmt: skip
def test_between(start: str | None, end: str, zone: str, said: str) -> None:
    assert between(at(start) if start else None, at(end), zone) == said
