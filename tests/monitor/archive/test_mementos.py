"""A memento as the exchange that the archive had, and whether it is the one that was asked for."""

from datetime import UTC, datetime

import pytest

from monitor.archive import mementos
from monitor.archive.cdx import Row
from storage.model import Exchange

ROW = Row(
    stamp="20250213142500", original="http://www.m.example:80/a?b=1", status="200", digest="A"
)
AT = datetime(2025, 2, 13, 14, 25, tzinfo=UTC)
PLACE = "https://archive.example"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def _answer(*headers: tuple[str, str], url: str = mementos.address(PLACE, ROW)) -> Exchange:
    return Exchange(
        url=url, final_url=url, hops=(), status=200, headers=headers, body=b"<p>We met.",
        declared_bytes=None, received_bytes=9, started_at=NOW, ended_at=NOW, failure=None,
        retry_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "url", "expected"),
    [
        ("Thu, 13 Feb 2025 14:25:00 GMT", mementos.address(PLACE, ROW), True),
        (
            "Thu, 13 Feb 2025 14:25:00 GMT",
            f"{PLACE}/web/20250213142500id_/https://m.example/a?b=1",
            True,
        ),
        ("Thu, 13 Feb 2025 14:25:01 GMT", mementos.address(PLACE, ROW), False),
        (
            "Thu, 13 Feb 2025 14:25:00 GMT",
            f"{PLACE}/web/20250213142500id_/https://m.example/other",
            False,
        ),
        ("Thu, 13 Feb 2025 14:25:00 GMT", f"{PLACE}/web/20250213142500id_/http://[a", False),
        ("Thu, 13 Feb 2025 14:25:00 GMT", f"{PLACE}/sorry", False),
        ("once upon a time", mementos.address(PLACE, ROW), False),
        (None, mementos.address(PLACE, ROW), False),
    ],
)
def test_only_the_capture_that_was_asked_for_is_taken(
    told: str | None, url: str, *, expected: bool
) -> None:
    headers = () if told is None else (("memento-datetime", told),)
    assert mementos.is_of(_answer(*headers, url=url), ROW) is expected


def test_the_pages_own_headers_are_those_that_the_archive_names_so() -> None:
    answer = _answer(
        ("Server", "archive"), ("Content-Type", "text/html"), ("Retry-After", "5"),
        ("x-archive-orig-server", "harbour"), ("X-Archive-Orig-Content-Length", "4000"),
    )  # fmt: skip
    got = mementos.exchange_of(answer, ROW)
    assert got.headers == (
        ("server", "harbour"), ("Content-Length", "4000"), ("Content-Type", "text/html"),
    )  # fmt: skip
    assert (got.url, got.final_url) == (ROW.original, ROW.original)
    assert (got.started_at, got.ended_at, got.retry_at) == (AT, AT, None)
    assert got.declared_bytes == 4000  # a page that broke off when the archive read it


@pytest.mark.parametrize("name", ["Content-Encoding", "Transfer-Encoding"])
def test_the_length_of_what_was_encoded_says_nothing(name: str) -> None:
    answer = _answer((f"X-Archive-Orig-{name}", "gzip"), ("X-Archive-Orig-Content-Length", "40"))
    assert mementos.exchange_of(answer, ROW).declared_bytes is None


def test_where_it_is_from_is_read_back_for_people() -> None:
    told = mementos.provenance(mementos.address(PLACE, ROW), NOW)
    assert told.startswith("fetched 2026-03-02T08:00:00Z from ")
    assert mementos.memento_of(told) == f"{PLACE}/web/20250213142500/{ROW.original}"
    assert mementos.memento_of("crawl.warc.gz <urn:uuid:1>, by desk") is None
    assert mementos.memento_of(None) is None
