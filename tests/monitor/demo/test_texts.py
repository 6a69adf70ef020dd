"""The demo's texts: long enough to be like real ones, and worth showing."""

import re
from collections import Counter

import pytest

from monitor.demo.catalogue import (
    AVELLAND_READOUT,
    AVELLAND_STATEMENT,
    PAGES,
    SORAHAMA_READOUT,
    SORAHAMA_STATEMENT,
    Page,
    baseline_text,
)
from monitor.demo.marks import Group, parse

ENGLISH = (AVELLAND_STATEMENT, AVELLAND_READOUT)
JAPANESE = (SORAHAMA_STATEMENT, SORAHAMA_READOUT)
EDITIONS = list(zip(ENGLISH, JAPANESE, strict=True))


def sentences(page: Page) -> list[str]:
    return re.split(r"(?<=[.。;])\s*(?=\S)|\n+", baseline_text(page).strip())


def shape(page: Page) -> list[tuple[str, int, int]]:
    return [(group.kind, len(group.items), group.start) for group in parse(baseline_text(page))]


@pytest.mark.parametrize("page", ENGLISH)
def test_english_texts_have_some_nine_hundred_words(page: Page) -> None:
    assert 850 <= len(baseline_text(page).split()) <= 1050


@pytest.mark.parametrize("page", JAPANESE)
def test_japanese_texts_are_of_comparable_length(page: Page) -> None:
    assert 2000 <= len(baseline_text(page)) <= 2800


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_stands_twice(page: Page) -> None:
    repeated = {text: n for text, n in Counter(sentences(page)).items() if n > 1 and len(text) > 9}
    assert repeated == {}


@pytest.mark.parametrize(("english", "japanese"), EDITIONS)
def test_both_editions_have_the_same_shape(english: Page, japanese: Page) -> None:
    assert shape(english) == shape(japanese)


@pytest.mark.parametrize(("english", "japanese"), EDITIONS)
def test_both_editions_name_the_same_years_and_shares(english: Page, japanese: Page) -> None:
    def figures(page: Page, unit: str) -> Counter[str]:
        return Counter(re.findall(rf"([\d.]+) ?{unit}", baseline_text(page)))

    assert figures(english, "percent") == figures(japanese, "パーセント")
    years = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
    in_english = set(years.findall(baseline_text(english)))
    assert in_english - {"2026"} == set(years.findall(baseline_text(japanese))) - {"2026"}


def test_the_texts_hold_what_the_demo_is_to_show() -> None:
    english = baseline_text(AVELLAND_STATEMENT)
    for mark in ("“", "”", "’", "co-production", "(COSL)", "Merrow Strait", "1 trillion yen"):
        assert mark in english
    assert "They oppose any attempt to unilaterally change" in english
    for page in JAPANESE:
        assert baseline_text(page).count("1兆円") == 1
    assert {"paragraph", "heading", "bullets", "numbers"} <= {kind for kind, *_ in shape(PAGES[1])}


def test_the_japanese_readout_is_polite_and_the_statement_plain() -> None:
    assert len(re.findall(r"(?:まし|です)た?。", baseline_text(SORAHAMA_READOUT))) > 20
    assert "ました。" not in baseline_text(SORAHAMA_STATEMENT)


def test_parse_reads_every_mark() -> None:
    text = "# Title\n\n## Part\n\nWords.\n\n3. Third.\n\n4. Fourth.\n\n- one;\n- two.\n"
    assert parse(text) == (
        Group(kind="title", items=("Title",)),
        Group(kind="heading", items=("Part",)),
        Group(kind="paragraph", items=("Words.",)),
        Group(kind="numbers", items=("Third.", "Fourth."), start=3),
        Group(kind="bullets", items=("one;", "two.")),
    )
