"""What a page says of itself: title, language, dates."""

import pytest

from monitor.text.dates import iso_date
from monitor.text.meta import PageMeta, page_meta
from monitor.text.tree import Page, parse


def meta(head: str = "", body: str = "", attributes: str = "") -> PageMeta:
    page = parse(f"<html {attributes}><head>{head}</head><body>x{body}".encode(), None)
    assert isinstance(page, Page)
    return page_meta(page.root)


def test_title_is_the_title_element_then_open_graph_then_the_heading() -> None:
    og = '<meta property="og:title" content="Open">'
    assert meta("<title> A \n B </title>" + og, "<h1>C</h1>").title == "A B"
    assert meta(og, "<h1>C</h1>").title == "Open"
    assert meta(body="<h1>C <i>D</i></h1>").title == "C D"
    assert meta(body="<svg><title>Icon</title></svg><h1>C</h1>").title == "C"
    assert meta().title is None


def test_language_is_what_the_page_declares() -> None:
    assert meta(attributes='lang="ja"').language == "ja"
    assert meta(attributes='xml:lang="pt_BR"').language == "pt-BR"
    assert meta('<meta http-equiv="Content-Language" content="de, en">').language == "de"
    assert meta(attributes='lang="not a language"').language is None
    assert meta(body="Eine deutsche Seite sagt nichts.").language is None


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "body", "published", "modified"),
    [
        ('<meta property="article:published_time" content="2026-03-02T09:00:00+09:00">', "",
         "2026-03-02T09:00:00+09:00", None),
        (('<meta name="DC.date.issued" content="2026-03-02"><meta name="dcterms.modified"'
         ' content="2026-03-04">'), "", "2026-03-02", "2026-03-04"),
        (LD.format('{"@type":"NewsArticle","datePublished":"2026-03-02","dateModified":"x"}'), "",
         "2026-03-02", None),
        (LD.format('[{"@graph":[{"@type":"Thing"},{"dateModified":"2026-03-02T01:02:03Z"}]}]'), "",
         None, "2026-03-02T01:02:03Z"),
        (LD.format('{"@graph":[{"@type":"WebSite","dateModified":"2020-01-01"},'
         '{"@type":"WebPage","datePublished":"2020-01-01","dateModified":"2026-03-04"},'
         '{"@type":["NewsArticle"],"datePublished":"2026-03-02"}]}'), "",
         "2026-03-02", "2026-03-04"),
        (LD.format('{"@type":"WebPage","mainEntity":{"@type":"Report",'
         '"datePublished":"2026-03-02"}}'), "", "2026-03-02", None),
        (LD.format('{"@type":"WebPage","relatedArticle":{"@type":"NewsArticle",'
         '"datePublished":"2025-03-02"}}'), "", None, None),
        (LD.format('{"@type":"ItemList","itemListElement":[{"item":{"@type":"NewsArticle",'
         '"datePublished":"2025-03-02"}}]}'), "", None, None),
        (LD.format('[{"@type":"NewsArticle","datePublished":"2026-03-02"},'
         '{"@type":"NewsArticle","datePublished":"2026-03-01"}]'), "", None, None),
        (LD.format('{"@type":"Event","datePublished":"2026-03-02"}'), "", None, None),
        (LD.format('{"a":1,}') + LD.format('{"@type":"Article","datePublished":"2026-03-02"}'), "",
         "2026-03-02", None),
        (LD.format('\n//<![CDATA[\n{"@type":"Article","datePublished":"2026-03-02"}\n//]]>\n'), "",
         "2026-03-02", None),
        (LD.format('<!-- {"@type":"Article","datePublished":"2026-03-02"} -->'), "",
         "2026-03-02", None),
        ("", "<p>Released: <time>2026-03-02</time></p>", "2026-03-02", None),
        ("", "<time pubdate datetime='2026-03-02'>a</time><time datetime='2026-03-03'>b</time>",
         "2026-03-02", None),
        ("", ("<p>The ministers will meet again on <time datetime='2026-09-01'>1 September</time>"
         " in the harbour city.</p>"), None, None),
        (LD.format("{broken"), "", None, None),
        (LD.format("[" * 5000), "", None, None),
        ("", '<time datetime="2026-03-02">2 March</time>', "2026-03-02", None),
        ("", '<time datetime="2026-03-02">a</time><time datetime="2026-03-03">b</time>',
         None, None),
        ("", ('<time class="updated" datetime="2026-03-05">a</time>'
         '<time itemprop="datePublished" datetime="2026-03-02">b</time>'),
         "2026-03-02", "2026-03-05"),
        ("", "<p>Published on 2 March 2026</p>", None, None),
    ],
)  # fmt: skip
def test_dates(head: str, body: str, published: str | None, modified: str | None) -> None:
    found = meta(head, body)
    assert (found.published, found.modified) == (published, modified)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-03-02", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("2026/3/2", "2026-03-02"),
        ("2026-03-02 16:55", "2026-03-02T16:55:00"),
        ("2026-03-02T16:55:00.123+0000", "2026-03-02T16:55:00Z"),
        ("03/02/2026", None),
        ("2 March 2026", None),
        ("2026-13-02", None),
        ("2026", None),
        ("", None),
        (None, None),
        (20260302, None),
    ],
)
def test_only_forms_that_read_one_way(said: object, expected: str | None) -> None:
    assert iso_date(said) == expected
