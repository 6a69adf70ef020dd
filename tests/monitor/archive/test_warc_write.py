"""A capture as WARC: what warcio's reader finds, and that nothing is lost of what was kept."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from monitor.archive.warc_write import SOURCE, records, writer
from storage import captures, chain
from storage.model import Capture, Exchange, Failure, Hop

AT = datetime(2025, 2, 7, 16, 55, 0, 123456, tzinfo=UTC)
BODY = "<p>We agree: 台湾.</p>".encode()
GOOD = Exchange(
    url="https://ministry.example/statement",
    final_url="https://www.ministry.example/statement/",
    hops=(
        Hop(
            url="https://ministry.example/statement",
            status=301,
            location="https://www.ministry.example/statement/",
        ),
    ),
    status=200,
    headers=(
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("transfer-encoding", "chunked"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
    ),
    body=BODY,
    declared_bytes=None,
    received_bytes=17,
    started_at=AT,
    ended_at=AT + timedelta(seconds=1),
    failure=None,
    retry_at=None,
)


def capture(exchange: Exchange = GOOD) -> Capture:
    return Capture(
        capture_id=7,
        source_id=3,
        origin="direct",
        exchange=exchange,
        body_sha256=hashlib.sha256(exchange.body).digest(),
    )


def written(one: Capture) -> bytes:
    out = io.BytesIO()
    to = writer(out)
    for record in records(to, one, "ministry-statement"):
        to.write_record(record)
    return out.getvalue()


def read(one: Capture) -> list[tuple[ArcWarcRecord, bytes]]:
    stream = ArchiveIterator(io.BytesIO(written(one)), check_digests="raise")
    return [(record, record.raw_stream.read()) for record in stream]


def test_the_redirects_come_first_then_the_answer_then_what_else_is_known() -> None:
    (hop, _), (answer, body), (known, _) = read(capture())
    assert [one.rec_type for one in (hop, answer, known)] == ["response", "response", "metadata"]
    assert hop.http_headers.get_statuscode() == "301"
    assert hop.http_headers.get_header("Location") == "https://www.ministry.example/statement/"
    assert answer.rec_headers.get_header("WARC-Target-URI") == GOOD.final_url
    assert answer.rec_headers.get_header("WARC-Date") == "2025-02-07T16:55:00.123456Z"
    assert answer.rec_headers.get_header(SOURCE) == "ministry-statement"
    assert body == BODY


def test_headers_of_the_wire_are_renamed_since_the_payload_is_decoded() -> None:
    (_, _), (answer, _), _ = read(capture())
    assert answer.http_headers.headers == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-transfer-encoding", "chunked"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Length", str(len(BODY))),
    ]


def test_what_is_known_of_the_capture_is_the_content_of_its_link() -> None:
    one = capture()
    *_, (_, payload) = read(one)
    assert hashlib.sha256(payload).digest() == chain.content("capture", captures.evidence(one))
    assert json.loads(payload)["received_bytes"] == 17


def test_the_same_capture_gives_the_same_bytes() -> None:
    assert written(capture()) == written(capture())


def test_the_record_ids_of_two_captures_differ() -> None:
    ids = [
        record.rec_headers.get_header("WARC-Record-ID")
        for one in (capture(), replace(capture(), capture_id=8))
        for record, _ in read(one)
    ]
    assert len(set(ids)) == 6


def test_a_body_that_broke_off_is_said_to_be_truncated() -> None:
    failure = Failure(kind="timeout", text="it took longer than 30 s")
    (_, _), (answer, body), _ = read(capture(replace(GOOD, failure=failure)))
    assert answer.rec_headers.get_header("WARC-Truncated") == "time"
    assert body == BODY


def test_an_exchange_without_an_answer_leaves_only_what_is_known() -> None:
    failure = Failure(kind="dns", text="no such host")
    nothing = replace(GOOD, hops=(), status=None, headers=(), body=b"", failure=failure)
    ((record, payload),) = read(capture(nothing))
    assert record.rec_type == "metadata"
    assert json.loads(payload)["failure"] == ["dns", "no such host"]


def test_a_page_that_came_without_http_is_a_resource() -> None:
    saved = replace(GOOD, hops=(), status=None, headers=(("Content-Type", "text/html"),))
    (record, body), _ = read(capture(saved))
    assert record.rec_type == "resource"
    assert record.content_type == "text/html"
    assert body == BODY


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_NAMES = st.from_regex(r"\A[A-Za-z][A-Za-z-]{0,15}\Z")


@given(
    headers=st.lists(st.tuples(_NAMES, _TEXT), max_size=6),
    body=st.binary(max_size=300),
    location=_TEXT,
    status=st.integers(100, 999),
)
def test_no_header_or_body_breaks_a_record(
    headers: list[tuple[str, str]], body: bytes, location: str, status: int
) -> None:
    hop = Hop(url=GOOD.url, status=302, location=location)
    came = replace(GOOD, headers=tuple(headers), body=body, status=status, hops=(hop,))
    (moved, _), (answer, payload), (known, _) = read(capture(came))
    assert payload == body
    assert len(answer.http_headers.headers) == len(headers) + 1
    assert len(moved.http_headers.headers) == 2
    assert known.rec_type == "metadata"
