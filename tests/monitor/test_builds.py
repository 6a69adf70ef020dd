"""The main text without `select`, on pages as the publishing systems of governments build them.

Each file in tests/pages/builds is a page without its text: its first line says how a paragraph is
written there. What is found is pinned; then the page around it changes, and then the text.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.reading import Before, Reading, read_capture
from monitor.text.rules import Rules
from storage.model import Document, Exchange

BUILDS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[1] / "pages" / "builds").glob("*.html"))
}
TEXTS: dict[str, tuple[str, ...]] = {
    "english": (
        "The President met today with the Prime Minister of Arland at the harbour palace.",
        "They discussed the strait, and agreed that nobody should close it by force.",
        "They welcomed the new agreement on fisheries, under which 2,000 licences are issued.",
        "Both sides agreed to hold the next round of talks in Port Arl in the autumn.",
    ),
    "one sentence": ("We condemn the attack on the port of Arl in the strongest terms.",),
    "two sentences": ("We condemn the attack on the port.", "Our thoughts are with the families."),
    "japanese": (
        "本７日午後０時３０分から約２時間、両首脳は港町で会談を行いました。",
        "両首脳は、海峡の平和と安定の重要性を改めて確認しました。",
        "また、漁業に関する協定の署名を歓迎し、２０００件の許可を発給することで一致しました。",
    ),
    "japanese, one sentence": ("２月７日、大臣は、港町での火災を受け、弔意を伝達しました。",),
    "japanese, a few characters": ("両国は合意した。",),
}
# In every run the one that is most easily found and the one that is hardest.
_EACH_TEXT = pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            name,
            marks=() if name in {"english", "japanese, a few characters"} else pytest.mark.slow,
        )
        for name in TEXTS
    ],
)
AROUND: dict[str, Callable[[str], str]] = {
    "a notice above the page": lambda page: re.sub(
        r"(<body[^>]*>)", r'\1<div class="alert">Our offices are closed on Monday.</div>', page
    ),
    "a wrapper": lambda page: re.sub(r"(<body[^>]*>)", r"\1<div>", page).replace(
        "</body>", "</div></body>"
    ),
    "a menu entry": lambda page: page.replace('<li><a href="/s3">', "<li><a>New</a><li><a>", 1),
    "other words in the menus": lambda page: page.replace("Section number 4", "Section four"),
    "other stories": lambda page: page.replace("story number 1 about", "news of").replace(
        "A teaser of", "More of"
    ),
    "other classes": lambda page: re.sub(r'class="([^"]*)"', r'class="\1 js-ready"', page),
    "another footer": lambda page: page.replace("555 0100", "555 0199"),
    "other share buttons": lambda page: page.replace("Facebook", "Meta").replace("ツイート", "X"),
}  # fmt: skip
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def build(name: str, paragraphs: tuple[str, ...]) -> str:
    each, _, page = BUILDS[name].partition("\n")
    pattern = each.removeprefix("<!-- each: ").removesuffix(" -->")
    title = "Statement of the Harbours" if paragraphs[0].isascii() else "首脳会談"
    text = "\n".join(pattern.format(paragraph) for paragraph in paragraphs)
    return page.replace("{title}", title).replace("{text}", text)


def read(page: str, pin: str | None = None, last: Document | None = None) -> Reading:
    exchange = Exchange(
        url="https://ministry.example/p/1",
        final_url="https://ministry.example/p/1",
        hops=(),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=page.encode(),
        declared_bytes=None,
        received_bytes=len(page.encode()),
        started_at=AT,
        ended_at=AT,
        failure=None,
        retry_at=None,
    )
    return read_capture(exchange, Rules(pin=pin), Before(frame_sha256=None, document=lambda: last))


def texts(reading: Reading) -> list[str]:
    assert reading.document is not None, reading
    return [block.text.strip("\u3000") for block in reading.document.blocks]


@_EACH_TEXT
@pytest.mark.parametrize("name", BUILDS)
def test_the_text_is_found_and_the_page_around_it_is_not(name: str, text: str) -> None:
    found = texts(read(build(name, TEXTS[text])))
    assert [one for one in found if one in TEXTS[text]] == list(TEXTS[text])
    assert not re.search(r"Section number|555 0100|Related story|ツイート|Facebook", str(found))


@_EACH_TEXT
@pytest.mark.parametrize("name", BUILDS)
def test_a_page_that_changes_around_its_text_has_not_changed(name: str, text: str) -> None:
    page = build(name, TEXTS[text])
    first = read(page)
    for what, change in AROUND.items():
        again = read(change(page), first.selector, first.document)
        assert texts(again) == texts(first), what


@_EACH_TEXT
@pytest.mark.parametrize("name", BUILDS)
def test_an_edit_is_seen_wherever_it_is(name: str, text: str) -> None:
    before = TEXTS[text]
    first = read(build(name, before))
    new = "The minister added one more condition." if before[0].isascii() else "条件を付した。"
    for at in range(len(before) + 1):
        put_in = (*before[:at], new, *before[at:])
        assert set(put_in) <= set(texts(_again(name, put_in, first))), f"put in at {at}"
    for at in range(len(before)):
        other = (*before[:at], f"{before[at][:-1]} - or not.", *before[at + 1 :])
        assert set(other) <= set(texts(_again(name, other, first))), f"changed at {at}"
        left = (*before[:at], *before[at + 1 :])
        if left:
            assert before[at] not in texts(_again(name, left, first)), f"taken out at {at}"


def _again(name: str, paragraphs: tuple[str, ...], first: Reading) -> Reading:
    return read(build(name, paragraphs), first.selector, first.document)
