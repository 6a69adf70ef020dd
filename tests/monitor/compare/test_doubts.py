"""A hyphen at the end of a PDF's line: of unknown kind, it equals both readings and no third."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.compare.compare import compare
from monitor.compare.fold import fold
from monitor.text.hyphens import mended
from storage.model import DOUBT, Block, Comparison

LANGUAGES = st.sampled_from(["en", "de", "fr", None])
LETTERS = st.text("abdeginorstuäéß", min_size=2, max_size=8)


def blocks(*texts: str) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def both(one: str, other: str, language: str | None = "en") -> Comparison:
    """The comparison, whose kind must be the same in both directions."""
    found = compare(blocks(one), blocks(other), language=language)
    assert compare(blocks(other), blocks(one), language=language).kind == found.kind
    return found


def broken(text: str, words: frozenset[str] = frozenset()) -> str:
    """The text as a PDF's that breaks its lines at each `|`."""
    first, *lines = text.split("|")
    for line in lines:
        first = mended(first, line, words) or f"{first} {line}"
    return first


@given(LETTERS, LETTERS, LETTERS, LANGUAGES, st.sampled_from(["-", ""]))
def test_both_readings_are_the_same_text(
    start: str, middle: str, end: str, language: str | None, known: str
) -> None:
    words = frozenset({f"{start}{known}{middle}"})
    pdf = broken(f"They {start}-|{middle} it, and {middle}-|{end}-|{start} too.", words)
    for hyphen in ("-", ""):
        for second in ("-", ""):
            html = f"They {start}{hyphen}{middle} it, and {middle}{second}{end}{second}{start} too."
            found = both(pdf, html, language)
            assert found.kind in {None, "typography"}, html
            assert found.words_added == found.words_removed == 0


@given(LETTERS, LETTERS, LETTERS, LANGUAGES)
def test_and_no_third(start: str, middle: str, end: str, language: str | None) -> None:
    assume(middle != end)
    pdf = broken(f"They {start}-|{middle} it.")
    for third in (
        f"{start} {middle}",
        f"{start}-{end}",
        f"{start}{middle}{end}",
        f"{start}--{middle}",
    ):
        assume(third not in {start + middle, f"{start}-{middle}"})
        assert both(pdf, f"They {third} it.", language).kind == "wording"


@given(LETTERS, st.integers(1, 7), st.integers(1, 7))
def test_a_word_broken_at_two_places_is_one_word(word: str, one: int, other: int) -> None:
    assume(0 < one < len(word) and 0 < other < len(word))
    left, right = (broken(f"of {word[:at]}-|{word[at:]} here") for at in (one, other))
    assert both(left, right).kind is None


@pytest.mark.parametrize(
    ("pdf", "html", "minus", "plus"),
    [
        ("They re-|sign it, and resign.", "They re-sign it, and re-sign.", "resign", "re-sign"),
        (
            "They re-sign it as coop-|eration.",
            "They resign it as cooperation.",
            "re-sign",
            "resign",
        ),
        ("On coop-|eration they agreed.", "On cooperation they spoke.", "agreed", "spoke"),
        ("On co-|operation they agreed.", "On cooperation they spoke.", "agreed", "spoke"),
        ("On coop-|eration in 2,000.", "On cooperation in 20,000.", "2,000", "20,000"),
        ("Die See-|und die Luft.", "Die See- und der Luft.", "die", "der"),
    ],
)
def test_a_change_beside_it_is_named_alone(pdf: str, html: str, minus: str, plus: str) -> None:
    found = both(broken(pdf), html)
    assert found.kind == "wording"
    (passage,) = found.passages
    assert [edit for edit in passage.edits if edit[0] != "="] == [("-", minus), ("+", plus)]
    assert (found.words_removed, found.words_added) == (1, 1)
    assert DOUBT not in passage.before + passage.after


def test_a_phrase_is_found_as_it_is_shown_and_stays_where_the_other_reading_stands() -> None:
    pdf = broken("On the co-|production of ferries and coop-|eration they agreed.")
    assert fold(pdf) == "On the co-production of ferries and cooperation they agreed."
    html = "On the coproduction of ferries and co-operation they spoke."
    old = broken("On the co-|production of ferries and co-|operation they agreed.")
    found = compare(
        blocks(old), blocks(html), language="en", expect=["co-production", "co-operation"]
    )
    assert found.kind == "wording"
    assert "expect" not in found.flags
    assert "mark" not in found.flags


def test_what_the_mark_stands_in_otherwise_does_no_harm() -> None:
    """Where no PDF puts it: at the ends, alone, between figures, a hundred times in one word."""
    for text in (DOUBT, f"{DOUBT}a", f"a-{DOUBT}", f"1{DOUBT}2", DOUBT.join("a" * 100)):
        found = both(f"They met. {text}", "They met. And left.")
        assert found.kind == "wording"
        assert all(DOUBT not in one.before + one.after for one in found.passages)
        assert both(text, text).kind is None
