"""A lexicon excludes texts that cannot hold a phrase, and never any that do."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage import binding, lexicons
from storage.binding import Needle

_JAPANESE = "両首脳は、台湾海峡の平和と安定の重要性を強調した。"
_RUSSIAN = "Стороны подтвердили, что договор действует."


def _volume(*texts: str) -> bytes:
    """The texts of a volume, each on a sheet of its own."""
    sheets = {number: [text] for number, text in enumerate(texts)}
    return binding.volume(binding.bound(sheets, lambda text: (text,))).data


def _may_hold(kept: bytes, phrase: str, *, any_case: bool = False) -> bool:
    return lexicons.asked([Needle(text=phrase, any_case=any_case)])(kept)


@pytest.mark.parametrize(
    ("phrase", "any_case"),
    [
        ("Kolorba", False),
        ("the treaty", False),  # of whose words one stands there
        ("treatise", True),
        ("TREATY", False),  # in its case
        ("台北", False),
        ("和台", False),  # both of which stand there
        ("衝突の回避", True),
        ("подтвердила", False),
    ],
)
def test_what_stands_in_no_text_excludes_them(phrase: str, any_case: bool) -> None:  # noqa: FBT001
    kept = lexicons.made(_volume("A treaty on trade.", _JAPANESE, _RUSSIAN))
    assert not _may_hold(kept, phrase, any_case=any_case)


@pytest.mark.parametrize(
    ("phrase", "any_case"),
    [
        ("reat", False),  # within a word
        ("eaty on tra", False),
        ("TREATY ON", True),
        ("台湾", False),
        ("和", False),
        ("。", False),
        ("強調した。", False),
        ("ДОГОВОР", True),
        ("!", False),  # of which a lexicon says nothing
    ],
)
def test_what_stands_there_does_not(phrase: str, any_case: bool) -> None:  # noqa: FBT001
    kept = lexicons.made(_volume("A treaty on trade.", _JAPANESE, _RUSSIAN))
    assert _may_hold(kept, phrase, any_case=any_case)


def test_one_of_several_needles_is_enough() -> None:
    kept = lexicons.made(_volume("On co-production."))
    needles = [Needle(text="coproduction"), Needle(text="co-production")]
    assert lexicons.asked(needles)(kept)
    assert not lexicons.asked(needles[:1])(kept)


def test_the_beginning_of_a_text_is_sought_as_any_place() -> None:
    kept = lexicons.made(_volume("On trade."))
    assert lexicons.asked([Needle(text="On tr", at_start=True)])(kept)
    assert not lexicons.asked([Needle(text="On war", at_start=True)])(kept)


# What is ASCII under another case, grows under it, or has two units in UTF-16; and signs.
_LETTERS = "aKſKßẞİıŉᾳ𐐀😀’台湾海峡アカ"
_TEXT = st.one_of(
    st.text(_LETTERS, max_size=40),  # mostly one long word
    st.text(f"{_LETTERS}-' .,。、", max_size=40),
    st.text(max_size=20),
)


@given(st.lists(_TEXT, min_size=1, max_size=4), st.data())
@example(["K" * 40], None)
def test_no_text_that_holds_a_phrase_is_excluded(
    texts: list[str], data: st.DataObject | None
) -> None:
    volume = _volume(*texts)
    kept = lexicons.made(volume)
    text = max(texts, key=len) if data is None else data.draw(st.sampled_from(texts))
    begin, end = (
        (1, 3) if data is None else sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    )
    for needle in (
        Needle(text=text[begin:end]),
        Needle(text=text[:end], at_start=True),
        Needle(text=text[begin:end].upper(), any_case=True),
        Needle(text=text[begin:end].casefold(), any_case=True),
        Needle(text=text[:end], at_start=True, any_case=True),
    ):
        caseless = volume.decode().casefold().encode()
        if needle.raw in (caseless if needle.any_case else volume):
            assert lexicons.asked([needle])(kept)


def test_no_character_becomes_a_sign_without_its_case() -> None:
    """Else a word of a text would be two where case is none."""
    apart = {chr(byte) for byte in range(128) if not chr(byte).isalnum()} | set("。、")
    every = (chr(number) for number in range(sys.maxunicode + 1))
    assert {one for one in every if not apart.isdisjoint(one.casefold())} == apart
    assert all(one.casefold() == one for one in apart)


def test_what_cannot_be_read_excludes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = lexicons.made(_volume("A treaty on trade.", _JAPANESE))
    for wrong in (b"", kept[:-1], kept[:20] + bytes([kept[20] ^ 1]) + kept[21:]):
        assert _may_hold(wrong, "Kolorba")
    monkeypatch.setattr(lexicons, "_UNICODE", b"99.0.0  ")  # by which case is another
    assert _may_hold(kept, "Kolorba")


def test_its_bytes_are_the_same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = lexicons._pairs([_JAPANESE.encode()])
    other = "big" if sys.byteorder == "little" else "little"
    monkeypatch.setattr(sys, "byteorder", other)
    swapped = {int.from_bytes(one.to_bytes(4, "little"), "big") for one in pairs}
    assert lexicons._pairs([_JAPANESE.encode()]) == swapped
