"""Texts in another character set are recognised, and edits are not taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge import charset
from monitor.judge.charset import judge_charset, misreading
from storage.model import Block, Document

JAPANESE = "両外相は火曜日に港町で会談し、漁業協定の改定について一致した。次回は来年開く。"
CHINESE = "双方同意明年在港口城市再次举行会谈，并就渔业协定交换了意见。"
KOREAN = "양국 장관은 화요일에 항구 도시에서 만나 어업 협정에 합의했다."
RUSSIAN = "Министры встретились в портовом городе и согласовали новый договор о рыболовстве."
ARABIC = "التقى الوزيران في مدينة الميناء واتفقا على معاهدة جديدة لصيد الأسماك."
FRENCH = "Les ministres se sont rencontrés à l’été pour réviser l’accord sur la pêche côtière."
ENGLISH = "The ministers said: “We oppose it.” The Isles’ fleet – all of it – won’t sail."


def misread(text: str, right: str, wrong: str) -> str:
    return text.encode(right).decode(wrong, "replace")


def document(*texts: str) -> Document:
    return Document(
        title=None,
        headline=None,
        language=None,
        published=None,
        modified=None,
        blocks=tuple(Block(kind="paragraph", text=text) for text in texts),
    )


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (ENGLISH, "utf-8", "cp1252"),
        (ENGLISH, "utf-8", "latin-1"),
        (FRENCH, "utf-8", "cp1252"),
        (FRENCH.replace("’", "'"), "cp1252", "utf-8"),
        (JAPANESE, "utf-8", "cp1252"),
        (JAPANESE, "cp932", "cp1252"),
        (JAPANESE, "cp932", "euc_jp"),
        (JAPANESE, "euc_jp", "cp932"),
        (JAPANESE, "utf-8", "cp932"),
        (JAPANESE, "cp932", "gb18030"),
        (CHINESE, "gb18030", "big5hkscs"),
        (CHINESE, "utf-8", "gb18030"),
        (KOREAN, "cp949", "cp1252"),
        (RUSSIAN, "cp1251", "koi8-r"),
        (RUSSIAN, "utf-8", "cp1251"),
        (ARABIC, "cp1256", "cp1252"),
    ],
)
def test_a_misread_text_is_a_verdict(text: str, right: str, wrong: str) -> None:
    found = judge_charset(document(text), document(misread(text, right, wrong)))
    assert found.verdict == "failed"
    assert found.reason
    assert found.reason.startswith("the text is in another character set than before: ")


def test_an_edit_in_a_misread_text_does_not_hide_it() -> None:
    edited = JAPANESE.replace("火曜日", "水曜日").replace("来年", "再来年")
    assert misreading(JAPANESE * 3, misread(edited * 3, "utf-8", "cp1252"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (JAPANESE, CHINESE),
        (JAPANESE, JAPANESE[:20]),
        (FRENCH, FRENCH.replace("é", "e")),
        (FRENCH, RUSSIAN),
        (ENGLISH, ENGLISH.replace("“", '"').replace("”", '"')),
        (ENGLISH, "We met."),
        ("", JAPANESE),
        (JAPANESE, ""),
        ("It’s so.", "It is so."),
        (FRENCH, FRENCH + misread("é", "utf-8", "cp1252")),
    ],
)
def test_what_is_no_misreading(one: str, other: str) -> None:
    assert misreading(one, other) is None
    assert misreading(other, one) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_are_judged_and_a_text_is_never_itself_misread(one: str, other: str) -> None:
    misreading(one, other)
    assert misreading(one, one) is None


def test_lone_surrogates_and_long_texts_are_judged() -> None:
    assert misreading("\ud800é" * 20, "\udc00漢字" * 20) is None
    assert misreading("漢字" * 100_000, "é" * 200_000) is None


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        "The panel noted “item 3” and the region’s wish.",
        "The Isles’ fleet sails on.",
        "Le conseil a entendu la région.",
    ],
)
def test_one_garbled_letter_is_enough_where_utf_8_was_misread(text: str, wrong: str) -> None:
    """Who writes â€™ for an apostrophe in earnest? So few letters as these are judged exactly."""
    right = document(text, "They met in May.")
    garbled = document(*(" ".join(misread(t, "utf-8", wrong).split()) for t in
                         (text, "They met in May.")))  # fmt: skip
    assert judge_charset(right, garbled).verdict == "failed"
    assert mended(right=right, garbled=garbled) == right.text


def test_garbling_is_seen_where_straight_marks_were_made_curly_meanwhile() -> None:
    before = 'The panel noted "item 3" and the region\'s wish.'
    after = misread("The panel noted “item 3” and the region’s wish.", "utf-8", "cp1252")
    assert misreading(before, after) is not None


def test_garbling_is_seen_where_only_some_marks_were_curly_before() -> None:
    """Too many letters to be few, too few that stand as they stood to be many."""
    curly = [f"The panel noted “item {n}” and the region’s wish." for n in range(8)]
    before = [one.replace("“", '"').replace("”", '"').replace("’", "'") for one in curly[:5]]
    after = misread("\n".join(curly), "utf-8", "cp1252")
    assert misreading("\n".join([*before, *curly[5:]]), after) is not None


def mended(*, right: Document, garbled: Document) -> str | None:
    found = charset.mended(garbled, right)
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The Isles’ fleet sails.", "The Isles' fleet sails."),
        ("The Isles’ fleet sails.", "The Isles fleet sails."),
        ("The Isles’ fleet sails.", "The Isles´ fleet sails."),
        ("Le café ouvre.", "Le cafe ouvre."),
        ("Le café ouvre.", "Le cafè ouvre."),
        ("It costs 3 €.", "It costs £3."),
    ],
)
def test_an_edit_of_one_letter_is_no_garbling(before: str, after: str) -> None:
    assert misreading(before, after) is None
    assert misreading(after, before) is None
