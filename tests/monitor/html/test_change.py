"""One change as a page: well formed, inert, complete, and the same for everybody."""

import re
from html import unescape
from typing import TYPE_CHECKING

import html5lib
import pytest
from lxml import etree, html

from monitor.html import change
from storage.origins import Brought

if TYPE_CHECKING:
    from tests.monitor.html.conftest import Made

OPPOSE = ["# The harbour", "We oppose the wall. We met twice.", "All agreed."]
SUPPORT = ["# The harbour", "We do not support the wall. We met twice.", "All agreed.", "More."]


def _element(page: str, path: str) -> html.HtmlElement:
    (found,) = html.document_fromstring(page).xpath(path)
    assert isinstance(found, html.HtmlElement)
    return found


def _side(page: str, view: str, column: int) -> list[str]:
    """The text of each cell of one column."""
    cells = html.document_fromstring(page).xpath(
        f"//section[contains(@class,'{view}')]//tr[td]/td[{column}]"
    )
    return [" ".join(cell.text_content().split()) for cell in cells]


def test_a_page_is_valid_and_stands_alone(pair: "Made") -> None:
    page = change.page(pair(OPPOSE, SUPPORT))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert not re.search(r"(src=|url\(|@import)", page)
    assert page == change.page(pair(OPPOSE, SUPPORT))


def test_what_was_taken_out_and_put_in_stands_as_such(pair: "Made") -> None:
    page = change.page(pair(OPPOSE, SUPPORT))
    first = _element(page, "//li[@id='passage-1']/p[contains(@class,'text')]")
    inner = re.sub(r"\s+", " ", etree.tostring(first, encoding="unicode"))
    assert "We <del>oppose</del><ins>do not support</ins> the wall." in inner
    assert _side(page, "beside", 1) == ["We oppose the wall.", "not there"]
    assert _side(page, "beside", 2) == ["We do not support the wall.", "More."]


def test_the_whole_texts_stand_side_by_side_with_what_changed_marked(pair: "Made") -> None:
    page = change.page(pair(OPPOSE, SUPPORT))
    assert " ".join(_side(page, "whole", 1)).split() == " ".join(OPPOSE)[2:].split()
    assert " ".join(_side(page, "whole", 2)).split() == " ".join(SUPPORT)[2:].split()
    whole = html.document_fromstring(page).xpath("//section[contains(@class,'whole')]")[0]
    assert [one.text_content() for one in whole.iter("del")] == ["oppose"]
    assert [one.text_content() for one in whole.iter("ins")] == ["do not support", "More."]


def test_page_text_is_text_and_gives_no_orders(pair: "Made") -> None:
    evil = '<script>alert(1)</script> & \u202edrow\x1b[31m "quoted" \' <b>bold</b>'
    told = pair(
        ["We agree.", evil], ["We agree.", evil + " And more of it."],
        source={"name": evil, "publisher": evil, "url": "javascript:alert(1)"},
        newer={"note": evil, "publisher_said": evil},
    )  # fmt: skip
    page = change.page(told)
    html5lib.HTMLParser(strict=True).parse(page)
    assert not html.document_fromstring(page).xpath("//script | //b | //a")
    assert not set("\u202e\x1b") & set(page)
    assert "⟦U+202E⟧" in page
    assert "alert(1)</script>" not in page
    assert "alert(1)</script> & ⟦U+202E⟧drow" in unescape(page)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("//time[1]/@datetime", ["2025-02-07T16:55:00Z"] * 2 + ["2025-02-07T17:10:00Z"] * 2),
        ("//article//dd[contains(., 'Asia/Tokyo')]/time[1]/text()",
         ["2025-02-08 01:55 Asia/Tokyo", "2025-02-08 02:10 Asia/Tokyo"]),
        ("//dt[.='Note on @2']/../dd/text()", ["checked by phone"]),
        ("//dt[.='@1']/../dd/text()", ["superseded by @3: read anew by our rules"]),
        ("//dt[.='Words']/../dd/text()", ["1 removed, 4 added"]),
        ("//ul[@class='flags']/li/strong/text()", ["negation added"]),
        ("//ul[@class='flags']/li/bdi/text()", ["not"]),
    ],
)  # fmt: skip
def test_the_facts_are_told(pair: "Made", path: str, expected: list[str]) -> None:
    told = pair(OPPOSE, SUPPORT, newer={"note": "checked by phone"}, standing=(3, None))
    first = told.comparison.passages[0]
    raised = {first: (("negation", "added", "not"),)}
    page = change.page(pair(
        OPPOSE, SUPPORT, newer={"note": "checked by phone"}, standing=(3, None), raised=raised,
    ))  # fmt: skip
    found = html.document_fromstring(page).xpath(path)
    if path.startswith("//ul"):
        found = found[:1]
    assert sorted({*found}) == sorted({*expected})


def test_each_text_says_its_language(pair: "Made") -> None:
    told = pair(
        ["首脳は台湾に言及した。"], ["首脳は台湾海峡に言及した。"],
        source={"language": "ja"}, older={"language": "ja"}, newer={"language": "ja"},
    )  # fmt: skip
    page = change.page(told)
    assert html.document_fromstring(page).get("lang") == "en"
    texts = html.document_fromstring(page).xpath("//*[contains(@class,'text')]/@lang")
    assert set(texts) == {"ja"}


def test_typography_and_moves_are_called_what_they_are(pair: "Made") -> None:
    quoted = change.page(pair(['They said "yes".'], ["They said “yes”."]))
    assert "typography: quotes" in quoted
    first, second = "We met in the old harbour town.", "They left by the last boat of all."
    moved = change.page(
        pair([first, second, "All agreed to it."], [second, first, "All agreed to it."])
    )
    assert "moved" in _element(moved, "//li[@id='passage-1']//span[@class='kind']").text_content()
    whole = html.document_fromstring(moved).xpath("//section[contains(@class,'whole')]")[0]
    assert whole.xpath(".//span[@class='moved']")


def test_equal_texts_say_so(pair: "Made") -> None:
    page = change.page(pair(OPPOSE, OPPOSE))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "same to the character" in page


def test_a_fragment_is_for_a_page_of_anothers_making(pair: "Made") -> None:
    told = pair(OPPOSE, SUPPORT)
    fragment = change.fragment(told, whole=False)
    assert fragment.startswith("<article")
    assert fragment.rstrip().endswith("</article>")
    assert "The whole texts" not in fragment
    assert change.fragment(told) in change.page(told)


def test_what_the_archive_saw_is_said_to_be_its_sight(pair: "Made") -> None:
    memento = "https://web.archive.org/web/20260302080000id_/https://ministry.example/<b>"
    theirs = Brought(origin="wayback", provenance=f"fetched 2026-03-02T08:10:00Z from {memento}")
    ours = Brought(origin="direct", provenance=None)
    page = change.page(pair(OPPOSE, SUPPORT, brought=(ours, theirs), newer={"confirmed_at": None}))
    text = " ".join(html.document_fromstring(page).text_content().split())
    assert "Sight of @2" in text
    shown = memento.replace("id_", "", 1)
    assert f"captured by the Wayback Machine at 2025-02-07 17:10:00 UTC: {shown}" in text
    assert "seen by the Wayback Machine, not by us" in text
    assert "Sight of @1" not in text
