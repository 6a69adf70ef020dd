"""The frame: what is cut out, and that noise around the words leaves it alone."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from monitor.text.frame import Frame, cut
from monitor.text.read import read
from monitor.text.rules import Rules
from monitor.text.selectors import first_that_matches, matches
from storage.model import Judgement

TEXT = "<p>The ministers met.</p><p>They agreed on <b>ferries</b>.</p>"


def page(inner: str, *, head: str = "", before: str = "", after: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>T</title>{head}</head><body>{before}"
        f'<div id="main">{inner}</div>{after}</body></html>'
    ).encode()


def frame(body: bytes, **rules: Any) -> Frame:  # noqa: ANN401
    found = cut(body, "text/html", "https://x.example/", Rules(**({"pin": "#main"} | rules)))
    assert isinstance(found, Frame), found
    return found


def texts(body: bytes, **rules: Any) -> list[str]:  # noqa: ANN401
    asked = Rules(**({"pin": "#main"} | rules))
    return [block.text for block in read(frame(body, **rules), asked).blocks]


def test_several_elements_are_joined_in_order_without_nested_ones() -> None:
    body = page('<div class="t"><p>A</p><div class="t">B</div></div><p class="t">C</p><p>D</p>')
    assert texts(body, select=(".t",)) == ["A", "B", "C"]


def test_the_first_selector_that_matches() -> None:
    found = frame(page(TEXT), select=(".none", "#main", "body"))
    assert found.selector == "#main"


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (Rules(select=("#gone",)), "select '#gone' matched nothing"),
        (Rules(select=("#a", ".b")), "select '#a', '.b' matched nothing"),
        (Rules(pin="#gone"), "the pinned container '#gone' is not on the page"),
        (Rules(), "no main text was found"),
    ],
)
def test_nothing_matches(rules: Rules, reason: str) -> None:
    assert cut(page(TEXT), None, "", rules) == Judgement(verdict="empty", reason=reason)


def test_a_selector_that_is_none() -> None:
    found = cut(page(TEXT), None, "", Rules(select=("p[",)))
    assert isinstance(found, Judgement)
    assert found.verdict == "failed"
    assert "'p[' is not a CSS selector" in str(found.reason)


def test_an_id_that_stands_twice_names_both() -> None:
    body = page("<p>A</p>", after='<div id="main"><p>B</p></div>')
    assert texts(body, select=("#main",)) == ["A", "B"]


def test_until_cuts_what_follows_at_any_depth() -> None:
    body = page("<div><p>A</p><div>B<i class=end>x</i>tail</div>C</div><p>D</p>")
    assert texts(body, until=".end") == ["A", "B"]


def test_until_between_selected_elements_drops_the_later_ones() -> None:
    body = page("<p>A</p><h2>Related</h2><p>B</p>")
    assert texts(body, select=("p",), until="h2") == ["A"]


def test_until_before_the_text_is_no_end() -> None:
    body = page("<p>A</p>", before="<h2>Menu</h2>")
    assert texts(body, until="h2") == ["A"]


def test_ignored_elements_leave_the_text_around_them() -> None:
    body = page("<p>One <span class=x>two</span> three</p><p class=x>four</p>")
    assert texts(body, ignore=(".x",)) == ["One three"]


def test_selected_elements_that_are_hidden_are_left_out_unless_all_are() -> None:
    body = page('<p>A</p><p hidden>B</p><div id=js style="display: none"><p>C</p></div>')
    assert texts(body, select=("#main > p",)) == ["A"]
    assert texts(body, select=("#js",)) == ["C"]


def test_headline_of_a_pinned_text_stands_outside() -> None:
    before = "<h1><img alt=Ministry></h1><h1>Statement  on <ruby>x<rt>y</rt></ruby></h1>"
    assert frame(page(TEXT, before=before)).headline == "Statement on x"
    assert frame(page(TEXT, before=before), select=("#main",)).headline is None
    assert frame(page("<h1>Own</h1>" + TEXT, before=before)).headline is None
    assert frame(page(TEXT, after="<h1>Later</h1>")).headline is None


def test_headline_is_in_the_hash_and_title_and_dates_are_not() -> None:
    one = frame(page(TEXT, before="<h1>A</h1>"))
    assert one.sha256 != frame(page(TEXT, before="<h1>B</h1>")).sha256
    dated = '<meta name="date" content="2026-01-02">'
    assert one.sha256 == frame(page(TEXT, before="<h1>A</h1>", head=dated)).sha256


@pytest.mark.parametrize(
    "noise",
    [
        '<script nonce="x1">var t = 99;</script>',
        "<style>p { color: red }</style>",
        '<input type="hidden" name="__VIEWSTATE" value="zz">',
        "<!-- generated 12:00:01 -->",
        "<noscript>Enable scripts</noscript>",
        "<p hidden>Visits: 1</p>",
        '<p style="color:red; DISPLAY : none">x</p>',
        '<div aria-hidden="true">Loading</div>',
        '<div class="share-bar"><a href="/s?u=1">Share</a></div>',
        '<ul id="social"><li><a href="#">Post</a></li></ul>',
        "<nav><a href=/>Home</a></nav>",
        "<aside>Teaser</aside>",
        "<svg><title>Icon</title></svg>",
        "<button>Print</button>",
    ],
)
def test_furniture_is_not_in_the_frame(noise: str) -> None:
    assert frame(page(noise + TEXT)).sha256 == frame(page(TEXT)).sha256


def test_a_text_that_is_only_named_like_furniture_stays() -> None:
    prose = "The harbour fund shall be held in common. " * 8
    assert texts(page(f'<div class="social"><a href=x>§ 1</a> {prose}</div>')) == [
        f"§ 1 {prose}".strip()
    ]
    assert texts(page('<p class="share"><a href=x>A share</a> of 3 %.</p>')) == ["A share of 3 %."]


def test_found_text_loses_asides_selected_text_keeps_them() -> None:
    body = page("<p>A</p><aside>Notes to editors</aside>")
    assert texts(body) == ["A"]
    assert texts(body, select=("#main",)) == ["A", "Notes to editors"]


def test_links_and_emphasis_are_markup() -> None:
    marked = TEXT.replace("ministers", '<a href="/m?s=1"><strong>ministers</strong></a>')
    assert frame(page(marked)).sha256 == frame(page(TEXT)).sha256


attributes = st.dictionaries(
    st.sampled_from(["class", "data-id", "nonce", "onclick", "data-csrf", "lang", "style", "href"]),
    st.text("abcdef0123456789 -_", max_size=12),
    max_size=4,
)


@given(st.lists(attributes, min_size=6, max_size=6))
def test_attributes_never_change_the_hash(noise: list[dict[str, str]]) -> None:
    source = "<h2>Ferries</h2><p>The <b>ministers</b> met.</p><ul><li>One</li></ul>"
    supply = iter(noise)

    def dressed(tag: re.Match[str]) -> str:
        said = "".join(f' {name}="{value}"' for name, value in next(supply).items())
        return f"<{tag[1]}{said}>"

    noisy = re.sub(r"<([a-z0-9]+)>", dressed, source, count=6)
    assert frame(page(noisy)).sha256 == frame(page(source)).sha256


@pytest.mark.parametrize(
    "tag",
    [
        "div", "b", "span", "table", "ul><li", "blockquote", "font",
        pytest.param("p", marks=pytest.mark.slow),  # each ends the one before: a wide page
    ],
)  # fmt: skip
def test_deep_nesting_is_a_value(tag: str) -> None:
    inner = f"<{tag}>" * 100_000 + "deep"
    for rules in (Rules(pin="#main"), Rules(select=("body",))):
        found = cut(page(inner), None, "", rules)
        if isinstance(found, Judgement):
            assert (found.verdict, found.reason) == (
                "failed",
                "the page nests elements too deep to be read",
            )
        else:
            assert read(found, rules).blocks[-1].text == "deep"


def test_no_text_is_lost_to_nesting_that_can_be_read() -> None:
    assert texts(page("<font>" * 1500 + "deep")) == ["deep"]
    assert texts(page("<div>" * 200 + "deep")) == ["deep"]
    found = cut(page("<div>" * 400 + "deep"), None, "", Rules(pin="#main"))
    assert found == Judgement(
        verdict="failed", reason="the text nests elements too deep to be read"
    )


@pytest.mark.parametrize(
    ("body", "content_type", "verdict"),
    [
        (b"", None, "empty"),
        (b" \n ", "text/html", "empty"),
        (b"\x00" * 50, None, "failed"),
        (bytes(range(256)) * 40, "text/html", "failed"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "text/html", "failed"),
        (b"PK\x03\x04....", None, "failed"),
        (b"<p>x</p>", "image/png", "failed"),
        (b"<!-- -->", None, "empty"),
    ],
)
def test_what_is_no_page(body: bytes, content_type: str | None, verdict: str) -> None:
    found = cut(body, content_type, "", Rules(select=("p",)))
    assert isinstance(found, Judgement)
    assert found.verdict == verdict
    assert found.reason


@given(st.binary(max_size=300), st.sampled_from([b"", b"<html><body><p>", b"<table><s><ol start="]))
def test_any_bytes_are_a_value(noise: bytes, begin: bytes) -> None:
    rules = Rules(select=("p", "body"), until="b", ignore=("i",))
    found = cut(begin + noise, None, "", rules)
    if isinstance(found, Frame):
        for block in read(found, rules).blocks:
            assert block.text.strip()


def test_plain_text_is_read_as_paragraphs() -> None:
    found = frame(page("x"), select=("#main",))
    assert found.selector == "#main"
    plain = cut(b"One <b>\nline.\n\nTwo.\r\n", "text/plain", "", Rules(select=("pre",)))
    assert isinstance(plain, Frame)
    assert [block.text for block in read(plain, Rules()).blocks] == ["One <b> line.", "Two."]


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" * 500_000,
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x",
    ],
)
def test_pages_that_would_keep_the_others_waiting(body: bytes) -> None:
    reason = "the page holds too many elements to be read"
    assert cut(body, None, "", Rules(select=("p",))) == Judgement(verdict="failed", reason=reason)


@pytest.mark.parametrize(
    "page",
    [
        "<div class=text>a</div>",
        "<body class='page text'><p class='text-more'>no</p><p class='\n text\t'>b</p></body>",
        "<p class='TEXT'>no</p><i class='context'>no</i><p class='x text'><i class=text>c</i>",
        "<p class=''>no</p><p>no</p>",
    ],
)
def test_a_plain_class_is_found_as_every_selector_is(page: str) -> None:
    root = etree.fromstring(page, etree.HTMLParser())
    found = first_that_matches(root, page, [".text"])
    assert (found[1] if found else []) == matches(root, ".text")
