import pytest

from monitor.discover.addresses import canonical

BASE = "https://ministry.example/en/press/index.html"
FETCHED = {
    "1.html": "https://ministry.example/en/press/1.html",
    "./202502/t1.html": "https://ministry.example/en/press/202502/t1.html",
    "../a/../b.html": "https://ministry.example/en/b.html",
    "/a b/é.html": "https://ministry.example/a%20b/%C3%A9.html",
    "//other.example/x": "https://other.example/x",
    "?page=2": "https://ministry.example/en/press/index.html?page=2",
    " \n/a\t ": "https://ministry.example/a",
    "news\\2025\\a.htm": "https://ministry.example/en/press/news/2025/a.htm",
    "HTTP://Ministry.EXAMPLE./A": "http://ministry.example/A",
    "https://ministry.example:443/a": "https://ministry.example/a",
    "http://ministry.example:80/a": "http://ministry.example/a",
    "http://ministry.example:443/a": "https://ministry.example/a",
    "https://ministry.example:8443/a": "https://ministry.example:8443/a",
    "https://me:secret@ministry.example/a": "https://ministry.example/a",
    "https://ministry.example": "https://ministry.example/",
    "https://ministry.example/a#part": "https://ministry.example/a",
    "https://ministry.example/a?": "https://ministry.example/a",
    "https://ministry.example/%7euser/%c3%a9": "https://ministry.example/~user/%C3%A9",
    "https://ministry.example/a%2fb": "https://ministry.example/a%2Fb",
    "https://внешнее.example/а": "https://xn--b1agaa1bb0f.example/%D0%B0",
    "https://[2001:db8::1]:8080/a": "https://[2001:db8::1]:8080/a",
    # what names no document
    "/a?utm_source=rss&id=7&utm_medium=x": "https://ministry.example/a?id=7",
    "/a?UTM_Source=rss": "https://ministry.example/a",
    "/a?fbclid=x&gclid=y&mc_cid=z&mc_eid=q": "https://ministry.example/a",
    "/a?b=2&a=1&b=3": "https://ministry.example/a?b=2&a=1&b=3",
    "/a?x=1&amp;y=2": "https://ministry.example/a?x=1&y=2",
    "/media-briefings?dtl/40123/Visit_of_the_Minister":
        "https://ministry.example/media-briefings?dtl/40123/Visit_of_the_Minister",
    "/a.jsp;jsessionid=0A1B.node1?seq=3": "https://ministry.example/a.jsp?seq=3",
    "/(S(lit3py55t21z5v55vlm25s55))/a.aspx": "https://ministry.example/a.aspx",
    "/a.php?PHPSESSID=abc&id=1": "https://ministry.example/a.php?id=1",
    "/a?from=timeline&isappinstalled=0": "https://ministry.example/a",
    "/a?from=2025-01-01": "https://ministry.example/a?from=2025-01-01",
    "https://en.mofa.gov.tw/News_Content.aspx?n=1329&sms=272&s=1":
        "https://en.mofa.gov.tw/News_Content.aspx?n=1329&s=1",
    "/a?sms=272": "https://ministry.example/a?sms=272",
    "/a?sessionid=5f2c8e1b7a904d3c9e10&id=1": "https://ministry.example/a?id=1",
    "/a?spm=C73544894212.P59792594134.0.0": "https://ministry.example/a",
    "/a?mtm_campaign=x&pk_kwd=y&piwik_source=z": "https://ministry.example/a",
    "/a?ref=rss": "https://ministry.example/a",
    "/a?id=7&src=RSS&from=rss2": "https://ministry.example/a?id=7",
    "/a?source=rss_feed&via=twitter&referrer=atom": "https://ministry.example/a",
    "/a?ref=newsletter&ref=homepage": "https://ministry.example/a",
    # what does
    "/a?ref=2026-117&src=annex&from=home": "https://ministry.example/a?ref=2026-117&src=annex&from=home",
    "/a?source=newsletter&via=feed&ref": "https://ministry.example/a?source=newsletter&via=feed&ref",
    "/a?type=rss&format=feed&view=atom": "https://ministry.example/a?type=rss&format=feed&view=atom",
    "/a?sessionId=45&pk_id=7&spm=2": "https://ministry.example/a?sessionId=45&pk_id=7&spm=2",
    "/a?sid=20250207120000000000": "https://ministry.example/a?sid=20250207120000000000",
    "/view.do?sid=4&session=2025": "https://ministry.example/view.do?sid=4&session=2025",
    "/a?reference=7&referrer=b": "https://ministry.example/a?reference=7&referrer=b",
}  # fmt: skip


@pytest.mark.parametrize("said", FETCHED)
def test_the_address_to_fetch(said: str) -> None:
    address = canonical(said, BASE)
    assert address is not None
    assert address.url == FETCHED[said]


@pytest.mark.parametrize("said", FETCHED)
def test_an_address_is_its_own_canonical_one(said: str) -> None:
    address = canonical(said, BASE)
    assert address is not None
    assert canonical(address.url) == address
    assert canonical(f"https:{address.key}", None) is not None
    assert canonical(f"https:{address.key}").key == address.key  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "said",
    [
        "mailto:press@ministry.example", "javascript:void(0)", "JavaScript:alert(1)", "tel:+4930",
        "data:text/html,x", "ftp://ministry.example/a", "file:///etc/hostname", "about:blank",
        "https://", "https:///a", "https://[::1", "https://ministry.example:99999/",
        "https://ministry.example:port/", "https://a b.example/", "https://a<b>.example/",
        f"https://ministry.example/{'a' * 3000}",
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_no_address(said: str) -> None:
    assert canonical(said, BASE) is None


SAME = [
    ("http://ministry.example/a", "https://ministry.example/a"),
    ("https://ministry.example/a/", "https://ministry.example/a"),
    ("http://ministry.example:443/a", "https://ministry.example/a"),
    ("https://MINISTRY.example./a", "https://ministry.example/a"),
    ("https://ministry.example/%e3%81%82", "https://ministry.example/あ"),
    ("https://ministry.example/a?id=1&utm_campaign=x#top", "https://ministry.example/a?id=1"),
    ("https://ministry.example/", "https://ministry.example"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_document_have_one_key(one: str, other: str) -> None:
    first, second = canonical(one), canonical(other)
    assert first is not None
    assert second is not None
    assert first.key == second.key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://ministry.example/a", "https://ministry.example/A"),
        ("https://ministry.example/a?id=1", "https://ministry.example/a?id=2"),
        ("https://ministry.example/a?id=1&page=2", "https://ministry.example/a?id=1"),
        ("https://www.ministry.example/a", "https://en.ministry.example/a"),
        ("https://ministry.example:8080/a", "https://ministry.example/a"),
        ("https://ministry.example/a%2Fb", "https://ministry.example/a/b"),
    ],
)
def test_addresses_of_two_documents_have_two_keys(one: str, other: str) -> None:
    first, second = canonical(one), canonical(other)
    assert first is not None
    assert second is not None
    assert first.key != second.key


@pytest.mark.parametrize("said", ["java\nscript:x()", "java\tscript:x", "\r\nmailto:a@b.example"])
def test_a_scheme_with_line_breaks_is_what_a_browser_takes_it_for(said: str) -> None:
    assert canonical(said, "https://example.org/press") is None
