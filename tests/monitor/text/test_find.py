"""Finding the main text, and finding it again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text import places
from monitor.text.extract import Extraction, extract
from monitor.text.find import find_container, relocate, whole_text
from monitor.text.naming import is_stable
from monitor.text.rules import Rules

EN = (
    (
        "The two ministers met in the harbour city on Tuesday and spoke for an hour about"
        " fisheries, rail links and the price of wheat."
    ),
    (
        "They agreed that a joint committee should report by the end of the year on tariffs between"
        " the two countries."
    ),
    "Both sides underlined that the talks will go on. The next round is to be held in spring.",
    "The minister thanked the city for its welcome and laid a wreath at the seamen's memorial.",
)
JA = (
    "両大臣は、火曜日に港町で会談し、漁業、鉄道及び小麦の価格について意見交換を行いました。",
    "また、双方は、関税の問題に関する合同委員会が年末までに報告することで一致しました。",
)
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>Menu entry {n}</a></li>" for n in range(25)) + "</ul>"
LAYOUTS = {
    "div.article-body": '<div id="w"><div class="article-body">{}</div><p>x</p></div>',
    "#statement-text": '<div class="a"><div id="statement-text">{}</div></div>',
    "main article": "<main><article>{}</article></main>",
    "body > div:nth-of-type(2) > div": '<div class="css-1a2b"><div class="col-md-8">{}</div></div>',
    "body > table > tr > td:nth-of-type(2)": "<table><tr><td>left</td><td>{}</td></tr></table>",
    "body > section > div": '<section class="t-8f3a9b21"><div id="n-394893">{}</div></section>',
}


def page(paragraphs: tuple[str, ...], layout: str, after: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html><head><title>T</title></head><body><div class="nav">{MENU}</div>'
        f"<h1>The talks</h1>{layout.format(text)}"
        f'<div class="teasers">{after}</div><div class="foot">Ministry of Harbours</div></body>'
    ).encode()


def read(body: bytes, **rules: str) -> Extraction:
    found = extract(body, "text/html", "https://x.example/", Rules(**rules))  # type: ignore[arg-type]
    assert isinstance(found, Extraction), found
    return found


@pytest.mark.parametrize("paragraphs", [EN * 2, EN, EN[:1], JA, JA[:1]])
@pytest.mark.parametrize(("selector", "layout"), LAYOUTS.items())
def test_the_container_is_named_as_a_person_would(
    selector: str, layout: str, paragraphs: tuple[str, ...]
) -> None:
    body = page(paragraphs, layout)
    assert find_container(body, "text/html", "https://x.example/") == selector
    found = read(body)
    assert found.selector == selector
    assert [block.text for block in found.document.blocks] == list(paragraphs)
    assert found.document.headline == "The talks"


def test_no_text_no_container() -> None:
    assert find_container(b"<html><body><img src=x></body>", None, "") is None
    assert find_container(b"", None, "") is None
    assert find_container(b"\x89PNG\r\n", None, "") is None


@pytest.mark.parametrize(
    ("name", "stable"),
    [
        ("main", True),
        ("News_Body_Txt_A", True),
        ("entry-content", True),
        ("article1", True),
        ("post-48213", False),
        ("css-1a2b3c", False),
        ("view-dom-id-9f8e7d", False),
        ("deadbeef01", False),
        ("sc-bdVaJa1", False),
        ("a b", False),
        ("1st", False),
    ],
)
def test_names_that_people_chose(name: str, stable: bool) -> None:  # noqa: FBT001
    assert is_stable(name) is stable


def test_relocate_where_four_fifths_stand_in_order() -> None:
    before = read(page(EN, LAYOUTS["#statement-text"])).document
    edited = (EN[0], "A paragraph that is new.", EN[1], EN[2], EN[3].replace("city", "town"))
    moved = page(edited, LAYOUTS["main article"])
    assert relocate(moved, None, "", before) == "main article"
    again = read(moved, pin="main article").document
    assert [block.text for block in again.blocks] == list(edited)


def test_relocate_finds_nothing_when_the_text_is_gone_or_shuffled() -> None:
    before = read(page(EN, LAYOUTS["#statement-text"])).document
    for paragraphs in (JA, EN[:2], EN[::-1]):
        assert relocate(page(paragraphs, LAYOUTS["main article"]), None, "", before) is None
    assert relocate(b"", None, "", before) is None


def test_the_whole_text_of_a_page_is_what_can_be_read() -> None:
    body = page(EN, LAYOUTS["#statement-text"], after=f"<p>{EN[1][:40]}\n {EN[1][40:]}</p>")
    assert whole_text(body, None).count(places.squash(EN[1])) == 2
    hidden = page(EN, LAYOUTS["#statement-text"], after=f"<p hidden>{EN[0]}</p>")
    assert whole_text(hidden, None).count(places.squash(EN[0])) == 1
    assert whole_text(b"", None) == ""


@settings(max_examples=50)
@given(
    st.text(max_size=120), st.sampled_from(["", "<main><p>", "<table><tr><td>", "<b><div id=x>"])
)
def test_any_page_is_a_value(text: str, begin: str) -> None:
    body = (begin + text).encode("utf-8", "replace")
    selector = find_container(body, None, "")
    if selector is not None:
        assert isinstance(extract(body, None, "", Rules(pin=selector)), Extraction)


@pytest.mark.slow
def test_deep_and_large_pages_are_found_in_bounded_time() -> None:
    assert find_container(b"<div>" * 1500 + b"A text of twenty letters and more.", None, "")
    large = b"<main>" + b"<p>A sentence of the large page.</p>" * 150_000
    assert find_container(large, None, "") == "main"


def test_a_plain_file() -> None:
    found = extract(b"One.\n\nTwo\nlines.\n", None, "/tmp/statement.txt", Rules())
    assert isinstance(found, Extraction)
    assert [block.text for block in found.document.blocks] == ["One.", "Two lines."]


@pytest.mark.parametrize("name", ["a" * 59 + "!", "a1" * 29 + ".", "a-" * 30 + "123"])
def test_a_name_made_to_take_time_is_judged_at_once(name: str) -> None:
    """As one of these it would take for ever to try every way of cutting it."""
    assert not is_stable(name)
