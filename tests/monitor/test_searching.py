"""A phrase is found in every typographic form, and shown as the page has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.equivalences import TABLE
from monitor.compare.fold import fold
from monitor.searching import context, count, needles, spans
from storage.model import DOUBT


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_text_is_found_by_each_form_of_the_table(row: object) -> None:
    one, other = row.example  # type: ignore[attr-defined]
    for phrase, text in ((one, other), (other, one)):
        assert count(text, needles(phrase)) == 1


@pytest.mark.parametrize(
    ("phrase", "text", "times"),
    [
        ("Japan's role", "Of Japan’s role, and Japan's role again.", 2),
        ("two leaders", "The two\u00a0\nleaders met.", 1),
        ("台湾", "両首脳は、台 湾海峡の平和を。", 1),
        ("ＡＩ", "AI and AI", 2),
        ("do not support", "We do not\u200b support it.", 1),
        ("support it. They met", "We support it.  They met.", 1),
        ("co-production", "of co-\nproduction", 1),
        ("coproduction", "of co-\nproduction", 1),
        ("coproduction", f"of co{DOUBT}production and co{DOUBT}production", 2),
        ("co-production", f"of co-{DOUBT} production", 1),
        ("• Security", "• Security and trade", 1),
        ("• Security", "of trade • Security", 1),
        ("• Security", "of Security", 0),
        ("Alliance", "the alliance", 0),
        ("2,000", "20,000", 0),
        ("resign", "re-sign", 0),
    ],
)
def test_what_is_found(phrase: str, text: str, times: int) -> None:
    assert count(text, needles(phrase)) == times


def test_letters_of_any_case_where_that_is_wanted() -> None:
    assert count("The ALLIANCE and the alliance", needles("Alliance", any_case=True)) == 2
    assert count("Straße", needles("STRASSE", any_case=True)) == 1


@pytest.mark.parametrize("phrase", ["", "  ", "\u200b", "\n"])
def test_what_says_nothing_is_looked_for_nowhere(phrase: str) -> None:
    assert needles(phrase) == ()


def test_the_words_around_it_are_the_pages_own() -> None:
    text = f"{'They met. ' * 20}We do “not” support it{DOUBT}. {'They left. ' * 20}"
    found = context(text, needles('do "not" support'))
    assert found.phrase == "do “not” support"
    assert found.text.strip("…") in text.replace(DOUBT, "")
    assert found.before.startswith("…met. They met.")
    assert found.before.endswith("met. We ")
    assert found.after.startswith(" it. They left.")
    assert found.after.endswith("They…")
    assert len(found.text) < 180


def test_a_short_text_is_shown_whole() -> None:
    assert context("We agree.", needles("agree")).text == "We agree."
    assert context("• We agree.", needles("• We")).text == "• We agree."


def test_it_is_located_far_into_a_long_text() -> None:
    text = "They met on Monday. " * 3000 + "They’re agreed. " + "They left. " * 3000
    assert context(text, needles("They're agreed")).phrase == "They’re agreed"


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("They’re here, they're there.", "they’re", ["They’re", "they're"]),
        ("The “joint” statement, the 'joint' one", "'joint'", ["'joint'"]),
        ("co\u00adoperate, cooperate", "cooperate", ["co\u00adoperate", "cooperate"]),
        ("台湾・台灣・台湾", "台湾", ["台湾", "台湾"]),
        ("• We agree. We do. • We", "• We", ["• We", "• We"]),
        ("nothing of it", "else", []),
        ("", "else", []),
    ],
)
def test_each_place_is_found_once(text: str, phrase: str, found: list[str]) -> None:
    places = spans(text, needles(phrase, any_case=True))
    assert [text[begin:end] for begin, end in places] == found


_WORDS = st.lists(
    st.sampled_from(["We’ll", "co-\nop", "“it”", "a – b", "台湾", "ﬁne", "x"]), max_size=7
)


@given(_WORDS, st.integers(0, 6), st.integers(1, 4))
def test_what_stands_in_a_text_is_found_and_located(words: list[str], at: int, size: int) -> None:
    phrase = " ".join(words[at : at + size])
    sought = needles(phrase)
    text = " ".join(words)
    if sought:
        assert count(text, sought) >= 1
        assert fold(context(text, sought).phrase) == fold(phrase)
