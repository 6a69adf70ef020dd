"""Blocks: kinds, numbers, white space, marks."""

import pytest

from monitor.text.frame import Frame, cut
from monitor.text.lists import numeral
from monitor.text.read import read
from monitor.text.rules import Rules
from storage.model import Block, BlockKind


def blocks(inner: str, *ignore_text: str) -> list[tuple[BlockKind, str]]:
    rules = Rules(select=("#main",), ignore_text=ignore_text)
    frame = cut(f'<div id="main">{inner}</div>'.encode(), "text/html", "", rules)
    assert isinstance(frame, Frame), frame
    return [(block.kind, block.text) for block in read(frame, rules).blocks]


def texts(inner: str, *ignore_text: str) -> list[str]:
    return [text for _, text in blocks(inner, *ignore_text)]


def test_kinds_in_reading_order() -> None:
    inner = (
        "loose<h3>Head</h3>between<p>para</p><ul><li>item</ul><blockquote>quote</blockquote>"
        "<dl><dt>term<dd>meaning</dl><table><tr><td>a<td>b</table>after"
    )
    assert blocks(inner) == [
        ("paragraph", "loose"),
        ("heading", "Head"),
        ("paragraph", "between"),
        ("paragraph", "para"),
        ("item", "item"),
        ("quote", "quote"),
        ("item", "term"),
        ("item", "meaning"),
        ("row", "a | b"),
        ("paragraph", "after"),
    ]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<ol><li>x<li>y</ol>", ["1. x", "2. y"]),
        ("<ol start=3 type=A><li>x<li>y</ol>", ["C. x", "D. y"]),
        ("<ol type=i><li value=9>x<li>y</ol>", ["ix. x", "x. y"]),
        ("<ol reversed><li>x<li>y</ol>", ["2. x", "1. y"]),
        ("<ol><li>x<ul><li>y</ul><li>z</ol>", ["1. x", "y", "2. z"]),
        ("<ol><li><p>x</p><p>y</p><li>z</ol>", ["1. x", "y", "2. z"]),
        ("<ol><li>1. x<li>（2）y<li>３　z</ol>", ["1. x", "（2）y", "３　z"]),
        ("<ol><li>12 ships<li>2,000 men</ol>", ["1. 12 ships", "2. 2,000 men"]),
        ('<ol style="list-style: none"><li>x</ol>', ["x"]),
        ("<ol start=many><li>x</ol>", ["1. x"]),
        ("<ol start=-1><li>x<li>y<li>z</ol>", ["-1. x", "0. y", "1. z"]),
        ("<li>x</li>", ["x"]),
        ('<ol style="list-style-type: lower-alpha"><li>x<li>y</ol>', ["a. x", "b. y"]),
        ('<ol type="1" style="list-style:upper-roman inside"><li>x<li>y</ol>', ["I. x", "II. y"]),
    ],
)
def test_list_numbers(inner: str, expected: list[str]) -> None:
    assert texts(inner) == expected


def test_numerals() -> None:
    assert [numeral(n, "a") for n in (1, 26, 27, 702, 703)] == ["a", "z", "aa", "zz", "aaa"]
    assert numeral(1999, "I") == "MCMXCIX"
    assert (numeral(0, "a"), numeral(4000, "i"), numeral(-2, "A")) == ("0", "4000", "-2")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>a\n  b\t c</p>", ["a b c"]),
        ("<p>a<b>b</b> c</p>", ["ab c"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>a<br><br/>b<br>\n<br> <br>c</p>", ["a", "b", "c"]),
        ("<p>a<br>&nbsp;<br>b</p>", ["a", "b"]),
        ("<p>　甲乙<br>　丙丁</p>", ["　甲乙", "　丙丁"]),
        ("<p>甲乙\n  丙丁 戊\nabc</p>", ["甲乙丙丁 戊 abc"]),
        ("<p>한국\n말</p>", ["한국 말"]),
        ("<p>a&nbsp;b&shy;c　ｄ％</p>", ["a\xa0b\xadc　ｄ％"]),
        (
            "<p>to re-&#8288;&#8203;sign</p>",
            ["to re-sign"],
        ),  # the mark of PDFs, which pages may not set
        ("<p>&nbsp;</p><p>　</p><p>&#8203;</p><p><br></p><p></p>", []),
        ("<p>a<wbr>b</p>", ["ab"]),
        ("<p>a&#146;b</p>", ["a’b"]),
    ],
)
def test_white_space(inner: str, expected: list[str]) -> None:
    assert texts(inner) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<p>a <s>b</s> c</p>", ["a ~~b~~ c"]),
        ("<p>a<del> b </del>c</p>", ["a ~~b~~ c"]),
        ("<p>a <strike>b <i>c</i></strike></p>", ["a ~~b c~~"]),
        ("<p>a <s></s>b <s> </s>c</p>", ["a b c"]),
        ("<p><s>a</s><s>b</s></p>", ["~~ab~~"]),
        ("<p><s><del>a</del></s> b</p>", ["~~a~~ b"]),
        ("<del><p>a</p><p>b</p></del><p>c</p>", ["~~a~~", "~~b~~", "c"]),
        ("<s><p>a</p></s><p>c <s>d</s></p>", ["~~a~~", "c ~~d~~"]),
        ("<p><s>a<br><br>b</s> c</p>", ["~~a~~", "~~b~~ c"]),
        ('<p style="text-decoration-line: line-through">a</p>', ["~~a~~"]),
        ("<p>a <ins>b</ins></p>", ["a b"]),
        ("<table><tr><td><s>1</s> 2<td>3</table>", ["~~1~~ 2 | 3"]),
    ],
)
def test_struck_through(inner: str, expected: list[str]) -> None:
    assert texts(inner) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<table><tr><th>a<th>b<tr><td>1<td><p>2</p></table>", ["a | b", "1 | 2"]),
        ("<table><tr><td>a<td><td>c<tr><td><td></table>", ["a | | c"]),
        ("<table><tr><td>only</table>", ["only"]),
        ("<table><tr><td>menu<td><p>a</p><table><tr><td>1<td>2</table></table>",
         ["menu", "a", "1 | 2"]),
        (f"<table><tr><td>menu<td><p>{'word ' * 250}</p><p>b</p></table>",
         ["menu", ("word " * 250).strip(), "b"]),
        ("<table><tr><td><ul><li>x<li>y</ul><td>z</table>", ["x y | z"]),
    ],
)  # fmt: skip
def test_tables(inner: str, expected: list[str]) -> None:
    assert texts(inner) == expected


def test_what_a_reader_does_not_see() -> None:
    inner = (
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p><p hidden>x</p>"
        "<p>a<span style='visibility:hidden'>x</span>b</p><select><option>x</select>"
        "<textarea>x</textarea><template>x</template><iframe>x</iframe>"
    )
    assert texts(inner) == ["漢字", "ab"]


def test_a_heading_that_opens_and_closes_its_section_is_a_heading() -> None:
    inner = (
        "<h3><button type=button aria-expanded=false><span>On trade</span></button></h3><p>x</p>"
        "<h3>On wheat <button>Share</button></h3><p>y <button>Print</button></p>"
    )
    assert texts(inner) == ["On trade", "x", "On wheat", "y"]


def test_ignored_texts_are_whole_blocks() -> None:
    inner = "<p>Last updated: 1 May</p><p>The list was Last updated in May.</p>"
    assert texts(inner, "^Last updated") == ["The list was Last updated in May."]


def test_protected_address() -> None:
    inner = '<p>Write to <span class="__cf_email__" data-cfemail="{}">[email]</span>.</p>'
    for key in (1, 77):
        encoded = bytes([key, *(byte ^ key for byte in b"desk@arland.example")]).hex()
        assert texts(inner.format(encoded)) == ["Write to desk@arland.example."]
    assert texts(inner.format("zz")) == ["Write to [email protected]."]


def test_the_language_of_the_source_goes_before_the_pages_own() -> None:
    body = b'<html lang="en"><body><p>x</p>'
    frame = cut(body, None, "", Rules(select=("p",)))
    assert isinstance(frame, Frame)
    assert read(frame, Rules()).language == "en"
    assert read(frame, Rules(language="cy")).language == "cy"
    assert read(frame, Rules()).blocks == (Block(kind="paragraph", text="x"),)
