"""Sentences and tokens: right cuts, and never a character lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import labels, units
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
    label = labels.read(text)
    found = units.cut(block, 0, None, counted=frozenset({label.form} if label and counted else ()))
    assert "".join(unit.text for unit in found) == text


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["1. a", "2. b", "3. c"], 1),
        (["(1) a", "（2） b"], 1),
        (["(1) a", "(2) b"], 1),
        (["(1) a", "2) b"], 0),
        (["１　始め", "x", "２　次"], 1),
        (["1. a", "2. b", "1. c", "2. d"], 1),
        (["1. a", "3. b"], 0),
        (["2. a", "3. b"], 0),
        (["1. a", "1. b"], 0),
        (["2015 was a year", "7 May"], 0),
        (["1. a", "2. b", "① x", "② y", "5) z"], 2),
        (["1 冒頭、述べた。", "2 日米関係", "3 人権"], 1),
        (["1 冒頭、述べた。", "2次に"], 1),
        (["1 冒頭", "2　次に", "2国間では"], 0),
        (["1 They met", "2 We agreed", "3 It ended"], 1),
        (["1 They met", "2 We agreed", "3 of them left"], 0),
        (["1 日、会談", "2 日、会食", "3 日、帰国"], 0),
        (["1 May Talks", "2 May Dinner", "3 May End"], 0),
        (["1、始め", "2、次"], 1),
        (["一、始め", "二、次"], 1),
        (["九、始め", "十、次", "十一、次"], 0),
        (
            [
                "一、始",
                "二、次",
                "三、又",
                "四、又",
                "五、又",
                "六、又",
                "七、又",
                "八、又",
                "九、又",
                "十、末",
            ],
            1,
        ),
        (["一、始", "二、次", "十一、末"], 0),
        (["（一）始め", "（二）次"], 1),
        (["第1 始め", "第2 次"], 1),
        (["第一，始", "第二，次"], 1),
        (["第1条 始め", "第2条　次"], 1),
        (["第1回会合", "第2回会合"], 0),
        (["제1조 시작", "제2조 다음"], 1),
        (["a) x", "b) y"], 1),
        (["(a) x", "(b) y"], 1),
        ([f"{letter}) x" for letter in "abcdefghijk"], 1),
        (["I. x", "II. y", "III. z", "IV. u"], 1),
        (["i) x", "ii) y", "iii) z", "iv) u", "v) w"], 1),
        (["I. x", "III. y"], 0),
        (["A. Smith spoke", "B. Jones spoke"], 0),
        (["ア 始め", "イ 次"], 1),
        (["イ 始め", "ロ 次", "ハ 次"], 1),
        (["Article 1", "x", "Article 2", "y"], 1),
        (["Article 1: x", "Article 2: y"], 1),
        (["Article 5", "Article 6"], 0),
        (["[1] x", "[2] y"], 1),
        (["【1】始め", "【2】次"], 1),
        (["1 - x", "2 - y"], 1),
        (["ii. x", "iii. y"], 0),
        (["i. x", "ii. y", "iii. z"], 1),
        (["а) мир", "б) труд", "в) май"], 1),
        (["가. 평화", "나. 협정"], 1),
        (["Point 1. x", "Point 2. y"], 1),
        (["Punkt 1: x", "Punkt 2: y"], 1),
        (["п. 1 мир", "п. 2 труд"], 1),
        (["§ 1 x", "§ 2 y"], 1),
        ([], 0),
    ],
)
def test_numbers_that_only_count(texts: list[str], forms: int) -> None:
    assert len(labels.counting([Block(kind="item", text=text) for text in texts])) == forms


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
    label = labels.read(f"1{unseen}0{unseen}. Peace")
    assert label
    assert label.text == f"1{unseen}0{unseen}. "
    plain = [Block(kind="item", text=f"{number}. Peace") for number in range(1, 12)]
    marked = [Block(kind="item", text=re.sub("(?=0|1[.])", unseen, b.text)) for b in plain]
    counted = labels.common(plain, marked)
    assert counted
    assert [unit.key for b in marked for unit in units.cut(b, 0, "en", counted=counted)] == [
        unit.key for b in plain for unit in units.cut(b, 0, "en", counted=counted)
    ]
