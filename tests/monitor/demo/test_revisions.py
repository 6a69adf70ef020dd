"""Each revision alters what it says, and nothing else."""

import difflib
import re
import unicodedata

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
from monitor.demo.revisions import (
    BASELINE,
    CHALLENGE,
    DELETED_SENTENCE,
    NOISE,
    ONE_NUMBER,
    ONE_WORD,
    REPRINT,
    REVERSAL,
    REVISIONS,
    Revision,
    over,
    text,
)

REWORDED = (ONE_WORD, ONE_NUMBER, DELETED_SENTENCE)


def differences(before: str, after: str) -> list[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    return [(before[a:b], after[c:d]) for op, a, b, c, d in matcher.get_opcodes() if op != "equal"]


def without_typography(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'")):
        plain = plain.replace(curly, straight)
    return re.sub(r"\s+", "", plain)


@pytest.mark.parametrize("revision", [BASELINE, NOISE, CHALLENGE, REVERSAL])
@pytest.mark.parametrize("page", PAGES)
def test_what_leaves_the_text_alone_leaves_it_alone(revision: Revision, page: Page) -> None:
    assert text(page, revision) == baseline_text(page)


@pytest.mark.parametrize("revision", REWORDED)
def test_a_rewording_touches_one_page_at_one_place(revision: Revision) -> None:
    for page in PAGES:
        before, after = baseline_text(page), text(page, revision)
        assert (before != after) == (page in revision.pages)
    (page,) = revision.pages
    for phrase in revision.expected.removed:
        assert baseline_text(page).count(phrase) == text(page, revision).count(phrase) + 1
    for phrase in revision.expected.added:
        assert text(page, revision).count(phrase) == baseline_text(page).count(phrase) + 1


def test_the_rewordings_to_the_character() -> None:
    before = baseline_text(AVELLAND_STATEMENT)
    assert text(AVELLAND_STATEMENT, ONE_WORD) == before.replace(
        "They oppose any", "They do not support any"
    )
    before, after = baseline_text(SORAHAMA_READOUT), text(SORAHAMA_READOUT, ONE_NUMBER)
    assert differences(before, after) == [("1", "2")]
    (deleted,) = DELETED_SENTENCE.expected.removed
    before, after = baseline_text(AVELLAND_READOUT), text(AVELLAND_READOUT, DELETED_SENTENCE)
    assert after == before.replace(f" {deleted}", "")


@pytest.mark.parametrize("page", PAGES)
def test_the_reprint_is_typography_alone(page: Page) -> None:
    before, after = baseline_text(page), text(page, REPRINT)
    assert before != after
    assert without_typography(before) == without_typography(after)


def test_the_reprint_leaves_the_marks_that_such_reprints_leave() -> None:
    for page in (AVELLAND_STATEMENT, AVELLAND_READOUT):
        reprint = text(page, REPRINT)
        for mark in (
            "MerrowStrait",
            "unilaterallychange",
            "co- production",
            "\u00a0June",
            '"',
            "'",
        ):
            assert mark in reprint
        assert not set("“”‘’") & set(reprint)
    for page in (SORAHAMA_STATEMENT, SORAHAMA_READOUT):
        assert "最大１兆円" in text(page, REPRINT)


def test_item_numbers_are_marks_and_stay_readable() -> None:
    numbers = re.findall(r"(?m)^\d+(?=\. )", text(SORAHAMA_READOUT, REPRINT))
    assert numbers == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize("revision", REWORDED)
def test_a_reprinted_page_can_be_reworded(revision: Revision) -> None:
    (page,) = revision.pages
    reworded = text(page, over(revision, REPRINT))
    assert without_typography(reworded) == without_typography(text(page, revision))
    assert reworded != text(page, revision)


def test_a_swap_whose_words_are_not_there_is_an_error() -> None:
    twice = Revision(
        name="twice",
        said="",
        pages=(AVELLAND_STATEMENT,),
        edits=ONE_WORD.edits * 2,
        expected=ONE_WORD.expected,
    )
    with pytest.raises(ValueError, match="must stand once"):
        text(AVELLAND_STATEMENT, twice)


def test_names_are_unique_and_only_wording_has_words() -> None:
    assert len({revision.name for revision in REVISIONS}) == len(REVISIONS)
    for revision in REVISIONS:
        expected = revision.expected
        assert (expected.kind == "wording") == bool(expected.removed or expected.added)
