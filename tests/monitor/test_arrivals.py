"""In which version each sentence arrived."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.arrivals import Arrived, Reading, arrivals
from monitor.compare import compare
from storage.model import Block

A, B, C, D = (
    "We oppose any change of the harbour rules.",
    "They met twice in the old harbour town.",
    "All sides agreed to meet again within the year.",
    "Nothing was signed on that day, as all had hoped.",
)


def _blocks(texts: list[str]) -> list[Block]:
    return [Block(kind="paragraph", text=text) for text in texts]


def _arrivals(*texts: list[str], language: str | None = "en") -> list[Arrived]:
    readings: list[Reading] = []
    before: list[Block] = []
    for number, paragraphs in enumerate(texts, 1):
        blocks = _blocks(paragraphs)
        found = compare.compare(before, blocks, language=language)
        passages = found.passages if number > 1 else ()
        readings.append(Reading(number=number, blocks=blocks, passages=passages))
        before = blocks
    return arrivals(readings, language)


def _numbers(*texts: list[str], language: str | None = "en") -> list[int]:
    return [one.number for one in _arrivals(*texts, language=language)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([[A, B]], [1, 1]),
        ([[A, B], [A, B, C]], [1, 1, 2]),
        ([[f"{A} {B}", C], [f"{A} {D} {B}", C]], [1, 2, 1, 1]),
        ([[A, B], [A.replace("oppose", "welcome"), B], [A.replace("oppose", "welcome"), B, C]],
         [2, 1, 3]),
        ([[A, B, C], [C, A, B], [C, B, A]], [1, 1, 1]),  # moved
        ([[A, B], [A], [A, B]], [1, 3]),  # left and came back
        ([[A, A], [A], [A, A]], [1, 3]),
        ([[A, B], [f"{A} {B}"]], [1, 1]),  # two paragraphs made one
        ([['He said "yes" to us.', B], ["He said “yes” to us.", B]], [1, 1]),
        ([["It is in the Merrow Strait now.", B], ["It is in the MerrowStrait now.", B]], [1, 1]),
        ([["1. We met.", f"2. {A}"], ["1. We met.", f"2. {D}", f"3. {A}"]], [1, 2, 1]),
        ([["They will resign the accord.", B], ["They will re-sign the accord.", B]], [2, 1]),
        ([["They agreed to co\u2060\u200boperate.", B], ["They agreed to co-operate.", B]],
         [1, 1]),
    ],
)  # fmt: skip
def test_each_sentence_has_the_version_that_brought_its_words(
    texts: list[list[str]], expected: list[int]
) -> None:
    found = _numbers(*texts)
    assert found == expected


def test_a_sentence_that_came_back_says_since_when_and_from_where() -> None:
    first, second = _arrivals([A, B], [A], [A, B], [A], [A, C, B])[::2]
    assert (first.number, first.stood, first.gone) == (1, None, None)
    assert (second.text, second.number, second.stood, second.gone) == (B, 5, 1, 4)


def test_japanese_without_a_language() -> None:
    one, two, three = "両首脳は会談した。", "台湾海峡の平和に言及した。", "平和に言及した。"
    found = _arrivals([one + two], [one + three], language=None)
    assert [(sentence.text, sentence.number) for sentence in found] == [(one, 1), (three, 2)]


_SENTENCES = st.lists(
    st.sampled_from([A, B, C, D, "They met.", "“So it was,” he said."]), max_size=4
)
_TEXTS = st.lists(st.lists(_SENTENCES.map(" ".join), max_size=3), min_size=1, max_size=5)


@given(_TEXTS)
def test_whatever_happened_the_text_is_whole_and_each_arrival_true(texts: list[list[str]]) -> None:
    found = _arrivals(*texts)
    last = [text for text in texts[-1] if text]
    assert "".join("".join(one.text for one in found).split()) == "".join("".join(last).split())
    counts = [Counter(one.text.strip() for one in _arrivals(text)) for text in texts]
    for one in found:
        text = one.text.strip()
        assert all(counts[at][text] for at in range(one.number - 1, len(texts)))  # stood since then
        if one.gone is not None:
            assert one.stood is not None
            assert one.stood < one.gone <= one.number
            assert not counts[one.gone - 1][text]
            assert counts[one.stood - 1][text]
    for text in {one.text.strip() for one in found}:
        numbers = sorted(one.number for one in found if one.text.strip() == text)
        since = next(at for at in range(len(texts), 0, -1) if at == 1 or not counts[at - 2][text])
        assert numbers[0] == since  # its first occurrence has stood as long as any did
