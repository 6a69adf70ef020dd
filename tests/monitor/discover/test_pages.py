"""Index pages: the links that CSS names, and the list that is found without."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from monitor.discover.listing import read_listing
from storage.model import Exchange

if TYPE_CHECKING:
    from monitor.discover.found import ListingKind

Exchanged = Callable[..., Exchange]

URL = "https://ministry.example/en/press/index.html"
MENU = (
    '<nav><ul><li><a href="/en/">Home</a></li><li><a href="/en/about/">About the Ministry of '
    'Foreign Affairs</a></li><li><a href="/en/press/">Press</a></li></ul></nav>'
)
FOOTER = (
    '<footer><ul><li><a href="/en/terms.html">Terms and conditions of the use of this website</a>'
    '</li><li><a href="/en/privacy.html">Privacy</a></li></ul></footer>'
)


def _page(main: str, *, head: str = "", beside: str = "") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>Press releases</title>{head}</head><body>"
        f"{MENU}<main><h1>Press releases</h1>{main}</main>{beside}{FOOTER}</body></html>"
    )


def _read(exchange: Exchanged, body: str, *, links: str | None = None, url: str = URL) -> list[
    tuple[str, str | None, str | None]
]:  # fmt: skip
    found = read_listing(exchange(body, url=url, content_type="text/html"), links=links)
    assert (found.kind, found.verdict, found.reason) == ("page", "ok", None)
    return [(one.url, one.title, one.published) for one in found.entries]


TITLES = (
    "Statement by the Minister on the situation in the strait",
    "Telephone talks with the Foreign Minister of Ruritania",
    "Joint statement after the meeting of the four ministers",
)
DAYS = ("2025-02-13", "2025-02-07", "2025-01-30")
WRITTEN = ("13 February 2025", "7 February 2025", "30 January 2025")


def _links(template: str) -> str:
    return "".join(
        template.format(n=number, title=title, date=date, iso=iso)
        for number, (title, date, iso) in enumerate(zip(TITLES, WRITTEN, DAYS, strict=True), 1)
    )


def _expected(path: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (f"https://ministry.example{path.format(n=number)}", title, day)
        for number, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1)
    ]


LAYOUTS = {
    "a list with the date before": (
        f"<ul class=news>{_links('<li>{date} <a href=/en/n/{n}>{title}</a></li>')}</ul>",
        "ul.news a",
    ),
    "a list with the date behind in its element": (
        "<ul class=news>"
        + _links("<li><a href=/en/n/{n}>{title}</a> <span class=date>{date}</span></li>")
        + "</ul>",
        "ul.news a",
    ),
    "a table": (
        "<table>"
        + _links("<tr><td>{date}</td><td><a href=/en/n/{n}>{title}</a></td></tr>")
        + "</table>",
        "table a",
    ),
    "cards that are links as a whole": (
        "<div class=cards>"
        + _links("<a class=card href=/en/n/{n}><h3>{title}</h3><p>{date}</p></a>")
        + "</div>",
        "a.card",
    ),
    "articles with a picture, a heading and a link to read more": (
        "<div class=list>"
        + _links(
            '<article><a href=/en/n/{n}><img src=x alt=""></a>'
            "<h2><a href=/en/n/{n}>{title}</a></h2>"
            '<time datetime="{iso}">some days ago</time><p>Words.</p>'
            "<a href=/en/n/{n}>Read more</a></article>"
        )
        + "</div>",
        ".list a",
    ),
    "a definition list": (
        f"<dl class=l>{_links('<dt>{date}</dt><dd><a href=/en/n/{n}>{title}</a></dd>')}</dl>",
        "dl.l a",
    ),
    "headings that are dates, with lists under them": (
        "<div class=days>"
        + _links("<h3>{date}</h3><ul><li><a href=/en/n/{n}>{title}</a></li></ul>")
        + "</div>",
        ".days a",
    ),
    "the date in a paragraph behind": (
        f"<div class=l>{_links('<p><a href=/en/n/{n}>{title}</a></p><p>{date}</p>')}</div>",
        ".l a",
    ),
    "a list whose links say nothing": (
        "<div class=l>"
        + _links("<div><h4>{title}</h4><p>{date}</p><a href=/en/n/{n}>Details</a></div>")
        + "</div>",
        ".l a",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_links_that_css_names(name: str, exchange: Exchanged) -> None:
    main, css = LAYOUTS[name]
    assert _read(exchange, _page(main), links=css) == _expected("/en/n/{n}")


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_list_is_found_without_css(name: str, exchange: Exchanged) -> None:
    main, _ = LAYOUTS[name]
    assert _read(exchange, _page(main)) == _expected("/en/n/{n}")


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_was_found_once_is_found_by_its_selector(name: str, exchange: Exchanged) -> None:
    main, _ = LAYOUTS[name]
    first = read_listing(exchange(_page(main), url=URL, content_type="text/html"))
    assert first.links is not None
    assert _read(exchange, _page(main), links=first.links) == _expected("/en/n/{n}")


def test_a_selector_may_name_what_holds_the_links(exchange: Exchanged) -> None:
    main, _ = LAYOUTS["a list with the date before"]
    assert _read(exchange, _page(main), links="ul.news li") == _expected("/en/n/{n}")


def test_a_list_beside_it_is_left_out(exchange: Exchanged) -> None:
    main, _ = LAYOUTS["a list with the date before"]
    beside = (
        "<div class=box><ul><li><a href=/en/visa>Visa</a></li><li><a href=/en/travel>Travel</a>"
        "</li><li><a href=/en/jobs>Careers</a></li><li><a href=/en/faq>FAQ</a></li></ul></div>"
    )
    assert _read(exchange, _page(main, beside=beside)) == _expected("/en/n/{n}")


def _dated(name: str, title: str, month: str, *, count: int) -> str:
    rows = (
        f"<p class=item><span>{day} {month} 2025</span> <a href=/{name}/{day}>{title} {day}</a></p>"
        for day in range(10, 10 + count)
    )
    return "".join(rows)


@pytest.mark.parametrize("marks", [("class", "class"), ("id", "id"), ("id", "class")])
def test_a_box_of_what_is_read_most_is_another_list(
    marks: tuple[str, str], exchange: Exchanged
) -> None:
    one, other = marks
    body = (
        f"<html><body><div><div {one}=news>{_dated('news', TITLES[0], 'June', count=6)}</div>"
        f"<div {other}=most>{_dated('most', TITLES[1], 'May', count=5)}</div></div></body></html>"
    )
    found = _read(exchange, body)
    assert [url.rpartition("/")[0] for url, _, _ in found] == ["https://ministry.example/news"] * 6


def test_lists_of_months_are_one_list(exchange: Exchanged) -> None:
    months = "".join(
        f"<h2>{month}</h2><div>{_dated(month, TITLES[0], month, count=3)}</div>"
        for month in ("June", "May")
    )
    assert len(_read(exchange, f"<html><body><main>{months}</main></body></html>")) == 6


def test_files_beside_the_titles_are_no_documents(exchange: Exchanged) -> None:
    rows = _links(
        "<p>{date}: <a href=/en/n/{n}>{title}</a> (<a href=/en/n/{n}.pdf>PDF, 200 kB</a>)</p>"
    )
    assert _read(exchange, _page(rows)) == _expected("/en/n/{n}")


def test_files_that_have_titles_are_documents(exchange: Exchanged) -> None:
    rows = _links("<p>{date}: <a href=/en/n/{n}.pdf>{title}</a></p>")
    assert _read(exchange, _page(rows)) == _expected("/en/n/{n}.pdf")


def test_links_to_the_page_itself_and_to_nothing_are_left_out(exchange: Exchanged) -> None:
    odd = (
        '<p class=l><a href="#top">Top</a><a href="index.html#x">Here</a><a>None</a>'
        '<a href="mailto:x@ministry.example">Mail</a><a href="javascript:void(0)">Share</a></p>'
    )
    main, _ = LAYOUTS["a table"]
    assert _read(exchange, _page(main + odd), links="main a") == _expected("/en/n/{n}")


def test_a_selector_that_matches_nothing_is_a_verdict(exchange: Exchanged) -> None:
    main, _ = LAYOUTS["a table"]
    found = read_listing(exchange(_page(main), url=URL, content_type="text/html"), links="ol a")
    assert (found.kind, found.verdict, found.entries) == ("page", "empty", ())
    assert found.reason == "no link on the page matches 'ol a'"


def test_a_page_without_a_list_is_a_verdict(exchange: Exchanged) -> None:
    text = "<p>The Minister met his counterpart. They discussed the strait.</p>" * 20
    found = read_listing(exchange(_page(text), url=URL, content_type="text/html"))
    assert (found.kind, found.verdict) == ("page", "empty")
    assert found.reason == "no list of links was found; name them by `links`"


def test_a_block_page_where_a_feed_was_is_blocked(exchange: Exchanged) -> None:
    body = (
        "<!doctype html><html><head><title>Just a moment...</title></head><body>"
        "<script>window._cf_chl_opt={}</script></body></html>"
    )
    kinds: tuple[ListingKind | None, ...] = (None, "rss", "page")
    for kind in kinds:
        found = read_listing(exchange(body, content_type="text/html"), kind=kind)
        assert (found.verdict, found.entries) == ("blocked", ())


def test_a_page_where_a_feed_was_is_not_read_otherwise(exchange: Exchanged) -> None:
    main, css = LAYOUTS["a table"]
    found = read_listing(exchange(_page(main), content_type="text/html"), kind="atom", links=css)
    assert (found.verdict, found.entries) == ("failed", ())
    assert found.reason == "an index page where a feed was before"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("02/07/2025", "03/07/2025", "25/06/2025"), ("2025-07-02", "2025-07-03", "2025-06-25")),
        (("02/07/2025", "03/07/2025", "06/25/2025"), ("2025-02-07", "2025-03-07", "2025-06-25")),
        (("02/07/2025", "03/07/2025", "04/07/2025"), (None, None, None)),
        (("02/07/2025", "25/06/2025", "06/25/2025"), (None, "2025-06-25", "2025-06-25")),
        (("02/02/2025", "March 3", "soon"), ("2025-02-02", None, None)),
        (("2 February 2025 - 3 March 2025", "", "13.02.2025"), (None, None, "2025-02-13")),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_settled_by_the_others(
    dates: tuple[str, ...], expected: tuple[str | None, ...], exchange: Exchanged
) -> None:
    rows = "".join(
        f"<li>{date} <a href=/n/{number}>{title}</a></li>"
        for number, (date, title) in enumerate(zip(dates, TITLES, strict=True))
    )
    found = _read(exchange, _page(f"<ul class=l>{rows}</ul>"), links=".l a")
    assert tuple(one[2] for one in found) == expected


def test_a_date_within_a_title_is_not_the_documents(exchange: Exchanged) -> None:
    main = "<ul class=l><li><a href=/n/1>On the events of 7 February 2025</a></li></ul>"
    assert [one[2] for one in _read(exchange, _page(main), links=".l a")] == [None]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/02/07/statement/", "2025-02-07"),
        ("/eng/xw/202502/t20250207_11550123.html", "2025-02-07"),
        ("/news/2025-02-07-statement.html", "2025-02-07"),
        ("/2025/02/statement/", None),
        ("/id/20250207", None),
        ("/2025/13/07/statement/", None),
    ],
)
def test_an_address_may_name_the_day(path: str, day: str | None, exchange: Exchanged) -> None:
    main = f"<p class=l><a href={path}>Statement</a></p>"
    assert [one[2] for one in _read(exchange, _page(main), links=".l a")] == [day]


def test_a_shortened_title_is_taken_whole_from_its_attribute(exchange: Exchanged) -> None:
    main = (
        "<p class=l><a href=/1 title='外交部发言人就有关问题答记者问'>外交部发言人就有关…</a></p>"
    )
    found = _read(exchange, _page(main), links=".l a")
    assert [one[1] for one in found] == ["外交部发言人就有关问题答记者问"]


def test_a_date_of_its_own_in_a_link_is_no_part_of_the_title(exchange: Exchanged) -> None:
    main = (
        "<p class=l><a href=/1><span>Talks in Port Ellis</span>"
        "<span><time datetime=2026-03-02>March 2, 2026, 18:40</time></span></a></p>"
    )
    found = _read(exchange, _page(main), links=".l a")
    assert [one[1:3] for one in found] == [("Talks in Port Ellis", "2026-03-02")]


CARDS = {
    "<h3>Statement on ferries</h3><p>3 hours ago</p>": "Statement on ferries",
    "<div class=card__title>Statement on ferries</div><div>What was said.</div>":
        "Statement on ferries",
    "<p>Statement on ferries</p><p>13 February 2025</p>": "Statement on ferries",
    "Statement on ferries <span class=date>13 February 2025</span>": "Statement on ferries",
    "Statement on ferries <span>3 hours ago</span>": "Statement on ferries",
    "Statement on ferries <span class=sr-only>(opens in a new window)</span>":
        "Statement on ferries",
    "声明 <em>5分前</em>": "声明",
    "On the events of <b>7 February 2025</b>": "On the events of 7 February 2025",
    "<span>13 February 2025</span>": "13 February 2025",
    "<h4>Title <time datetime=2025-02-13>13 Feb</time></h4>": "Title",
}  # fmt: skip


@pytest.mark.parametrize("card", CARDS)
def test_a_title_is_without_what_says_when(card: str, exchange: Exchanged) -> None:
    main = f"<div class=l><a href=/1>{card}</a></div>"
    assert [one[1] for one in _read(exchange, _page(main), links=".l a")] == [CARDS[card]]


def test_relative_links_follow_the_base_of_the_page(exchange: Exchanged) -> None:
    main = "<p class=l><a href=1.html>Statement</a></p>"
    body = _page(main, head='<base href="/zh/web/">')
    assert [one[0] for one in _read(exchange, body, links=".l a")] == [
        "https://ministry.example/zh/web/1.html"
    ]


PAGERS = {
    "rel=next": ("<p><a rel=next href='?p=2'>2</a></p>", "?p=2"),
    "next": ("<p><a href='?p=2'>Next »</a></p>", "?p=2"),
    "older posts": ("<p><a href='?p=2'>← Older posts</a></p>", "?p=2"),
    "Japanese": ("<p><a href='p2.html'>次へ</a></p>", "p2.html"),
    "Chinese": ("<p><a href='index_1.html'>下一页</a></p>", "index_1.html"),
    "French": ("<p><a href='?p=2'>Page suivante</a></p>", "?p=2"),
    "Russian": ("<p><a href='?p=2'>Следующая</a></p>", "?p=2"),
    "a class": ("<ul><li class='pager-next'><a href='?p=2'>…</a></li></ul>", "?p=2"),
    "load more": ("<p><a class=more href='/en/press/page/2'>Load more</a></p>", "page/2"),
    "a label": ("<p><a href='?p=2' aria-label='Next page'>&gt;</a></p>", "?p=2"),
    "numbers": (
        "<div class=pages><b>1</b> <a href='?p=2'>2</a> <a href='?p=3'>3</a></div>", "?p=2",
    ),
    "numbers in items": (
        "<ul><li class=on>1</li><li><a href='?p=2'>2</a></li><li><a href='?p=3'>3</a></li></ul>",
        "?p=2",
    ),
    "numbers of which one leads here": (
        "<p><a href='index.html'>1</a> <a href='?p=2'>2</a> <a href='?p=3'>3</a></p>", "?p=2",
    ),
    "a script": (
        '<script>createPageHTML(29, 0, "index", "shtml");</script>', "index_1.shtml",
    ),
    "a sign": ("<div class=pagination><a href='?p=2'>»</a></div>", "?p=2"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGERS)
def test_the_next_page_is_found(name: str, exchange: Exchanged) -> None:
    pager, expected = PAGERS[name]
    main, css = LAYOUTS["a table"]
    for links in (css, None):
        found = read_listing(
            exchange(_page(main + pager), url=URL, content_type="text/html"), links=links
        )
        separator = "" if expected.startswith("?") else "https://ministry.example/en/press/"
        whole = f"{URL}{expected}" if not separator else f"{separator}{expected}"
        assert [one.url for one in found.more] == [whole]
        assert len(found.entries) == 3


@pytest.mark.parametrize(
    "pager",
    [
        "", "<p><a href='?p=0'>Previous</a></p>", "<p><a href='?p=1'>Newer posts</a></p>",
        "<script>createPageHTML(1, 0, 'index', 'html')</script>",
        "<p><a href='?p=1'>1</a> <a href='?p=2'>2</a> <b>3</b></p>",
        "<p><a href='/en/about.html'>More</a></p>",
        "<p><a href='#'>Next</a></p>", "<p><a href='javascript:next()'>Next</a></p>",
        "<p><a href='/en/next-generation.html'>Next generation of leaders</a></p>",
    ],
)  # fmt: skip
def test_the_last_page_has_no_next_one(pager: str, exchange: Exchanged) -> None:
    main, css = LAYOUTS["a table"]
    found = read_listing(
        exchange(_page(main + pager), url=URL, content_type="text/html"), links=css
    )
    assert found.more == ()
