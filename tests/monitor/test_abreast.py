"""How a text of a statement is set beside another: by wording, or across languages."""

from typing import Any

from monitor.abreast import MOST, Text, said
from storage.model import Block, Document, Term

LEAD = "The foreign ministers of both countries met in Port Ansel on 12 March 2026."
TRADE = "They agreed to raise trade to $4.5 billion a year."
STRAIT = "Both sides oppose any change to the status quo in the Ansel Strait."
CLOSE = "The next round of talks will be held in the autumn."
TERM = Term(name="strait", phrases=("Ansel Strait", "安塞尔海峡", "アンセル海峡"))


def text(*paragraphs: str, name: str = "isles-en", **given: Any) -> Text:  # noqa: ANN401
    facts: dict[str, Any] = {"publisher": None, "language": "en", "terms": (TERM,)}
    facts |= given
    blocks = tuple(Block(kind="paragraph", text=one) for one in paragraphs)
    document = Document(
        title="Readout", headline=None, language=facts["language"], published=None, modified=None,
        blocks=blocks,
    )  # fmt: skip
    return Text(name=name, document=document, **facts)


def beside(there: Text, *mine: str) -> list[str]:
    return list(said(text(*mine or (LEAD, TRADE, STRAIT, CLOSE)), there))


def test_what_only_the_other_text_says_is_quoted() -> None:
    there = text(
        LEAD, TRADE, "The southern side respects the positions of the northern side.", STRAIT,
        CLOSE, name="south-en", publisher="Southern Ministry",
    )  # fmt: skip
    assert beside(there) == [
        (
            "south-en (Southern Ministry, English): 4 sentences in common, 0 worded differently, "
            "0 only here, 1 only there."
        ),
        "only in south-en: “The southern side respects the positions of the northern side.”",
    ]


def test_a_word_for_another_and_what_is_left_out_with_its_term() -> None:
    softer = CLOSE.replace("will be held", "may be held")
    there = text(LEAD, TRADE, softer, name="south-en")
    assert beside(there) == [
        (
            "south-en (English): 2 sentences in common, 1 worded differently, 1 only here, "
            "0 only there."
        ),
        f"only here: “{STRAIT}”",
        "here “will”, in south-en “may”",
        "term strait: 1 here, 0 in south-en",
    ]


def test_the_gravest_is_named_first_and_the_rest_is_counted() -> None:
    more = [f"Item {n} of the programme was noted by the officials there." for n in range(6)]
    there = text(
        LEAD, *more[:3], TRADE, *more[3:], STRAIT.replace("oppose", "do not support"), CLOSE,
        name="south-en",
    )  # fmt: skip
    first, second, *others = beside(there)
    assert "1 worded differently, 0 only here, 6 only there" in first
    assert second == "here “oppose”, in south-en “do not support”"
    named = sum(one.startswith("only in south-en: “Item") for one in others)
    assert named == 3
    assert others[-1].startswith("and ")
    assert others[-1].endswith(". readout compare isles-en south-en")


def test_a_sentence_worded_differently_in_several_places_loses_none_of_its_words() -> None:
    mine = "They stressed that they respect the position of each side on the Ansel Strait."
    theirs = "They stressed the importance of keeping peace across the Ansel Strait."
    there = text(LEAD, TRADE, theirs, CLOSE, name="south-en")
    assert (
        "here “that they respect the position of each side on”, "
        "in south-en “the importance of keeping peace across”"
    ) in beside(there, LEAD, TRADE, mine, CLOSE)


def test_a_mark_that_differs_at_the_end_is_shown_with_its_sentence() -> None:
    there = text(LEAD, TRADE, STRAIT.replace("Strait.", "Strait?"), name="south-en")
    assert beside(there, LEAD, TRADE, STRAIT)[1] == (
        f"here “{STRAIT}”, in south-en “{STRAIT[:-1]}?”"
    )


def test_a_long_sentence_of_one_text_is_quoted_to_its_end() -> None:
    items = ", ".join(f"the programme of port {n}" for n in range(8))
    long = f"The two sides discussed {items}, and they do not support the use of force."
    there = text(LEAD, TRADE, STRAIT, long, CLOSE, name="south-en")
    assert beside(there)[1] == f"only in south-en: “{long}”"


def test_a_passage_at_the_end_of_one_text_alone_is_quoted_too() -> None:
    there = text(LEAD, TRADE, STRAIT, CLOSE, "No force will be used.", name="south-en")
    assert beside(there)[1:] == ["only in south-en: “No force will be used.”"]


def test_the_same_text_is_said_to_be_the_same() -> None:
    assert beside(text(LEAD, TRADE, STRAIT, CLOSE, name="b")) == ["b (English): the same text."]
    curly = TRADE.replace("$4.5 billion a year", "“$4.5 billion” a year")
    straight = curly.replace("“", '"').replace("”", '"')
    assert beside(text(LEAD, straight, name="b"), LEAD, curly) == [
        "b (English): the same wording; only typography differs."
    ]


def test_texts_that_word_all_differently_are_compared_by_their_values_too() -> None:
    there = text(
        "Yesterday ministers gathered to discuss ties between neighbours.",
        "A figure of $3 billion was mentioned by one of them.",
        "Nothing was said of the sea.",
        name="south-en",
    )
    found = beside(there)
    assert "no sentence in common" in found[0]
    assert "figures only here: “$4.5 billion”" in found
    assert "figures only in south-en: “$3 billion”" in found
    assert sum(one.startswith(("only ", "here ")) for one in found) == 2


def test_another_language_is_compared_by_figures_dates_names_and_terms() -> None:
    there = text(
        "双方外长于2026年3月12日在安塞尔港会晤。",
        "双方商定将年贸易额提高到30亿美元，并讨论了ARLANET项目。",
        "下一轮会谈将于秋季举行。",
        name="south-zh", publisher="Southern Ministry", language="zh",
    )  # fmt: skip
    assert beside(there) == [
        (
            "south-zh (Southern Ministry, Chinese): another language, so its wording is not "
            "compared; figures and dates: 1 in both, 1 only here, 1 only there."
        ),
        "figures only here: “$4.5 billion”",
        "figures only in south-zh: “30亿美元”",
        "names in Latin letters only in south-zh: “ARLANET”",
        "term strait: 1 here, 0 in south-zh",
    ]


def test_a_term_without_a_phrase_in_the_other_language_says_nothing_of_it() -> None:
    there = text("双方讨论了安塞尔海峡的局势。", "会谈在2026年3月举行。", name="z", language="zh")
    own = said(text(LEAD, STRAIT, terms=(Term(name="x", phrases=("Strait",)),)), there)
    assert [one for one in own if one.startswith("term x")] == []
    assert "term strait: 1 in both" in own


def test_texts_too_long_are_left_to_a_command() -> None:
    long = text("word " * (MOST // 5 + 1), name="b")
    assert beside(long) == [
        "b (English): too long to be set beside it here. readout compare isles-en b"
    ]
