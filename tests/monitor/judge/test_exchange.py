"""Truncation, failures, PDFs, and what holds for any input."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.judge.exchange import closed, judge_exchange
from storage.model import Exchange, Failure, FailureKind, Judgement

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Judge = Callable[..., Judgement]
READOUT = "<h1>Readout</h1><p>The two ministers reviewed the preparations for the summit.</p>"
UNCLOSED = b"<!DOCTYPE html><html><title>Readout</title><body><p>The two ministers reviewed"


def test_a_304_is_not_modified(judge: Judge) -> None:
    assert judge(status=304, raw=b"") == Judgement(verdict="not_modified", reason=None)


def test_a_page_shorter_than_announced_is_truncated(judge: Judge) -> None:
    judgement = judge(title="Readout", body=READOUT, declared=2000, received=1000)
    assert judgement == Judgement(
        verdict="truncated", reason="the page is shorter than announced: 1,000 of 2,000 bytes"
    )


def test_nothing_of_what_was_announced_is_truncated_too(judge: Judge) -> None:
    assert judge(raw=b"", declared=2000).verdict == "truncated"


@pytest.mark.parametrize(("before", "verdict"), [(True, "truncated"), (False, "ok"), (None, "ok")])
def test_a_missing_end_counts_only_when_there_was_one(
    judge: Judge, before: object, verdict: str
) -> None:
    assert judge(raw=UNCLOSED, previous_closed=before).verdict == verdict


def test_a_pdf_is_truncated_by_its_own_mark(judge: Judge) -> None:
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
    assert judge(raw=pdf, declared=900, received=len(pdf)).verdict == "truncated"
    assert judge(raw=pdf, previous_closed=True).reason == (
        "the page breaks off: no closing %%EOF, which it had before"
    )
    assert judge(raw=pdf + b"%%EOF\n", previous_closed=True).verdict == "ok"


@pytest.mark.parametrize(
    "kind", ["timeout", "dns", "connect", "tls", "protocol", "too_large", "redirects", "private"]
)
def test_a_failure_says_what_failed(judge: Judge, kind: FailureKind) -> None:
    failure = Failure(kind=kind, text="no answer within 30 s")
    judgement = judge(status=None, raw=b"", failure=failure)
    assert judgement == Judgement(verdict="failed", reason="no answer within 30 s")


def test_robots_txt_is_a_refusal(judge: Judge) -> None:
    failure = Failure(kind="robots", text="robots.txt asks programs not to read this page")
    assert judge(status=None, raw=b"", failure=failure).verdict == "blocked"


def test_a_failure_after_part_of_the_page_is_truncated(judge: Judge) -> None:
    failure = Failure(kind="timeout", text="no more bytes for 30 s")
    judgement = judge(raw=UNCLOSED, failure=failure)
    assert judgement.verdict == "truncated"
    assert judgement.reason == (
        f"the page broke off: {len(UNCLOSED)} bytes came, then no more bytes for 30 s"
    )


def test_a_page_in_utf_16_is_read(judge: Judge) -> None:
    page = "<html><title>Page not found</title><body><p>Try the search.</p></body></html>"
    assert judge(raw=page.encode("utf-16")).verdict == "gone"


@pytest.mark.parametrize("landed", ["ok", "p2", "go/", "main", "en/press", "ja/index2.html"])
def test_a_short_address_is_no_front_page(judge: Judge, landed: str) -> None:
    reply = judge(final_url=f"https://www.ministry.example/{landed}", body="<p>They met.</p>")
    assert reply.verdict == "ok"


@pytest.mark.parametrize("landed", ["", "en", "zh-hans/", "fr/accueil.html", "main.do", "home"])
def test_the_front_page_of_a_language(judge: Judge, landed: str) -> None:
    reply = judge(final_url=f"https://www.ministry.example/{landed}", body="<p>Welcome.</p>")
    assert reply.verdict == "gone"


@pytest.mark.parametrize(
    "end",
    [b"</html>", b"</HTML>\n<!-- 0.2 s -->", b"</html\n >", b"%%EOF\r\n", b"</rss>", b"</feed>"],
)
def test_closed_finds_an_end_near_the_end(end: bytes) -> None:
    assert closed(b"x" * 9000 + end)
    assert not closed(end + b"x" * 9000)
    assert not closed(b"")


@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                ["<title>", "</title>", "<h1", "<a ", "<p>", "<script", "&#", "404", "\x00"]
            )
        ).map(lambda parts: "".join(parts).encode()),
    ),
    status=st.integers(100, 999),
    content_type=st.sampled_from(["text/html", "text/html; charset=zz", "", "application/pdf"]),
)
@settings(max_examples=300)
def test_any_reply_gets_one_and_the_same_judgement(
    body: bytes, status: int, content_type: str
) -> None:
    at = "https://a.example/b"
    reply = Exchange(
        url=at, final_url=at, hops=(), status=status, headers=(("content-type", content_type),),
        body=body, declared_bytes=None, received_bytes=len(body), started_at=NOW, ended_at=NOW,
        failure=None, retry_at=None,
    )  # fmt: skip
    judged = judge_exchange(reply, previous_closed=None)
    assert judged == judge_exchange(reply, previous_closed=None)
    assert (judged.reason is None) == (judged.verdict in {"ok", "not_modified"})


@pytest.mark.parametrize(
    "bait",
    [
        "<script",
        "<a ",
        "<noscript>",
        "<!--",
        "<h1>",
        "<title",
        "<",
        "<a>x",
        "&",
        "404 ",
        "<input ",
        "<b ",
        "</script",
        "<noscript></noscript",
        "/cdn-cgi/challenge-platform/",
    ],
)
def test_hostile_repetition_takes_no_longer_than_any_page(judge: Judge, bait: str) -> None:
    body = (bait * (70_000 // len(bait))).encode()
    started = time.process_time()
    judge(raw=body, status=403)
    judge(raw=b"<title>404</title>" + body)
    assert time.process_time() - started < 1.0
