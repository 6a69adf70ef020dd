from collections.abc import Callable

import pytest

from monitor.discover.listing import read_listing
from storage.model import Exchange

Build = Callable[..., str]
Exchanged = Callable[..., Exchange]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def test_an_entry_says_what_the_feed_says(exchange: Exchanged, rss: Build, item: Build) -> None:
    found = read_listing(exchange(rss(item(more="<description>What was said.</description>"))))
    assert (found.kind, found.verdict, found.reason, found.title) == ("rss", "ok", None, "News")
    (entry,) = found.entries
    assert entry.url == "https://ministry.example/news/1"
    assert entry.key == "//ministry.example/news/1"
    assert entry.title == "Statement by the Minister"
    assert entry.published == "2025-02-07T16:55:00Z"
    assert entry.modified is None
    assert entry.summary == "What was said."


FORMATS = {
    "rss 0.90": (
        (f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        "<item><title>One</title><link>https://ministry.example/1</link></item></rdf:RDF>"),
        "rss", None, None,
    ),
    "rss 0.91 with a document type": (
        ('<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<item><title>One</title><link>https://ministry.example/1</link></item></channel></rss>"),
        "rss", None, None,
    ),
    "rss without a version": (
        ("<rss><channel><item><title>One</title><link>https://ministry.example/1</link></item>"
        "</channel></rss>"),
        "rss", None, None,
    ),
    "rss 1.0": (
        (f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title>'
        '</channel><item rdf:about="https://ministry.example/1"><title>One</title>'
        "<link>https://ministry.example/1</link><dc:date>2025-02-07T10:00:00+09:00</dc:date>"
        "</item></rdf:RDF>"),
        "rss", "2025-02-07T10:00:00+09:00", None,
    ),
    "atom": (
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One</title>'
        '<link rel="edit" href="/edit/1"/><link href="https://ministry.example/1"/><id>tag:1</id>'
        "<published>2025-02-07T10:00:00.250Z</published><updated>2025-02-08T09:00:00Z</updated>"
        "</entry></feed>"),
        "atom", "2025-02-07T10:00:00Z", "2025-02-08T09:00:00Z",
    ),
    "atom with a prefix, updated only": (
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>One</a:title>'
        '<a:link rel="alternate" href="https://ministry.example/1"/>'
        "<a:updated>2025-02-08T09:00:00Z</a:updated></a:entry></a:feed>"),
        "atom", None, "2025-02-08T09:00:00Z",
    ),
    "atom 0.3": (
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>One</title>'
        '<link rel="alternate" type="text/html" href="https://ministry.example/1"/>'
        "<issued>2025-02-07T10:00:00Z</issued><modified>2025-02-08T09:00:00Z</modified>"
        "</entry></feed>"),
        "atom", "2025-02-07T10:00:00Z", "2025-02-08T09:00:00Z",
    ),
    "json feed": (
        ('{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1",'
        '"url": "https://ministry.example/1", "title": "One", "date_published":'
        '"2025-02-07T10:00:00Z", "date_modified": "2025-02-08T09:00:00Z"}]}'),
        "json", "2025-02-07T10:00:00Z", "2025-02-08T09:00:00Z",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_of_a_feed_is_read(name: str, exchange: Exchanged) -> None:
    body, kind, published, modified = FORMATS[name]
    found = read_listing(exchange(body))
    assert (found.kind, found.verdict, found.reason) == (kind, "ok", None)
    (entry,) = found.entries
    assert (entry.url, entry.title) == ("https://ministry.example/1", "One")
    assert (entry.published, entry.modified) == (published, modified)


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", None, "x"])
def test_the_content_type_does_not_decide(
    content_type: str | None, exchange: Exchanged, rss: Build, item: Build
) -> None:
    assert read_listing(exchange(rss(item()), content_type=content_type)).verdict == "ok"


DATES = {
    "Fri, 07 Feb 2025 16:55:00 GMT": "2025-02-07T16:55:00Z",
    "Fri, 07 Feb 2025 16:55:00 +0900": "2025-02-07T16:55:00+09:00",
    "7 Feb 2025 16:55 EST": "2025-02-07T16:55:00-05:00",
    "Fri, 07 Feb 2025 16:55:00 JST": "2025-02-07T16:55:00+09:00",
    "Fri, 07 Feb 2025 16:55:00": "2025-02-07T16:55:00",  # no zone is said, and none is made up
    "Fri, 07 Feb 2025 16:55:00 IST": "2025-02-07T16:55:00",  # India, Israel or Ireland
    "Fri, 07 Feb 2025": "2025-02-07",
    "Friday, 07-Feb-25 16:55:00 UTC": "2025-02-07T16:55:00Z",
    "Fri, 07 February 2025 16:55:00 +0000": "2025-02-07T16:55:00Z",
    "2025-02-07T16:55:00+0900": "2025-02-07T16:55:00+09:00",
    "2025-02-07T16:55Z": "2025-02-07T16:55:00Z",
    "2025-02-07 16:55:00": "2025-02-07T16:55:00",
    "2025-02-07": "2025-02-07",
    "2025/2/7": "2025-02-07",
    "2025年2月7日": "2025-02-07",
    "令和7年2月7日": "2025-02-07",
    "2025. 2. 7.": "2025-02-07",
    "7 февраля 2025 года": "2025-02-07",
    "7 février 2025": "2025-02-07",
    "Fr, 07 Mär 2025 16:55:00 +0100": "2025-03-07T16:55:00+01:00",
    "ven., 07 févr. 2025 16:55:00 GMT": "2025-02-07T16:55:00Z",
    "Mié, 01 Ene 2025 00:00:00 GMT": "2025-01-01T00:00:00Z",
    "February 7, 2025 4:55 pm": "2025-02-07",
    "February 7, 2025 16:55": "2025-02-07T16:55:00",
    "24/09/2025 10:00": "2025-09-24T10:00:00",  # there is no 24th month
    "02/07/2025 16:55": None,  # July or February
    "2025-02": None,
    "yesterday": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,  # what a field that was never filled says
    "0001-01-01T00:00:00Z": None,
    "Fri, 32 Feb 2025 16:55:00 GMT": None,
    "113年1月8日": None,  # of a calendar that is not named
    "": None,
}


@pytest.mark.parametrize("said", DATES)
def test_a_date_is_read_where_it_can_be_read_in_one_way(
    said: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item(date=f"<pubDate>{said}</pubDate>"))))
    assert found.entries[0].published == DATES[said]


TITLES = {
    "A &amp; B": "A & B",
    "<![CDATA[A & <b>B</b>]]>": "A & B",
    "A &amp;amp; B": "A & B",
    "&lt;em&gt;A&lt;/em&gt;<br/>": "A",
    "L&eacute;gal &mdash; x": "Légal — x",
    "A & B": "A & B",
    "  on\n two\t lines ": "on two lines",
    "1 &lt; 2": "1 < 2",
    "": None,
}


@pytest.mark.parametrize("said", TITLES)
def test_a_title_is_plain_text_on_one_line(
    said: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    assert read_listing(exchange(rss(item(title=said)))).entries[0].title == TITLES[said]


LINKS = {
    "<link>/news/2.html</link>": "https://ministry.example/news/2.html",
    "<link>2.html</link>": "https://ministry.example/news/2.html",
    "<link><![CDATA[ https://ministry.example/a?b=1&c=2 ]]></link>":
        "https://ministry.example/a?b=1&c=2",
    "<link>https://ministry.example/a?b=1&c=2</link>": "https://ministry.example/a?b=1&c=2",
    "<link>https://ministry.example/a?b=1&amp;amp;c=2</link>": "https://ministry.example/a?b=1&c=2",
    "<guid>https://ministry.example/g</guid>": "https://ministry.example/g",
    '<guid isPermaLink="false">https://ministry.example/g</guid>': "https://ministry.example/g",
    "<link>javascript:void(0)</link><guid>https://ministry.example/g</guid>":
        "https://ministry.example/g",
}  # fmt: skip


@pytest.mark.parametrize("said", LINKS)
def test_a_link_is_found_wherever_the_entry_has_it(
    said: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item(link=said))))
    assert [one.url for one in found.entries] == [LINKS[said]]


@pytest.mark.parametrize(
    "said",
    ["", "<link>mailto:press@ministry.example</link>", "<link>javascript:alert(1)</link>",
     '<guid isPermaLink="false">4711</guid>', "<link>https://[::1</link>"],
)  # fmt: skip
def test_an_entry_without_an_address_is_left_out(
    said: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item(link=said), item())))
    assert [one.url for one in found.entries] == ["https://ministry.example/news/1"]
    alone = read_listing(exchange(rss(item(link=said))))
    assert alone.verdict == "empty"
    assert alone.reason == "no entry of the feed has an address that can be fetched"


def test_relative_links_follow_xml_base(exchange: Exchanged) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ministry.example/en/"><entry '
        'xml:base="press/"><title>One</title><link href="1.html"/></entry></feed>'
    )
    found = read_listing(exchange(body))
    assert [one.url for one in found.entries] == ["https://ministry.example/en/press/1.html"]


CHARSETS = {
    "utf-8": "日米首脳会談",
    "windows-1251": "Заявление Министерства иностранных дел",
    "gb2312": "外交部发言人答记者问",
    "shift_jis": "日米首脳会談の開催について",
    "euc-kr": "외교부 대변인 성명 발표",
    "iso-8859-1": "Déclaration du ministère des Affaires étrangères",
    "utf-16": "日米首脳会談",
}


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_declared_character_set_is_read(
    charset: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    text = rss(item(title=CHARSETS[charset]), head=f'<?xml version="1.0" encoding="{charset}"?>')
    found = read_listing(exchange(text.encode(charset), content_type="text/xml"))
    assert found.entries[0].title == CHARSETS[charset]


@pytest.mark.parametrize("declared", ["iso-8859-1", "gb2312", "us-ascii", "no-such-set"])
def test_a_wrongly_declared_character_set_does_no_harm(
    declared: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    text = rss(item(title="日米首脳会談"), head=f'<?xml version="1.0" encoding="{declared}"?>')
    assert read_listing(exchange(text)).entries[0].title == "日米首脳会談"


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n  ", "<!-- published by hand -->", "Warning: deprecated in /x.php\n"]
)
def test_what_stands_before_the_feed_does_no_harm(
    before: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    assert read_listing(exchange(before + rss(item()))).verdict == "ok"


BROKEN = {
    "a line break in a title": "<item><title>One<br></title><link>/1</link></item>",
    "a paragraph that never ends":
        "<item><title>One</title><link>/1</link><description><p>Text</description></item>",
    "an end that never began": "<item><title>One</b></title></i><link>/1</link></item>",
    "elements that cross": "<item><title><b>One<i></b></i></title><link>/1</link></item>",
    "attributes without quotes":
        "<item a=b a=c><title x=y>One</title><link>/1</link><enclosure url=/x.mp3 /></item>",
    "an item without an end": "<item><title>One</title><link>/1</link>",
    "a stray sign": "<item><title>One < two</title><link>/1</link></item>",
    "a prefix of nobody": "<item><title>One</title><x:y>z</x:y><link>/1</link></item>",
    "an end of CDATA": "<item><title>One]]></title><link>/1</link></item>",
    "references that are none":
        "<item><title>One&#0;&#xD800;&#99999999;&nosuch;&</title><link>/1</link></item>",
    "small and capital references": "<item><title>One&LT;&AMP;</title><link>/1</link></item>",
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_well_formed_loses_no_entry(
    name: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item(), BROKEN[name], item(link="<link>/2</link>"))))
    assert (found.verdict, found.reason) == ("ok", None)
    assert [one.url for one in found.entries] == [
        f"https://ministry.example/{path}" for path in ("news/1", "1", "2")
    ]
    assert (found.entries[1].title or "").startswith("One")
    assert found.entries[2].title == "Statement by the Minister"


@pytest.mark.parametrize(
    "behind", ["<!-- cached -->", "<script>track()</script>", "\nWarning: x in /y.php", "<p>", "\0"]
)
def test_what_stands_behind_the_feed_does_no_harm(
    behind: str, exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item()) + behind))
    assert (found.verdict, len(found.entries)) == ("ok", 1)


def test_a_feed_that_breaks_off_gives_its_whole_entries(
    exchange: Exchanged, rss: Build, item: Build
) -> None:
    second = item(link="<link>https://ministry.example/news/2022/long</link>")
    whole = rss(item(), second)
    for end in range(len(rss(item())) - len("</channel></rss>"), len(whole) - len("</rss>")):
        found = read_listing(exchange(whole[:end]))
        assert found.verdict == "truncated"
        assert {one.url for one in found.entries} <= {
            "https://ministry.example/news/1", "https://ministry.example/news/2022/long",
        }  # fmt: skip


def test_a_feed_that_breaks_off_says_how_much_came(
    exchange: Exchanged, rss: Build, item: Build
) -> None:
    found = read_listing(exchange(rss(item(), item())[:-60]))
    assert found.reason == "the feed breaks off: of its entries 1 came whole"


def test_an_empty_feed_is_empty(exchange: Exchanged, rss: Build) -> None:
    found = read_listing(exchange(rss()))
    assert (found.kind, found.verdict, found.reason) == ("rss", "empty", "the feed holds no entry")


def test_the_same_document_twice_is_one_entry(exchange: Exchanged, rss: Build, item: Build) -> None:
    twice = item(link="<link>http://ministry.example:80/news/1/?utm_source=rss#top</link>")
    assert len(read_listing(exchange(rss(item(), twice))).entries) == 1


def test_entities_of_a_document_type_are_harmless(exchange: Exchanged) -> None:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for entity in (f'<!ENTITY e0 "lol">{steps}', '<!ENTITY e11 SYSTEM "file:///etc/hostname">'):
        body = (
            f'<?xml version="1.0"?><!DOCTYPE rss [{entity}]><rss version="2.0"><channel><item>'
            "<title>&e11;</title><link>https://ministry.example/1</link></item></channel></rss>"
        )
        found = read_listing(exchange(body))
        assert [one.title for one in found.entries] == ["&e11;"]


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1', "truncated",
         "the feed breaks off"),
        ('{"items": []}', "failed", "the body is JSON, but no JSON Feed"),
        ("[1, 2]", "failed", "the body is JSON, but no JSON Feed"),
        ("{nonsense}", "failed", "the body is no JSON that can be read"),
        ("[" * 100_000, "failed", "the body is no JSON that can be read"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "empty",
         "the feed holds no entry"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [3, {}, {"id": 7}]}', "empty",
         "no entry of the feed has an address that can be fetched"),
    ],
)  # fmt: skip
def test_json_that_is_no_feed_gets_a_verdict(
    body: str, verdict: str, reason: str, exchange: Exchanged
) -> None:
    found = read_listing(exchange(body, content_type="application/json"))
    assert (found.verdict, found.reason, found.entries) == (verdict, reason, ())


def test_a_feed_says_where_it_goes_on(exchange: Exchanged) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/><entry>'
        '<title>One</title><link href="/1"/></entry></feed>'
    )
    json = (
        '{"version": "https://jsonfeed.org/version/1", "next_url": "list.xml?page=2", "items":'
        '[{"id": "https://ministry.example/1"}]}'
    )
    for body in (atom, json):
        found = read_listing(exchange(body))
        assert [one.url for one in found.more] == ["https://ministry.example/news/list.xml?page=2"]
