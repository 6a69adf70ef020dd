import gzip
from collections.abc import Callable

import pytest

from monitor.discover.listing import read_listing
from monitor.discover.sitemaps import sitemaps_of
from storage.model import Exchange, Failure

Exchanged = Callable[..., Exchange]

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def _sitemap(*urls: str, root: str = f'<urlset xmlns="{SPACE}">') -> str:
    return f"{HEAD}{root}{''.join(urls)}</urlset>"


def _url(loc: str = "https://ministry.example/news/1", more: str = "") -> str:
    return f"<url><loc>{loc}</loc>{more}</url>"


def test_a_sitemap_names_addresses_and_when_they_were_modified(exchange: Exchanged) -> None:
    body = _sitemap(
        _url(more="<lastmod>2025-02-07T10:00:00+09:00</lastmod><priority>0.5</priority>"),
        _url("https://ministry.example/news/2?a=1&amp;b=2"),
    )
    found = read_listing(exchange(body))
    assert (found.kind, found.verdict, found.reason) == ("sitemap", "ok", None)
    assert [(one.url, one.modified, one.title) for one in found.entries] == [
        ("https://ministry.example/news/1", "2025-02-07T10:00:00+09:00", None),
        ("https://ministry.example/news/2?a=1&b=2", None, None),
    ]


def test_a_news_sitemap_has_titles_and_dates(exchange: Exchanged) -> None:
    news = (
        "<image:image><image:loc>https://ministry.example/p.jpg</image:loc>"
        "<image:title>A picture</image:title></image:image>"
        "<news:news><news:publication><news:name>The Ministry</news:name><news:language>en"
        "</news:language></news:publication><news:publication_date>2025-02-07"
        "</news:publication_date><news:title>On the strait</news:title></news:news>"
    )
    root = (
        f'<urlset xmlns="{SPACE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
    )
    (entry,) = read_listing(exchange(_sitemap(_url(more=news), root=root))).entries
    assert (entry.title, entry.published) == ("On the strait", "2025-02-07")
    assert entry.url == "https://ministry.example/news/1"


@pytest.mark.parametrize(
    "root", ["<urlset>", '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">']
)
def test_any_namespace_will_do(root: str, exchange: Exchanged) -> None:
    assert len(read_listing(exchange(_sitemap(_url(), root=root))).entries) == 1


def test_an_undeclared_prefix_does_no_harm(exchange: Exchanged) -> None:
    body = _sitemap(_url(more="<news:news><news:title>On the strait</news:title></news:news>"))
    assert [one.title for one in read_listing(exchange(body)).entries] == ["On the strait"]


def test_an_address_with_a_stray_ampersand_is_whole(exchange: Exchanged) -> None:
    body = _sitemap(_url("https://ministry.example/view?a=1&b=2&lang=en"), _url())
    assert [one.url for one in read_listing(exchange(body)).entries] == [
        "https://ministry.example/view?a=1&b=2&lang=en",
        "https://ministry.example/news/1",
    ]


def test_an_index_names_sitemaps_in_its_order(exchange: Exchanged) -> None:
    body = (
        f'{HEAD}<sitemapindex xmlns="{SPACE}"><sitemap><loc>https://ministry.example/s-2024.xml'
        "</loc></sitemap><sitemap><loc> /s-2025.xml.gz </loc><lastmod>2025-02-07</lastmod>"
        "</sitemap></sitemapindex>"
    )
    found = read_listing(exchange(body))
    assert (found.kind, found.verdict, found.entries) == ("index", "ok", ())
    assert [(one.url, one.modified) for one in found.more] == [
        ("https://ministry.example/s-2024.xml", None),
        ("https://ministry.example/s-2025.xml.gz", "2025-02-07"),
    ]


@pytest.mark.parametrize("content_type", ["application/x-gzip", "application/gzip", "text/xml"])
def test_a_packed_sitemap_is_unpacked(content_type: str, exchange: Exchanged) -> None:
    packed = gzip.compress(_sitemap(_url()).encode(), mtime=0)
    found = read_listing(exchange(packed, content_type=content_type))
    assert (found.verdict, len(found.entries)) == ("ok", 1)


def test_a_packed_page_is_judged_as_one(exchange: Exchanged) -> None:
    page = "<!doctype html><title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>"
    packed = gzip.compress(page.encode(), mtime=0)
    assert read_listing(exchange(packed, content_type="application/x-gzip")).verdict == "gone"


def test_a_sitemap_whose_packing_breaks_off_is_truncated(exchange: Exchanged) -> None:
    urls = [_url(f"https://ministry.example/{number * 7919}") for number in range(2000)]
    packed = gzip.compress(_sitemap(*urls).encode(), mtime=0)
    found = read_listing(exchange(packed[: len(packed) // 2], content_type="application/gzip"))
    assert found.verdict == "truncated"
    assert 0 < len(found.entries) < 2000
    assert found.reason == (
        f"the sitemap breaks off: of its entries {len(found.entries):,} came whole"
    )


def test_a_gzip_bomb_is_refused(exchange: Exchanged) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 70_000_000, mtime=0)
    found = read_listing(exchange(bomb, content_type="application/gzip"))
    assert (found.verdict, found.reason) == ("failed", "the gzip file unpacks to more than 64 MB")


def test_a_damaged_gzip_file_is_a_verdict(exchange: Exchanged) -> None:
    found = read_listing(exchange(b"\x1f\x8b" + b"\xff" * 40, content_type="application/gzip"))
    assert (found.verdict, found.reason) == ("failed", "the gzip file is damaged")


def test_a_list_of_addresses_is_a_sitemap(exchange: Exchanged) -> None:
    body = "https://ministry.example/1\r\nhttps://ministry.example/2\r\n\r\n"
    found = read_listing(exchange(body, content_type="text/plain"))
    assert (found.kind, found.verdict) == ("sitemap", "ok")
    assert [one.url for one in found.entries] == [
        "https://ministry.example/1", "https://ministry.example/2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind", "verdict", "reason"),
    [
        (_sitemap(), "sitemap", "empty", "the sitemap holds no entry"),
        (f"{HEAD}<urlset/>", "sitemap", "empty", "the sitemap holds no entry"),
        (f"{HEAD}<sitemapindex></sitemapindex>", "index", "empty",
         "the sitemap index holds no entry"),
        (f"{HEAD}<urlset><url><lo", "sitemap", "truncated",
         "the sitemap breaks off: of its entries none came whole"),
        (_sitemap(_url("mailto:x@ministry.example")), "sitemap", "empty",
         "no entry of the sitemap has an address that can be fetched"),
        (f"{HEAD}<opml version='2.0'><body/></opml>", None, "failed",
         "the body is a list of feeds (OPML): name one of the feeds"),
        ("nothing of that kind", None, "failed", "the body is no page, no feed and no sitemap"),
        ("", None, "empty", "the response has no body"),
        ("  \n", None, "empty", "the response holds nothing but white space"),
        (b"%PDF-1.4\n%\xe2\xe3", None, "failed", "the body is no page, no feed and no sitemap"),
        (b"\x00\x01\x02\x03" * 400, None, "empty", "not a text: binary bytes"),
    ],
)  # fmt: skip
def test_what_is_no_good_sitemap_gets_a_verdict(
    body: str | bytes, kind: str | None, verdict: str, reason: str, exchange: Exchanged
) -> None:
    found = read_listing(exchange(body))
    assert (found.kind, found.verdict, found.reason) == (kind, verdict, reason)
    assert found.entries == ()


@pytest.mark.parametrize(
    ("status", "verdict"), [(403, "blocked"), (404, "gone"), (500, "failed"), (304, "not_modified")]
)
def test_the_status_counts_whatever_the_body_is(
    status: int, verdict: str, exchange: Exchanged
) -> None:
    found = read_listing(exchange(_sitemap(_url()), status=status))
    assert (found.verdict, found.entries) == (verdict, ())


def test_a_body_shorter_than_announced_is_truncated(exchange: Exchanged) -> None:
    found = read_listing(exchange(_sitemap(_url()), declared_bytes=100_000))
    assert found.verdict == "truncated"
    assert "100,000" in (found.reason or "")
    assert len(found.entries) == 1


def test_an_exchange_that_failed_brings_nothing(exchange: Exchanged) -> None:
    failure = Failure(kind="timeout", text="no answer within 30 s")
    found = read_listing(exchange(_sitemap(_url()), failure=failure))
    assert (found.verdict, found.entries) == ("truncated", ())
    nothing = read_listing(exchange(b"", failure=failure))
    assert (nothing.verdict, nothing.reason) == ("failed", "no answer within 30 s")


def test_robots_is_an_index_of_its_sitemaps(exchange: Exchanged) -> None:
    robots = (
        "# The Ministry's robots.txt\n\nUser-agent: *\nDisallow: /private\nAllow: /\n"
        "Crawl-delay: 5\nSitemap: /sitemap.xml\nSitemap: https://ministry.example/news.xml.gz\n"
    )
    for url in ("https://ministry.example/robots.txt", "https://ministry.example/other"):
        found = read_listing(exchange(robots, url=url, content_type="text/plain"), kind="index")
        assert (found.kind, found.verdict, found.entries) == ("index", "ok", ())
        assert [one.url for one in found.more] == [
            "https://ministry.example/sitemap.xml",
            "https://ministry.example/news.xml.gz",
        ]


def test_robots_without_sitemaps_is_empty(exchange: Exchanged) -> None:
    found = read_listing(exchange("User-agent: *\nDisallow:\n", content_type="text/plain"))
    assert (found.verdict, found.reason) == ("empty", "robots.txt names no sitemap")


def test_robots_names_sitemaps() -> None:
    robots = (
        "User-agent: *\nDisallow: /private\nSitemap: https://ministry.example/sitemap.xml\n"
        "SITEMAP: /news.xml.gz\nsitemap: https://ministry.example/sitemap.xml#x\nSitemap:\n"
    )
    assert sitemaps_of(robots, "https://ministry.example/robots.txt") == (
        "https://ministry.example/sitemap.xml",
        "https://ministry.example/news.xml.gz",
    )
