"""Redirects: followed by hand, recorded, bounded; cookies live as long as a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.model import Failure, Hop

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.monitor.fetch.conftest import Site, Visit


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_each_hop_is_recorded(site: Site, visit: Visit, status: int) -> None:
    site.redirect("/a", "/b?x=1", status)
    site.redirect("/b?x=1", site.url + "/c")
    site.page("/c", b"here")
    exchange = visit(site.url + "/a")
    assert exchange.body == b"here"
    assert (exchange.url, exchange.final_url) == (site.url + "/a", site.url + "/c")
    assert exchange.hops == (
        Hop(url=site.url + "/a", status=status, location="/b?x=1"),
        Hop(url=site.url + "/b?x=1", status=302, location=site.url + "/c"),
    )
    assert site.connections == 1


def test_ten_redirects_are_followed_and_no_more(site: Site, visit: Visit) -> None:
    for number in range(11):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/11", b"the end")
    assert visit(site.url + "/1").body == b"the end"
    exchange = visit(site.url + "/0")
    assert exchange.failure == Failure(
        kind="redirects", text="more than 10 redirects, the last to /11"
    )
    assert len(exchange.hops) == 10
    assert "/11" not in site.paths[11:]


def test_a_circle_is_noticed(site: Site, visit: Visit) -> None:
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    exchange = visit(site.url + "/a")
    assert exchange.failure == Failure(
        kind="redirects", text=f"the redirects go in a circle: back to {site.url}/a"
    )
    assert site.paths == ["/a", "/b"]
    assert len(exchange.hops) == 2


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/a", "file:///etc/passwd", "javascript:alert(1)", "data:,x"]
)
def test_another_scheme_is_refused(site: Site, visit: Visit, location: str) -> None:
    site.redirect("/a", location)
    exchange = visit(site.url + "/a")
    assert exchange.failure == Failure(
        kind="redirects", text=f"redirected to {location}, which is neither http nor https"
    )
    assert exchange.hops[0].location == location


def test_a_redirect_that_leads_nowhere_is_the_answer(site: Site, visit: Visit) -> None:
    site.page("/a", b"moved, but where?", 302)
    site.page("/b", b"choose", 300, {"Location": "/c"})
    assert visit(site.url + "/a").status == 302
    assert visit(site.url + "/a").body == b"moved, but where?"
    assert visit(site.url + "/b").status == 300


def test_a_location_in_utf_8_and_a_very_long_one(site: Site, visit: Visit) -> None:
    site.raw("/a", "HTTP/1.1 302 Found\r\nLocation: /会見\r\n\r\n".encode())
    site.page("/%E4%BC%9A%E8%A6%8B", b"here")
    exchange = visit(site.url + "/a")
    assert exchange.body == b"here"
    assert exchange.hops[0].location == "/会見"
    site.redirect("/b", "ftp://" + "x" * 10_000)
    failure = visit(site.url + "/b").failure
    assert failure is not None
    assert len(failure.text) < 300


def test_the_endless_body_of_a_redirect_is_not_read(site: Site, visit: Visit) -> None:
    site.raw("/a", b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n", *[bytes(65536)] * 500)
    site.page("/b", b"here")
    assert visit(site.url + "/a").body == b"here"


def test_redirects_share_the_deadline(site: Site, visit: Visit) -> None:
    for number in range(10):
        head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /%d\r\n" % (number + 1)
        site.raw(f"/{number}", head, b"\r\n", pause=0.15)
    exchange = visit(site.url + "/0", seconds=0.5)
    assert exchange.failure is not None
    assert exchange.failure.kind == "timeout"
    assert 1 <= len(exchange.hops) <= 4
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


def gate(handler: BaseHTTPRequestHandler) -> None:
    """As some ministries have it: 307 with a cookie to the same address, then the page."""
    if handler.headers["Cookie"] == "pass=1":
        handler.send_response(200)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"page")
        return
    handler.send_response(307)
    handler.send_header("Set-Cookie", "pass=1; Path=/; HttpOnly")
    handler.send_header("Location", handler.path)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def test_a_cookie_gate_is_no_circle(site: Site, visit: Visit) -> None:
    site.pages["/a"] = gate
    exchange = visit(site.url + "/a")
    assert (exchange.body, exchange.failure) == (b"page", None)
    assert [hop.status for hop in exchange.hops] == [307]


def test_cookies_end_with_the_visit(site: Site, visit: Visit) -> None:
    site.pages["/a"] = gate
    visit(site.url + "/a")
    visit(site.url + "/a")
    cookies = [headers.get("Cookie") for path, headers in site.asked if path == "/a"]
    assert cookies == [None, "pass=1", None, "pass=1"]


def test_robots_txt_is_an_errand_without_the_visits_cookies(site: Site, visit: Visit) -> None:
    site.page("/robots.txt", b"", 404, {"Set-Cookie": "robot=1"})
    site.pages["/a"] = gate
    assert visit(site.url + "/a").body == b"page"


def test_a_gate_that_never_opens_is_a_circle(site: Site, visit: Visit) -> None:
    site.page("/a", b"", 307, {"Location": "/a", "Set-Cookie": "pass=0"})
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert "circle" in failure.text


def test_a_gate_with_ever_new_cookies_ends_too(site: Site, visit: Visit) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Set-Cookie", f"n={len(site.asked)}")
        handler.send_header("Location", "/a")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/a"] = answer
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert "more than 10" in failure.text


def test_a_cookie_is_not_shown_to_another_site(site: Site, visit: Visit) -> None:
    site.page(
        "/a", b"", 302, {"Set-Cookie": "secret=1", "Location": f"http://localhost:{site.port}/b"}
    )
    visit(site.url + "/a")
    assert site.asked[-1][0] == "/b"
    assert "Cookie" not in site.asked[-1][1]
