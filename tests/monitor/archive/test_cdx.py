"""The archive's index: what is asked, what its answers say, and which captures are fetched."""

import contextlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.archive import cdx
from monitor.archive.cdx import Row, ends_of_runs, question, read

NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest"]


def _row(stamp: str, digest: str, status: str = "200") -> Row:
    return Row(stamp=stamp, original="https://m.example/a", status=status, digest=digest)


def test_the_question_names_both_ends_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    asked = question(
        "https://archive.example", "https://m.example/a?b=1&c=台",
        datetime(2025, 2, 1, tzinfo=tokyo), datetime(2025, 3, 1, tzinfo=tokyo), "key a",
    )  # fmt: skip
    assert asked == (
        "https://archive.example/cdx/search/cdx?url=https%3A%2F%2Fm.example%2Fa%3Fb%3D1%26c%3D%E5%8F%B0"
        "&output=json&fl=timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest&from=20250131150000"
        "&to=20250228150000&limit=5000&showResumeKey=true&resumeKey=key+a"
    )


def test_an_answer_is_rows_and_perhaps_a_key() -> None:
    line = ["20250201000000", "http://m.example/a", "text/html", "200", "AAAA"]
    part = read(json.dumps([NAMES, line, [], ["example%2Cm%29%2Fa 2025"]]).encode())
    assert part.key == "example%2Cm%29%2Fa 2025"
    (row,) = part.rows
    assert (row.at, row.original, row.worth) == (
        datetime(2025, 2, 1, tzinfo=UTC), "http://m.example/a", "page",
    )  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", json.dumps([NAMES]).encode()])
def test_no_capture_is_an_answer_too(body: bytes) -> None:
    assert read(body) == cdx.Part(rows=(), key=None)


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1]", b'[["timestamp"'])
def test_what_is_no_index_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(body)


def test_a_line_without_a_time_is_passed_over() -> None:
    lines = [["2025", "u", "", "200", "A"], ["20251399000000", "u", "", "200", "A"]]
    assert read(json.dumps([NAMES, *lines]).encode()).rows == ()


@pytest.mark.parametrize(
    ("status", "worth"),
    [
        ("200", "page"),
        ("206", "page"),
        ("-", "page"),
        ("301", "redirect"),
        ("404", "page"),
        ("500", "error"),
    ],
)
def test_the_status_says_what_may_be_a_page(status: str, worth: str) -> None:
    assert _row("20250201000000", "A", status).worth == worth


def test_of_each_run_the_first_and_the_last_are_wanted() -> None:
    digests = ["A", "A", "A", "B", "A", "A"]
    rows = [_row(f"2025020{day}000000", digest) for day, digest in enumerate(digests, start=1)]
    assert [row.stamp[6:8] for row in ends_of_runs(rows)] == ["01", "03", "04", "05", "06"]


def test_a_redirect_or_an_error_ends_a_run() -> None:
    rows = [
        _row("20250201000000", "A"),
        _row("20250202000000", "A", "-"),
        _row("20250203000000", "X", "503"),
        _row("20250204000000", "A"),
        _row("20250205000000", "Y", "301"),
    ]
    assert [row.stamp[6:8] for row in ends_of_runs(rows)] == ["01", "02", "04"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.slow
@given(st.binary() | st.lists(st.lists(_JSON)).map(lambda told: json.dumps(told).encode()))
def test_whatever_comes_is_rows_or_no_index(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert all(row.at for row in read(body).rows)


def test_what_is_nested_without_end_is_no_index() -> None:
    with pytest.raises(ValueError, match="nested"):
        read(b"[" * 200_000)
