"""Texts in another character set are recognised, and edits are not taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
