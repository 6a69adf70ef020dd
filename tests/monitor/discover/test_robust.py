"""Whatever the bytes: a verdict or entries, never an exception, and in bounded time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.discover import listing, pages
from monitor.discover.addresses import canonical
from monitor.discover.found import Found
from monitor.discover.linked import canonical_of, linked, offered
from monitor.discover.listing import read_listing
from monitor.discover.slugs import slug
from tests.monitor.discover.conftest import exchange

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>One &amp; two'
    "</title><link>https://ministry.example/news/1</link><pubDate>Fri, 07 Feb 2025 16:55:00 GMT"
    "</pubDate><description><![CDATA[<p>Words</p>]]></description></item><item><title>Three</title>"
    '<guid isPermaLink="true">https://ministry.example/news/3</guid></item></channel></rss>'
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ministry.example/"><entry><title '
    'type="html">&lt;b&gt;One&lt;/b&gt;</title><link href="news/1"/><updated>2025-02-07T10:00:00Z'
    "</updated></entry></feed>"
)
SITEMAP = (
    "<urlset><url><loc>https://ministry.example/news/1</loc><lastmod>2025-02-07</lastmod></url>"
    "<url><loc>https://ministry.example/news/2</loc></url></urlset>"
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "One", "url":'
    '"https://ministry.example/news/1", "date_published": "2025-02-07T10:00:00Z"}]}'
)
PAGE = (
    "<html><head><base href='/en/'><title>News</title></head><body><nav><a href=/>Home</a></nav>"
    "<ul class=news><li>7 February 2025 <a href='news/1'>Statement by the Minister on ferries</a>"
    "</li><li><a href='news/2' title='Long'>Joint statement of the four minis…</a> 01/02/2025</li>"
    "<li><time datetime=2025-02-01>x</time><a href='news/3'>Remarks to the press at the airport</a>"
    "</li></ul><div class=pages><b>1</b><a href='?p=2'>2</a></div></body></html>"
)
ALL = (RSS, ATOM, SITEMAP, SITEMAP.replace("url", "sitemap"), JSON, PAGE)
PIECES = st.sampled_from(
    [
        b"<", b">", b"&", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"</item>", b"<item>", b"</rss>",
        b"&lt;", b"&#0;", b"&#xFFFFFFF;", b"&nbsp;", b"&LT;", b"\x00", b"\xff", b"\x1b$B", b'"',
        b"<a:b>", b" a:b='c'", b"<!DOCTYPE x [<!ENTITY y 'z'>]>", b"&y;", b"{", b"]", b"\\ud800",
        b"href=", b"<a href='//'>", b"<base href='x:'>", b"<title>", b"xml:base='http://['", b"\r",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A listing with pieces put in, cut out and moved about."""
    body = draw(st.sampled_from(ALL)).encode()
    for _ in range(draw(st.integers(min_value=1, max_value=6))):
        at, to = sorted(
            draw(st.tuples(*[st.integers(min_value=0, max_value=len(body))] * 2), label="span")
        )
        body = draw(
            st.sampled_from(
                [
                    body[:at] + draw(PIECES) + body[at:],
                    body[:at] + body[to:],
                    body[:at] + body[at:to] + body[at:],
                    body[:to],
                ]
            )
        )
    return body


def _is_sound(found: Found) -> None:
    assert (found.reason is None) == (found.verdict == "ok")
    assert found.verdict in {"ok", "truncated"} or not found.entries
    keys = [one.key for one in found.entries]
    assert len(keys) == len(set(keys))
    for one in found.entries:
        address = canonical(one.url)
        assert address is not None
        assert (address.url, address.key) == (one.url, one.key)
        for text in (one.title, one.summary):
            assert text is None or text == " ".join(text.split())


@given(damaged(), st.sampled_from([None, "a", "ul.news a", "li"]))
def test_a_damaged_listing_gives_entries_or_a_verdict(body: bytes, links: str | None) -> None:
    _is_sound(read_listing(exchange(body), links=links))
    _is_sound(read_listing(exchange(body), links=links, kind="atom", previous_closed=True))


@given(st.binary(max_size=400), st.sampled_from(["text/html", "application/xml", "x-gzip", ""]))
def test_any_bytes_give_entries_or_a_verdict(body: bytes, content_type: str) -> None:
    _is_sound(read_listing(exchange(body, content_type=content_type)))
    linked(body, "a[href]", "https://ministry.example/", content_type)
    canonical_of(body, "https://ministry.example/", content_type)
    offered(body, "https://ministry.example/", content_type)


@given(
    st.text(max_size=80) | st.from_regex(r"(https?:)?//[\w.:@\[\]-]{0,20}/[\w./;()%&?=#~-]{0,40}"),
    st.sampled_from([None, "https://ministry.example/en/press/?page=1"]),
)
def test_an_address_is_its_own_canonical_one(said: str, base: str | None) -> None:
    address = canonical(said, base)
    if address is not None:
        assert canonical(address.url) == address
        assert canonical(address.url, "https://elsewhere.example/x") == address
        assert address.url.isascii()


@given(st.none() | st.text(max_size=90), st.text(max_size=60), st.sets(st.text(max_size=9)))
def test_a_slug_is_always_a_name(title: str | None, path: str, taken: set[str]) -> None:
    url = f"https://ministry.example/{path}"
    name = slug(title, url, taken)
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name[0] != "-"
    assert name not in taken
    again = slug(title, url, taken | {name})
    assert again != name
    assert len(again) <= 60


_CHANNEL = '<rss version="2.0"><channel>'
_ENTRY = "<item><title>x & y</title><link>https://ministry.example/{n}</link></item>"
LARGE = {
    "angles": _CHANNEL + "<" * 300_000,
    "ampersands": f"{_CHANNEL}<item><title>{'&' * 300_000}</title></item></channel></rss>",
    "open items": _CHANNEL + "<item>" * 60_000,
    "open tags": _CHANNEL + "<a " * 100_000,
    "attributes": f"{_CHANNEL}<item {'a=b ' * 80_000}></item></channel></rss>",
    "depth": _CHANNEL + "<x>" * 100_000 + "</x>" * 100_000 + "</channel></rss>",
    "depth of a sitemap": "<urlset>" + "<url>" * 60_000,
    "comments": _CHANNEL + "<!--" * 80_000,
    "a word for ever": f"{_CHANNEL}<item><title>{'a' * 300_000}</title></item></channel></rss>",
    "links in one paragraph": "<html><p>" + "".join(f"<a href=/{n}>x</a>" for n in range(4_000)),
    "links to one page": "<html><p>" + "<a href=/1>Statement</a>" * 4_000,
    "paragraphs": "<html>" + "".join(f"<p><a href=/{n}>A title</a></p>" for n in range(4_000)),
    "numbers": "<html><div>" + "".join(f"<a href='?p={n}'>{n % 999}</a>" for n in range(4_000)),
    "a long address": f"<html><p><a href='/{'a' * 300_000}'>x</a></p>",
    "escapes": "<html><p>" + "".join(f"<a href='/{'%41' * 500}{n}'>A</a>" for n in range(200)),
    "dates": "<html><p>" + "1/1/2025 " * 40_000 + "<a href=/1>Statement</a>",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_odd_listings_are_read_in_bounded_time(name: str) -> None:
    for links in (None, "a"):
        begun = time.process_time()
        _is_sound(read_listing(exchange(LARGE[name], content_type="text/html"), links=links))
        assert time.process_time() - begun < 5  # most take a twentieth of it


def test_what_names_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ENTRIES", 1)
    monkeypatch.setattr(pages, "MOST_LINKS", 2)
    sitemap = read_listing(exchange(SITEMAP))
    assert (sitemap.verdict, sitemap.entries) == ("failed", ())
    assert sitemap.reason == "more than 1 entries: no listing that can be followed"
    page = read_listing(exchange(PAGE, content_type="text/html"), links="ul.news a")
    assert (page.verdict, page.reason) == ("failed", "'ul.news a' names more than 2 links")


def test_a_selector_that_is_none_is_a_verdict() -> None:
    found = read_listing(exchange(PAGE, content_type="text/html"), links="ul[")
    assert found.verdict == "failed"
    assert "is not a CSS selector" in (found.reason or "")


@pytest.mark.slow
def test_ten_megabytes_of_feed_are_read() -> None:
    words = "<description>" + "Some words of a summary. " * 60 + "</description>"
    items = "".join(_ENTRY.replace("</item>", f"{words}</item>").format(n=n) for n in range(6_000))
    feed = f"{_CHANNEL}{items}</channel></rss>"
    assert len(feed) > 9_000_000
    begun = time.process_time()
    found = read_listing(exchange(feed))
    assert (found.verdict, len(found.entries)) == ("ok", 6_000)
    assert time.process_time() - begun < 30
    cut = read_listing(exchange(feed[:-100]))
    assert (cut.verdict, len(cut.entries)) == ("truncated", 5_999)
