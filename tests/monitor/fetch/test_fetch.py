"""One visit: what is asked, what comes of it, and that nothing the network does is an exception."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest
import responses
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.clock import SYSTEM
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from storage.model import Exchange, Failure

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.monitor.fetch.conftest import Site, Visit


def test_an_ordinary_page_is_kept_as_it_came(site: Site, visit: Visit) -> None:
    site.page("/a", b"<p>hello</p>", headers={"ETag": '"1"', "X-Twice": "one"})
    exchange = visit(site.url + "/a")
    assert (exchange.status, exchange.body, exchange.failure) == (200, b"<p>hello</p>", None)
    assert (exchange.url, exchange.final_url, exchange.hops) == (site.url + "/a",) * 2 + ((),)
    assert (exchange.declared_bytes, exchange.received_bytes) == (12, 12)
    assert exchange.header("etag") == '"1"'
    assert [name for name, _ in exchange.headers][-3:] == ["ETag", "X-Twice", "Content-Length"]
    assert exchange.started_at.tzinfo is UTC
    assert exchange.started_at <= exchange.ended_at


def test_we_say_who_we_are_and_ask_only_for_what_we_can_read(site: Site, visit: Visit) -> None:
    visit(site.url + "/a")
    _, headers = site.asked[-1]
    assert headers["User-Agent"] == "readout/0.0 (+desk@example.org)"
    assert headers["Accept"] == "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
    assert headers["Accept-Encoding"] == "gzip, deflate, br, zstd"
    assert not {"Cookie", "Referer", "If-None-Match", "Cache-Control"} & headers.keys()


def test_a_user_agent_that_cannot_be_sent_is_made_plain(site: Site) -> None:
    session = HostSession(user_agent="readout/1 (+régie\r\nX-Evil: 1)", allow_private=True)
    fetch(Request(url=site.url + "/a"), session, clock=SYSTEM)
    session.close()
    _, headers = site.asked[-1]
    assert headers["User-Agent"] == "readout/1 (+r?gie X-Evil: 1)"
    assert "X-Evil" not in headers


def test_the_environment_has_no_say(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.page("/a", b"direct")
    assert visit(site.url + "/a").body == b"direct"


def test_a_page_seen_before_is_asked_for_conditionally(site: Site, visit: Visit) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(304 if handler.headers["If-None-Match"] == 'W/"é"' else 500)
        handler.send_header("Content-Length", "60000")  # of the page, not of this answer
        handler.end_headers()

    site.pages["/a"] = answer
    exchange = visit(site.url + "/a", etag='W/"é"', last_modified="Fri, 07 Feb 2025 16:55:00 GMT")
    assert (exchange.status, exchange.body, exchange.failure) == (304, b"", None)
    assert (exchange.declared_bytes, exchange.received_bytes) == (None, 0)
    assert site.asked[-1][1]["If-Modified-Since"] == "Fri, 07 Feb 2025 16:55:00 GMT"


def test_a_second_look_goes_past_every_cache(site: Site, visit: Visit) -> None:
    site.page("/a", b"now")
    visit(site.url + "/a", etag='"1"', last_modified="x", fresh=True)
    _, headers = site.asked[-1]
    assert (headers["Cache-Control"], headers["Pragma"]) == ("no-cache", "no-cache")
    assert not {"If-None-Match", "If-Modified-Since"} & headers.keys()


@pytest.mark.parametrize("tag", ['"a\r\nX-Evil: 1"', '"日本"', '"\0"'])
def test_a_tag_that_cannot_be_sent_is_left_out(site: Site, visit: Visit, tag: str) -> None:
    site.page("/a", b"whole")
    assert visit(site.url + "/a", etag=tag).body == b"whole"
    assert not {"If-None-Match", "X-Evil"} & site.asked[-1][1].keys()


@pytest.mark.parametrize("asked", [{}, {"etag": '"\0"'}, {"etag": '"1"', "fresh": True}])
def test_a_304_to_a_request_without_conditions_is_a_failure(
    site: Site, visit: Visit, asked: dict[str, object]
) -> None:
    site.page("/a", b"", 304)
    exchange = visit(site.url + "/a", **asked)
    assert exchange.status == 304
    assert exchange.failure == Failure(
        kind="protocol",
        text="status 304 (not modified) and no page, though the whole page was asked for",
    )


def test_headers_that_cannot_be_parsed_are_passed_over_in_silence(
    site: Site, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    site.raw("/a", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nno header\r\n\xff\xfe: x\r\n\r\nhere")
    exchange = visit(site.url + "/a")
    assert (exchange.status, exchange.body, exchange.failure) == (200, b"here", None)
    assert caplog.records == []


def test_one_connection_serves_many_visits(site: Site, visit: Visit) -> None:
    site.page("/a", b"a" * 100_000)
    site.page("/b", b"", 304)
    for path in ("/a", "/b", "/a", "/missing"):
        visit(site.url + path)
    assert site.connections == 1


def test_a_connection_closed_while_idle_is_asked_anew(site: Site, visit: Visit) -> None:
    answers = iter([b"first", None, b"third"])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = next(answers)
        if body is None:  # the server's patience ended just as our request was on its way
            handler.close_connection = True
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/a"] = answer
    assert visit(site.url + "/a").body == b"first"
    assert visit(site.url + "/a").body == b"third"
    assert site.paths == ["/a", "/a", "/a"]


def test_a_new_connection_closed_at_once_is_a_failure(site: Site, visit: Visit) -> None:
    site.raw("/robots.txt", b"HTTP/1.1 404 Nothing\r\nContent-Length: 0\r\n\r\n")
    site.raw("/a")
    exchange = visit(site.url + "/a")
    assert exchange.failure == Failure(
        kind="connect", text="127.0.0.1 closed the connection without an answer"
    )
    assert exchange.status is None
    assert site.paths == ["/a"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "ftp://www.example.org/a",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a..b/",
        "http://" + "a" * 64 + ".example/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://\0/",
        "http://ex ample/",
        "http://*.example/",
        "http://xn--/",
        "http://\udc80/",
    ],
)
def test_what_is_no_address_is_a_failure_with_a_sentence(visit: Visit, url: str) -> None:
    failure = visit(url).failure
    assert failure is not None
    assert failure.kind in ("protocol", "dns")
    assert "robots" not in failure.text
    assert "object at" not in failure.text


def test_a_name_nobody_has_is_said_so(visit: Visit) -> None:
    failure = visit("http://www.nowhere.invalid/a").failure
    assert failure == Failure(kind="dns", text="the name www.nowhere.invalid could not be resolved")


def test_a_closed_port_is_said_so(visit: Visit, site: Site, silent_port: int) -> None:
    failure = visit("http://127.0.0.1:1/a").failure
    assert failure == Failure(
        kind="connect", text="127.0.0.1 could not be reached: connection refused"
    )


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "something that is not HTTP"),
        (b"\x00\xff\xfe" * 100, "something that is not HTTP"),
        (b"HTTP/1.1 2OO Fine\r\n\r\n", "something that is not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n", "too many headers"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000, "a header line that is too long"),
        (b"HTTP/1.1 " + b"2" * 70_000, "a header line that is too long"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "headers"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n", "status 103 and no answer"),
    ],
)
def test_what_is_not_http_is_a_failure(site: Site, visit: Visit, answer: bytes, what: str) -> None:
    site.raw("/a", answer)
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "protocol"
    assert what in failure.text


def test_a_flood_of_headers_is_a_failure(site: Site, visit: Visit) -> None:
    site.raw("/a", b"HTTP/1.1 200 OK\r\n", *[b"A: %b\r\n" % (b"b" * 60_000)] * 90, b"\r\n")
    failure = visit(site.url + "/a").failure
    assert failure == Failure(kind="protocol", text="more than 256 kB of headers")


def test_an_endless_prelude_ends_at_the_deadline(site: Site, visit: Visit) -> None:
    site.raw("/a", *[b"HTTP/1.1 100 Continue\r\n\r\n"] * 200, pause=0.02)
    failure = visit(site.url + "/a", seconds=0.3).failure
    assert failure is not None
    assert failure.kind == "timeout"


def test_headers_are_safe_to_keep(site: Site, visit: Visit) -> None:
    site.raw("/a", b"HTTP/1.1 200 OK\r\nX-Odd: a\x00b\xe9\r\n folded\r\nX-Odd: \xff\r\n\r\nbody")
    exchange = visit(site.url + "/a")
    assert exchange.body == b"body"
    assert exchange.headers == (("X-Odd", "a bé folded"), ("X-Odd", "ÿ"))


HEAD = b"HTTP/1.1 200 OK\r\n"


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=200).map(HEAD.__add__),
        st.binary(max_size=200).map((HEAD + b"Transfer-Encoding: chunked\r\n\r\n").__add__),
        st.tuples(
            st.sampled_from([b"gzip", b"deflate", b"br", b"zstd", b"gzip, br"]),
            st.binary(max_size=200),
        ).map(lambda two: HEAD + b"Content-Encoding: %b\r\n\r\n%b" % two),
    )
)
@example(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n")
@example(HEAD + b"Content-Length: -5\r\n\r\nabc")
@example(HEAD + b"Set-Cookie: \x01=\xff; Expires=yes; Max-Age=-\r\n\r\nabc")
@example(b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n")
@example(b"HTTP/1.1 302 Found\r\nLocation: //\r\n\r\n")
@example(b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n")
def test_no_answer_makes_it_raise(site: Site, visit: Visit, answer: bytes) -> None:
    site.raw("/a", answer)
    exchange = visit(site.url + "/a")
    assert isinstance(exchange, Exchange)
    assert (exchange.status is not None) or (exchange.failure is not None)


@pytest.mark.parametrize("status", [429, 503, 200])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("0", 0), ("99999999999", 86400), ("soon", None), ("-5", None), ("", None)],
)
def test_retry_after_in_seconds(
    site: Site, visit: Visit, status: int, value: str, seconds: int | None
) -> None:
    site.page("/a", b"busy", status, {"Retry-After": value})
    exchange = visit(site.url + "/a")
    expected = None if seconds is None else exchange.ended_at + timedelta(seconds=seconds)
    assert exchange.retry_at == expected


@responses.activate
def test_prepared_answers_can_stand_in_for_the_network(strict_visit: Visit) -> None:
    responses.get("https://www.example.org/robots.txt", status=404)
    responses.get("https://www.example.org/a", body=b"prepared", headers={"ETag": '"1"'})
    exchange = strict_visit("https://www.example.org/a")
    assert (exchange.status, exchange.body) == (200, b"prepared")
    assert exchange.header("ETag") == '"1"'


def test_a_closed_session_can_be_closed_again(session: HostSession) -> None:
    session.close()
    session.close()
