"""Texts that differ in thousands of sentences: told in stretches, to the character, in seconds."""

import pytest

from monitor.compare import coarse, edits
from monitor.compare.compare import compare
from storage.model import Block, Comparison, Term

_WORDS = [
    "harbour",
    "ferry",
    "pact",
    "toll",
    "island",
    "council",
    "treaty",
    "envoy",
    "summit",
    "border",
]


def _sentence(number: int) -> str:
    first, second = _WORDS[number % 10], _WORDS[number // 10 % 10]
    return f"The {first} of the {second} has number {number}."


def _blocks(*sentences: str) -> list[Block]:
    return [Block(kind="paragraph", text=sentence) for sentence in sentences]


def _told(found: Comparison) -> tuple[str, str]:
    gone = " ".join(one.before for one in found.passages if one.before)
    came = " ".join(one.after for one in found.passages if one.after)
    return gone.replace("\n", " "), came.replace("\n", " ")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a handful of sentences were thousands."""
    monkeypatch.setattr(coarse, "MOST", 20)
    monkeypatch.setattr(coarse, "_RUN", 5)


@pytest.mark.usefixtures("small")
def test_what_differs_is_told_whole_and_what_is_the_same_for_long_is_left_out() -> None:
    same = [_sentence(number) for number in range(30)]
    old = [_sentence(number) for number in range(100, 130)]
    new = [_sentence(number) for number in range(200, 220)]
    before = [*old[:15], *same, *old[15:]]
    after = [*new[:10], *same, *new[10:]]
    found = compare(_blocks(*before), _blocks(*after), language="en")
    assert found.kind == "wording"
    assert {one.kind for one in found.passages} == {"removed", "added"}
    assert len(found.passages) == 30 // 5 + 20 // 5
    assert _told(found) == (" ".join(old), " ".join(new))
    assert "number" in found.flags


@pytest.mark.usefixtures("small")
def test_a_few_sentences_that_are_the_same_are_told_with_what_stands_around_them() -> None:
    before = [_sentence(number) for number in range(60)]
    after = [one.replace("has", "had") if i % 2 else one for i, one in enumerate(before)]
    found = compare(_blocks(*before), _blocks(*after), language="en")
    assert _told(found) == (" ".join(before), " ".join(after))


@pytest.mark.usefixtures("small")
def test_what_only_stands_elsewhere_or_is_set_otherwise_is_compared_as_ever() -> None:
    before = [_sentence(number) for number in range(24)]
    moved = compare(_blocks(*before), _blocks(*before[14:], *before[:14]), language="en")
    assert {one.kind for one in moved.passages} == {"moved"}
    quoted = [f"The “{one}” stands." for one in before]
    plain = [f'The "{one}" stands.' for one in before]
    assert compare(_blocks(*quoted), _blocks(*plain), language="en").kind == "typography"


@pytest.mark.usefixtures("small")
def test_what_is_too_long_to_be_read_may_hold_any_flag_and_is_searched_for_terms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coarse, "_READ", 10)
    before = [_sentence(number) for number in range(30)]
    after = [f"Otherwise {number} stands here." for number in range(29)]
    found = compare(
        _blocks(*before),
        _blocks(*after, "They speak of Lorvania."),
        language="en",
        terms=[Term(name="Lorvania", phrases=("Lorvania",))],
        expect=[before[-1]],
    )
    assert {*coarse.POSSIBLE, "term:Lorvania", "expect"} <= set(found.flags)
    assert found.passages[-1].flags == ("term:Lorvania",)


def test_two_long_sentences_with_nothing_in_common_are_replaced_whole() -> None:
    old = "".join(chr(0x4E00 + number * 7919 % 3000) for number in range(6_000))
    new = "".join(chr(0x4E00 + number * 104729 % 2999) for number in range(6_000))
    assert edits.edits(old, new) == (("-", old), ("+", new))
    edited = f"{old[:500]}和{old[501:5_500]}和{old[5_501:]}"
    assert len(edits.edits(old, edited)) == 7, "where hardly anything differs, each edit is named"


@pytest.mark.slow
def test_twenty_thousand_short_sentences_are_some_hundred_passages() -> None:
    before = [f"Berth {number} is free." for number in range(20_000)]
    after = [f"Ferry {number} has left." for number in range(20_000)]
    found = compare(_blocks(*before), _blocks(*after), language="en")
    assert len(found.passages) == 2 * 20_000 // 50
    assert _told(found) == (" ".join(before), " ".join(after))
