"""Sentences and tokens: right cuts, and never a character lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import units
from monitor.compare.sentences import split
from monitor.compare.tokens import tokenize
from storage.model import Block

TEXTS = st.text(
    st.sampled_from("aB1 .,!?。！「」（）؟۔\"'’”~-–\n\u3000東あアe\u0301…ﾞ٣\ud800"), max_size=60
)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["They met in Norwick, D.C. ", "The talks went on."]),
        ("en", ["The U.S. President came. ", "See No. 5. ", "He left."]),
        ("en", ["Gen. Harrow and Dr. Pell spoke. ", "Then they ate."]),
        ("en", ["He said “we agree.” ", "She nodded. ", "Done!"]),
        ("en", ["We agreed.[3] ", "They did not."]),
        ("en", ["1. First item of all. ", "It goes on."]),
        ("en", ["Growth was 3.5 percent. ", "It fell."]),
        ("en", ["Is it so? ", "Yes."]),
        ("ja", ["会談は終わった。", "次は未定である。"]),
        ("ja", ["大臣は「行く。必ず行く。」と述べた。", "以上。"]),
        ("ja", ["合意した（詳細は別添。）。", "以上。"]),
        ("zh", ["双方会谈。", "会后发表声明！", "完。"]),
        ("ko", ["회담이 열렸다. ", "끝났다."]),
        ("fr", ["M. Duval est venu. ", "Il a parlé."]),
        ("fr", ["« Oui », dit-elle, « j’irai. » ", "Elle partit."]),
        ("fr", ["Elle dit : « Oui. ", "J’irai demain. »"]),
        ("fr", ["Elle dit\u00a0: «\u00a0J’irai demain.\u00a0»"]),
        ("de", ["Am 20. November kam er. ", "Dann ging er."]),
        (None, ["Am 3. März kam er. ", "Dann ging er."]),
        ("es", ["¿Vino el Sr. Gil? ", "Sí. ", "Habló."]),
        ("ru", ["Он приехал. ", "Потом уехал."]),
        ("ar", ["هل ذهب؟ ", "نعم ذهب. ", "ثم عاد۔ ", "انتهى"]),
    ],
)
def test_sentences(language: str | None, sentences: list[str]) -> None:
    assert split("".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000,000 and 3.5%", ["1,000,000", " ", "and", " ", "3.5%"]),
        ("1兆円", ["1兆", "円"]),
        ("¥300億", ["¥300億"]),
        ("2+2", ["2+2"]),
        ("1 250 000,5 € de 20\u202f000", ["1 250 000,5", " ", "€", " ", "de", " ", "20\u202f000"]),
        ("en 2025 300 à 5 2000", ["en", " ", "2025", " ", "300", " ", "à", " ", "5", " ", "2000"]),
        ("12 34 567", ["12", " ", "34 567"]),
        ("FY 2027", ["FY", " ", "2027"]),
        ("Norland’s co-production", ["Norland’s", " ", "co-production"]),
        ("U.S.-made", ["U.S.", "-", "made"]),
        ("外相のアリア会談", ["外", "相", "の", "アリア", "会", "談"]),
        ("평화 협정", ["평화", " ", "협정"]),
        ("~~no~~ yes", ["~~", "no", "~~", " ", "yes"]),
        ("(a), b", ["(", "a", ")", ",", " ", "b"]),
        ("السلام، نعم؟", ["السلام", "،", " ", "نعم", "؟"]),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert tokenize(text) == found


@given(TEXTS, st.sampled_from([None, "en", "de", "ja"]))
def test_no_character_is_lost(text: str, language: str | None) -> None:
    assert "".join(split(text, language)) == text
    assert "".join(tokenize(text)) == text


@given(st.text(max_size=80))
def test_no_character_of_any_script_is_lost(text: str) -> None:
    assert "".join(split(text)) == text
    assert "".join(tokenize(text)) == text


@given(TEXTS, st.booleans())
def test_the_sentences_of_a_block_fold_as_the_block_does(text: str, counted: bool) -> None:  # noqa: FBT001
    block = Block(kind="item", text=text)
    found = units.cut(block, 0, None, counted=counted)
    assert "".join(unit.text for unit in found) == text


@pytest.mark.parametrize(
    ("texts", "counted"),
    [
        (["1. a", "2. b", "3. c"], True),
        (["(1) a", "（2） b"], False),
        (["(1) a", "(2) b"], True),
        (["１　始め", "x", "２　次"], True),
        (["1. a", "2. b", "1. c", "2. d"], True),
        (["1. a", "3. b"], False),
        (["2. a", "3. b"], False),
        (["1. a", "1. b"], False),
        (["2015 was a year", "7 May"], True),
        ([], True),
    ],
)
def test_numbers_that_only_count(texts: list[str], counted: bool) -> None:  # noqa: FBT001
    assert units.counted([Block(kind="item", text=text) for text in texts]) is counted


def test_places_count_paragraphs_under_their_heading() -> None:
    blocks = [
        Block(kind="paragraph", text="Lead."),
        Block(kind="heading", text="Peace"),
        Block(kind="paragraph", text="One."),
        Block(kind="item", text="Two."),
    ]
    found = [(place.section, place.paragraph) for place in units.places(blocks)]
    assert found == [(None, 1), ("Peace", 0), ("Peace", 1), ("Peace", 2)]


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad"])
def test_a_number_that_counts_is_seen_through_what_is_invisible(unseen: str) -> None:
    assert units.counter(f"1{unseen}0{unseen}. Peace") == f"1{unseen}0{unseen}. "
    plain = [Block(kind="item", text=f"{number}. Peace") for number in range(1, 12)]
    marked = [Block(kind="item", text=re.sub("(?=0|1[.])", unseen, b.text)) for b in plain]
    assert units.counted(marked)
    assert [unit.key for b in marked for unit in units.cut(b, 0, "en", counted=True)] == [
        unit.key for b in plain for unit in units.cut(b, 0, "en", counted=True)
    ]
