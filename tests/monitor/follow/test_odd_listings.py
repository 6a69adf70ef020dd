"""Listings that answer with something odd: nothing is told that was not, nothing is lost."""

import gzip
from collections.abc import Callable

import pytest

from monitor.discover import matching
from tests.monitor.conftest import Answer, Desk, ScriptedSite
from tests.monitor.follow.test_kinds import PRESS, feed, remarked, sitemaps, urlset, watched
from tests.monitor.follow.test_listings import DOCUMENT

pytestmark = pytest.mark.slow

A = ("/a", "First readout", "Mon, 02 Mar 2026 07:00:00 GMT")
B = ("/b", "Second readout", "Mon, 02 Mar 2026 08:00:00 GMT")
C = ("/c", "Third readout", "Mon, 02 Mar 2026 09:00:00 GMT")
FOLLOWED = ["press", "press-first-readout", "press-second-readout"]
HTML = {"Content-Type": "text/html; charset=utf-8"}


def _cut(answer: Answer, end: int) -> Answer:
    return 200, answer[1][:end], {"Content-Type": "application/rss+xml"}


ODD: dict[str, Answer] = {
    "a challenge": (
        403,
        b"<html><head><title>Just a moment...</title></head><body><p>Checking.</p></body></html>",
        HTML,
    ),
    "a challenge that says it is well": (
        200,
        (
            b"<!doctype html><html><head><title>Just a moment...</title></head><body>"
            b"<script>window._cf_chl_opt={}</script><a href='/x'>More</a></body></html>"
        ),
        HTML,
    ),
    "a page of news in the place of the feed": (
        200,
        b"<!doctype html><html><head><title>News</title></head><body><main><ul>"
        + b"".join(
            b"<li>2 March 2026 <a href='/other-%d'>A quite other title of the ministry</a></li>" % n
            for n in range(9)
        )
        + b"</ul></main></body></html>",
        HTML,
    ),
    "a page that is not there": (
        404,
        (
            b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body>"
            b"</html>"
        ),
        HTML,
    ),
    "a feed that breaks off": _cut(feed(B, A), 180),
    "a feed that breaks off at its beginning": _cut(feed(B, A), 30),
    "an empty feed": feed(),
    "no body": (200, b"", HTML),
    "a sitemap": urlset("http://127.0.0.1/other"),
    "an error in JSON": (200, b'{"error": "too many requests"}', {"Content-Type": "text/json"}),
    "bytes": (200, bytes(range(256)) * 9, {"Content-Type": "application/rss+xml"}),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_discovers_nothing_and_unlists_nothing(
    name: str, follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    for path, title, _ in (A, B, C):
        site.say(path, f"The text of the {title}.", *DOCUMENT)
    site.answers["/feed"] = feed(B, A)
    one = follow(PRESS)
    assert watched(one) == FOLLOWED
    site.answers["/feed"] = ODD[name]
    for _ in range(3):
        one.round()
    assert watched(one) == FOLLOWED
    assert [mail for mail in one.mails if not mail.endswith("| press")] == []
    assert all(not remarked(one, slug) for slug in FOLLOWED[1:])
    site.answers["/feed"] = feed(C, B, A)
    one.round()
    one.round()
    assert [mail for mail in one.mails if mail.startswith("NEW")] == [
        'NEW "Readout" | Third readout'
    ]
    assert all(not remarked(one, slug) for slug in FOLLOWED[1:])


GOOD: dict[str, Answer] = {
    "a feed that says it is a page": (200, feed(B, A)[1], HTML),
    "a feed in windows-1251": (
        200,
        feed(B, A)[1]
        .decode()
        .replace('"1.0"?>', '"1.0" encoding="windows-1251"?><!-- Лента -->')
        .encode("cp1251"),
        {"Content-Type": "text/xml"},
    ),
    "a feed with stray signs": (
        200,
        feed(B, A)[1].replace(b"First readout", b"First readout &nbsp; <br>"),
        {"Content-Type": "application/rss+xml"},
    ),
    "a feed with a mark and a document type": (
        200,
        b"\xef\xbb\xbf"
        + feed(B, A)[1].replace(b'"1.0"?>', b'"1.0"?><!DOCTYPE rss [<!ENTITY x "y">]>'),
        {"Content-Type": "application/rss+xml"},
    ),
    "JSON Feed": (
        200,
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
            b'{"id": "2", "url": "/b", "title": "Second readout"},'
            b'{"id": "1", "url": "/a", "title": "First readout"}]}'
        ),
        {"Content-Type": "application/feed+json"},
    ),
    "a packed feed": (
        200,
        gzip.compress(feed(B, A)[1], mtime=0),
        {"Content-Type": "application/x-gzip"},
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_odd_listing_is_followed_as_any_other(
    name: str, follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    for path, title, _ in (A, B):
        site.say(path, f"The text of the {title}.", *DOCUMENT)
    site.answers["/feed"] = GOOD[name]
    one = follow(PRESS)
    assert watched(one) == FOLLOWED
    assert one.mails == []


def test_robots_leads_to_its_sitemaps_and_an_index_to_those_it_names(
    follow: Callable[..., Desk], site: ScriptedSite
) -> None:
    base = f"http://127.0.0.1:{site.port}"
    site.say("/a", "The text of the first readout.", *DOCUMENT)
    site.say("/b", "The text of the second readout.", *DOCUMENT)
    robots = f"User-agent: *\nDisallow: /private\nSitemap: {base}/index.xml\n".encode()
    site.answers["/robots.txt"] = (200, robots, {"Content-Type": "text/plain"})
    site.answers["/index.xml"] = sitemaps((f"{base}/map.xml.gz", "2026-03-01"))
    packed = gzip.compress(urlset(f"{base}/a")[1], mtime=0)
    site.answers["/map.xml.gz"] = (200, packed, {"Content-Type": "application/gzip"})
    one = follow('id: press, url: "BASE/robots.txt", document: {select: "#text"}')
    assert watched(one) == ["press", "press-a", "press-index", "press-map"]
    assert one.mails == []
    packed = gzip.compress(urlset(f"{base}/a", f"{base}/b")[1], mtime=0)
    site.answers["/map.xml.gz"] = (200, packed, {"Content-Type": "application/gzip"})
    for _ in range(3):
        one.round()
    assert one.mails == ['NEW "Readout" | press-b']


def test_an_expression_that_would_run_for_ever_is_a_fault_of_the_listing(
    follow: Callable[..., Desk], site: ScriptedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.05)
    site.answers["/feed"] = feed(("/a", "a" * 90 + "!", "Mon, 02 Mar 2026 07:00:00 GMT"))
    one = follow(PRESS + ', match: "(a|aa)+$", broken_after: 1, broken_for: 0s')
    assert watched(one) == ["press"]
    (said,) = one.mails
    assert "match '(a|aa)+$' takes more than 0.05 s: write it more simply" in said
