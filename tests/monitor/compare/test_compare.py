"""Whole comparisons: kinds, passages, places, and the properties that must hold for any texts."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.compare import passages
from monitor.compare.compare import compare
from storage.model import Block, BlockKind, Comparison, Passage

TEXTS = Path(__file__).parents[4] / "shared" / "texts"
_WORDS = (
    "the ministers of both sides met again in Harbour City and agreed on a plan for peace may be "
    "away way not able U.S. No. 5 2,000 3.5% co-production Norland’s “role” (new) ~~old~~ ; – — "
    "両首脳は 会談した。 「平和」 １兆円 台湾 ａ ﾃｽﾄ"
)
WORDS = _WORDS.split()
BLOCK = st.builds(
    lambda kind, words, end: Block(kind=kind, text=" ".join(words) + end),
    st.sampled_from(["heading", "paragraph", "item"]),
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.sampled_from(["", ".", ". Then more. ", "? Yes!", "。", "\n- x"]),
)
DOCUMENT = st.lists(BLOCK, max_size=5)
LANGUAGE = st.sampled_from([None, "en", "ja"])


def blocks(*texts: str, kind: BlockKind = "paragraph") -> list[Block]:
    return [Block(kind=kind, text=text) for text in texts]


def marks(passage: Passage) -> list[tuple[str, str]]:
    return [edit for edit in passage.edits if edit[0] != "="]


def only(comparison: Comparison) -> Passage:
    assert len(comparison.passages) == 1
    return comparison.passages[0]


def kinds(comparison: Comparison) -> list[tuple[str, str]]:
    return [(passage.kind, passage.change) for passage in comparison.passages]


def test_equal_texts_have_no_kind() -> None:
    found = compare(blocks("We met."), blocks("We met."), language="en")
    assert found == Comparison(kind=None, passages=(), flags=(), words_added=0, words_removed=0)


def test_one_word_is_named_in_its_sentence() -> None:
    before = [Block(kind="heading", text="Peace"), *blocks("First. We oppose the plan of theirs.")]
    after = [
        Block(kind="heading", text="Peace"),
        *blocks("First. We do not support the plan of theirs."),
    ]
    found = compare(before, after, language="en")
    passage = only(found)
    assert found.kind == "wording"
    assert passage.before == "We oppose the plan of theirs."
    assert marks(passage) == [("-", "oppose"), ("+", "do not support")]
    assert (passage.section, passage.paragraph) == ("Peace", 1)
    assert "negation" in passage.flags
    assert (found.words_added, found.words_removed) == (3, 1)


def test_an_added_and_a_removed_sentence() -> None:
    one = "Prices rose. Expectations remain well contained. Growth was firm."
    other = "Prices rose. Growth was firm."
    assert kinds(compare(blocks(one), blocks(other), language="en")) == [("removed", "wording")]
    assert kinds(compare(blocks(other), blocks(one), language="en")) == [("added", "wording")]


def test_passages_come_in_the_order_of_the_newer_text() -> None:
    before = blocks("Alpha stands here first.", "Beta comes second here.", "Gamma ends it all.")
    after = blocks("Alpha stands there first.", "Delta is wholly new.", "Gamma ends it now.")
    found = compare(before, after, language="en")
    assert [passage.after for passage in found.passages if passage.after] == [
        block.text for block in after
    ]


def test_a_moved_sentence_is_moved() -> None:
    before = blocks("Alpha is the first sentence. Beta is second here. Gamma comes as third.")
    after = blocks("Beta is second here. Gamma comes as third. Alpha is the first sentence.")
    found = compare(before, after, language="en")
    assert kinds(found) == [("moved", "wording")]
    assert only(found).edits == (("=", "Alpha is the first sentence."),)


def test_a_moved_paragraph_is_one_passage_with_what_was_touched_in_it() -> None:
    rest = [f"Paragraph {word} says something of its own." for word in ("one", "two", "six")]
    before = blocks("We oppose all changes to the order. We hope for peace at sea.", *rest)
    after = blocks(*rest, "We oppose all changes to the order. We hope for peace at sea.")
    assert kinds(compare(before, after, language="en")) == [("moved", "wording")]
    touched = blocks(*rest, "We oppose most changes to the order. We hope for peace at sea.")
    found = compare(before, touched, language="en")
    assert {passage.kind for passage in found.passages} == {"moved"}
    assert marks(found.passages[0]) == [("-", "all"), ("+", "most")]


def test_what_moved_past_touched_paragraphs_is_moved_not_they() -> None:
    rest = [f"Point {word} is about {word} matters and what they need." for word in "abcdefgh"]
    moved = "The delegates dined on a boat in the harbour."
    for joint in ("block", "sentence"):
        before = [moved, *rest]
        after = [*(text.replace("need", "want") for text in rest), moved]
        if joint == "sentence":
            before, after = [" ".join(before)], [" ".join(after)]
        found = compare(blocks(*before), blocks(*after), language="en")
        assert Counter(p.kind for p in found.passages) == {"changed": 8, "moved": 1}
        assert next(p.after for p in found.passages if p.kind == "moved") == moved


def test_a_moved_paragraph_that_was_also_touched_is_moved() -> None:
    rest = [f"Point {word} is about {word} matters and what they need." for word in "abcdefgh"]
    moved = "The delegates dined on a boat in the old harbour after dark."
    after = [*rest, moved.replace("boat", "ship")]
    found = compare(blocks(moved, *rest), blocks(*after), language="en")
    assert kinds(found) == [("moved", "wording")]
    assert marks(only(found)) == [("-", "boat"), ("+", "ship")]


def test_a_sentence_that_became_two_is_one_passage() -> None:
    before = blocks("両首脳は対話を続けることで一致し、次回は東の都で会うことを決めた。")
    after = blocks("両首脳は対話を続けることで一致した。次回は東の都で会うことを決めた。")
    passage = only(compare(before, after, language="ja"))
    assert passage.kind == "changed"
    assert only(compare(after, before, language="ja")).kind == "changed"


def test_a_text_without_a_full_stop_is_shown_in_parts() -> None:
    words = [f"word{number % 977} and" for number in range(20_000)]
    before = " ".join(words)
    words[9_000] = "otherwise and"
    found = compare(blocks(before), blocks(" ".join(words)), language="en")
    assert marks(only(found)) == [("-", "word207"), ("+", "otherwise")]
    assert len(only(found).before) < 10_000


def test_a_paragraph_split_or_joined_is_layout() -> None:
    whole = blocks("We met at noon. We agreed on all of it.")
    split = blocks("We met at noon.", "We agreed on all of it.")
    found = compare(whole, split, language="en")
    assert found.kind == "typography"
    assert marks(only(found)) == [("-", " "), ("+", "\n")]
    assert compare(split, whole, language="en").kind == "typography"


def test_another_kind_of_block_is_layout() -> None:
    found = compare(blocks("We met."), blocks("We met.", kind="item"), language="en")
    assert found.kind == "typography"
    assert only(found).edits == (("=", "We met."),)


def test_renumbered_items_are_not_wording() -> None:
    before = blocks("1. Alpha is first.", "2. Beta comes next.", "3. Gamma ends it.", kind="item")
    after = blocks(
        "1. Alpha is first.",
        "2. A new one came.",
        "3. Beta comes next.",
        "4. Gamma ends it.",
        kind="item",
    )
    assert kinds(compare(before, after, language="en")) == [
        ("added", "wording"),
        ("changed", "typography"),
        ("changed", "typography"),
    ]


def test_a_number_that_does_not_only_count_is_wording() -> None:
    found = compare(blocks("3. Alpha", kind="item"), blocks("8. Alpha", kind="item"), language=None)
    assert found.kind == "wording"
    assert found.flags == ("number",)


ITEMS = (
    "冒頭、両首脳は訪問を歓迎した。",
    "両首脳は夕食を共にした。",
    "大臣は同盟の強化を確認した。",
    "経済について意見交換を行った。",
)
LABELS = {
    "1 ": [f"{n} " for n in range(1, 5)],
    "1、": [f"{n}、" for n in range(1, 5)],
    "一、": ["一、", "二、", "三、", "四、"],
    "①": ["①", "②", "③", "④"],
    "第1": [f"第{n} " for n in range(1, 5)],
    "第二，": ["第一，", "第二，", "第三，", "第四，"],
    "a)": ["a) ", "b) ", "c) ", "d) "],
    "I.": ["I. ", "II. ", "III. ", "IV. "],
    "Article 2": [f"Article {n} " for n in range(1, 5)],
    "ア": ["ア ", "イ ", "ウ ", "エ "],
}


@pytest.mark.parametrize("form", LABELS)
def test_items_renumbered_around_a_new_one_are_not_wording_in_any_form(form: str) -> None:
    labels = LABELS[form]
    old, new = [ITEMS[0], *ITEMS[2:]], ITEMS
    before = blocks(*(label + item for label, item in zip(labels, old, strict=False)))
    after = blocks(*(label + item for label, item in zip(labels, new, strict=True)))
    for one, other, word in ((before, after, "added"), (after, before, "removed")):
        found = compare(one, other, language="ja")
        assert kinds(found) == [(word, "wording"), *[("changed", "typography")] * 2]
        assert found.flags == ()


def test_a_space_behind_a_number_that_counts_is_typography() -> None:
    before = blocks("1 冒頭、会談した。", "2 次に食事した。", "3 最後に別れた。")
    for last in ("3最後に別れた。", "3　最後に別れた。", "３ 最後に別れた。"):
        after = [*before[:2], *blocks(last)]
        assert compare(before, after, language="ja").kind == "typography"
        assert compare(after, before, language="ja").kind == "typography"


def test_the_number_of_an_item_that_was_also_edited_is_not_flagged() -> None:
    before = blocks("1. We met.", "2. They will meet in the city.", "3. It ended.", kind="item")
    after = blocks(
        "1. We met.", "2. A new one came.", "3. They will meet in the port.", "4. It ended.",
        kind="item",
    )  # fmt: skip
    found = compare(before, after, language="en")
    assert [(p.kind, p.change) for p in found.passages][:2] == [
        ("added", "wording"),
        ("changed", "wording"),
    ]
    assert "number" not in found.flags
    assert (found.words_added, found.words_removed) == (5, 1)


def test_the_coming_of_numbers_is_wording_and_flagged() -> None:
    plain = blocks("We met.", "They left.", kind="item")
    found = compare(plain, blocks("1. We met.", "2. They left.", kind="item"), language="en")
    assert found.kind == "wording"
    assert found.flags == ("number",)


def test_a_sentence_put_in_behind_the_mark_of_the_speaker_leaves_it_where_it_was() -> None:
    before = blocks("Q And did you direct any of your officials to help him do that?")
    after = blocks(
        "Q President Harrow, did you want him to win the vote? "
        "And did you direct any of your officials to help him do that?"
    )
    put_in = " President Harrow, did you want him to win the vote?"
    assert marks(only(compare(before, after, language="en"))) == [("+", put_in)]
    assert marks(only(compare(after, before, language="en"))) == [("-", put_in)]


TALKS = ("The talks began in the old port on Monday.", "Both sides spoke of trade and fish.")


def test_a_sentence_of_two_words_moves_where_it_stands_once() -> None:
    before, after = blocks("They met.", *TALKS), blocks(*TALKS, "They met.")
    assert kinds(compare(before, after, language="en")) == [("moved", "wording")]
    twice = (
        blocks(" ".join(["They met.", *TALKS, "They met."])),
        blocks(" ".join([*TALKS, "They met.", "They met."])),
    )
    assert ("moved", "wording") not in kinds(compare(*twice, language="en"))


def test_short_items_that_changed_places_are_moved_whatever_their_numbers() -> None:
    before = blocks("1. They met in the port.", "2. They slept.", "3. They left.", kind="item")
    after = blocks("1. They met in the port.", "2. They left.", "3. They slept.", kind="item")
    found = compare(before, after, language="en")
    assert ("moved", "wording") in kinds(found)
    assert ("added", "wording") not in kinds(found)
    assert found.flags == ()


def test_two_sentences_that_became_one_are_one_passage() -> None:
    before = blocks("We oppose any change by force; and we expect talks to be held soon.")
    after = blocks("We oppose any change by force. We expect talks to be held soon.")
    passage = only(compare(before, after, language="en"))
    assert marks(passage) == [("-", "; and we"), ("+", ". We")]


def test_a_lost_space_between_sentences_is_typography() -> None:
    before = blocks("They met across the Strait.They encouraged talks. Then they left.")
    after = blocks("They met across the Strait. They encouraged talks. Then they left.")
    assert compare(before, after, language="en").kind == "typography"


def test_a_number_in_japanese() -> None:
    found = compare(
        blocks("両首脳は、１兆円の投資を歓迎した。"),
        blocks("両首脳は、2兆円の投資を歓迎した。"),
        language="ja",
    )
    passage = only(found)
    assert found.flags == ("number",)
    assert marks(passage) == [("-", "１兆"), ("+", "2兆")]


def test_full_width_digits_alone_are_typography() -> None:
    found = compare(blocks("投資は１兆円。"), blocks("投資は1兆円。"), language="ja")
    assert found.kind == "typography"


def test_a_strike_through_is_wording_with_a_mark() -> None:
    found = compare(
        blocks("Every American voted against it."),
        blocks("Every ~~American~~ voted against it."),
        language="en",
    )
    assert (found.kind, found.flags) == ("wording", ("name", "mark"))


def test_curly_quotes_beside_a_changed_word_raise_no_flag() -> None:
    found = compare(
        blocks('They called it "firm" and large.'),
        blocks("They called it “firm” and small."),
        language="en",
    )
    assert found.flags == ()
    assert (found.words_added, found.words_removed) == (1, 1)


def test_empty_against_full() -> None:
    assert kinds(compare([], blocks("We met."), language=None)) == [("added", "wording")]
    assert kinds(compare(blocks("We met."), [], language=None)) == [("removed", "wording")]
    assert compare([], blocks("", "\u200b"), language=None).kind == "typography"


@given(DOCUMENT, DOCUMENT, LANGUAGE)
def test_edits_rebuild_both_sides_of_a_passage(
    before: list[Block], after: list[Block], language: str | None
) -> None:
    for passage in compare(before, after, language=language).passages:
        assert "".join(text for op, text in passage.edits if op != "+") == passage.before
        assert "".join(text for op, text in passage.edits if op != "-") == passage.after
        assert all(text for _, text in passage.edits)


@given(DOCUMENT, DOCUMENT, LANGUAGE)
def test_the_kind_is_the_same_in_both_directions(
    before: list[Block], after: list[Block], language: str | None
) -> None:
    forth = compare(before, after, language=language)
    back = compare(after, before, language=language)
    assert forth.kind == back.kind
    assert (forth.kind is None) == (before == after)
    assert (forth.kind == "wording") == any(p.change == "wording" for p in forth.passages)
    assert forth.kind is None or forth.passages


@given(st.lists(st.sampled_from(["a.", "b b.", "a. b b.", "c"]), max_size=6), st.randoms())
def test_repeated_blocks_in_another_order_have_one_kind(texts: list[str], chance: object) -> None:
    other = sorted(texts, key=lambda text: chance.random())  # type: ignore[attr-defined]
    forth = compare(blocks(*texts), blocks(*other), language="en")
    back = compare(blocks(*other), blocks(*texts), language="en")
    assert forth.kind == back.kind


COSMETIC: list[Callable[[str], str]] = [
    lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("-", "\u2011"),
    lambda text: text.replace("o", "o\u00ad"),
    lambda text: text.replace("fi", "ﬁ").replace("—", " — "),
    lambda text: f"\ufeff{text}\u200e",
    lambda text: text.replace(" – ", "—"),
    lambda text: text.translate({ord("1"): "１", ord("5"): "５", ord("%"): "％", ord("("): "（"}),
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in text),
]


@given(DOCUMENT, st.lists(st.sampled_from(range(len(COSMETIC))), max_size=4), LANGUAGE)
def test_cosmetic_edits_are_never_wording(
    before: list[Block], which: list[int], language: str | None
) -> None:
    after = before
    for index in which:
        after = [Block(kind=block.kind, text=COSMETIC[index](block.text)) for block in after]
    assert compare(before, after, language=language).kind != "wording"


@given(DOCUMENT, st.data(), LANGUAGE)
def test_a_changed_digit_is_always_wording(
    before: list[Block], data: st.DataObject, language: str | None
) -> None:
    places = [(i, j) for i, b in enumerate(before) for j, c in enumerate(b.text) if c.isdecimal()]
    assume(places)
    i, j = data.draw(st.sampled_from(places))
    text = before[i].text
    digit = data.draw(st.sampled_from([d for d in "0123456789" if int(d) != int(text[j])]))
    after = list(before)
    after[i] = Block(kind=before[i].kind, text=text[:j] + digit + text[j + 1 :])
    found = compare(before, after, language=language)
    assert found.kind == "wording"
    assert {"number", "date"} & set(found.flags)  # the figures of a date are a date


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_characters_are_compared(before: str, after: str) -> None:
    found = compare(blocks(before), blocks(after), language=None)
    assert (found.kind is None) == (before == after)
    assert found.kind == compare(blocks(after), blocks(before), language=None).kind


SCRIPT = """
from monitor.compare.compare import compare
from storage.model import Block
def doc(k):
    words = [f"w{i * k % 91}" for i in range(600)]
    return [Block(kind="paragraph", text=" ".join(words[i:i + 20]) + ". And so on.")
            for i in range(0, 600, 20)]
print(compare(doc(7), doc(11), language=None))
"""


def test_the_same_under_another_hash_seed() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1


def test_importing_the_room_loads_nothing_big() -> None:
    code = "import sys, monitor.compare.compare; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    assert not {"regex", "diff_match_patch", "budoux", "symspellpy", "bs4", "sqlalchemy"} & set(
        loaded
    )


def test_a_bound_is_a_count_of_tokens_never_a_clock() -> None:
    """Ten thousand words against ten thousand others: whole sentences, in bounded steps."""
    before = blocks(*(" ".join(f"a{i * j % 997}" for j in range(25)) + "." for i in range(400)))
    after = blocks(*(" ".join(f"b{i * j % 997}" for j in range(25)) + "." for i in range(400)))
    found = compare(before, after, language="en")
    assert {passage.kind for passage in found.passages} <= {"added", "removed"}


def test_ten_thousand_times_the_same_sentence() -> None:
    before = blocks(*["The same sentence stands here."] * 10_000)
    found = compare(before, before[:-3], language="en")
    assert kinds(found) == [("removed", "wording")] * 3


def _document(name: str) -> list[Block]:
    file = TEXTS / name
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Block(kind="heading", text=lines[0]), *blocks(*lines[1:])]


@pytest.mark.parametrize("language", ["en", None])
def test_a_reprint_differs_by_typography_alone(language: str | None) -> None:
    reprint, repaired = _document("statement.en.reprint.txt"), _document("statement.en.txt")
    for before, after in ((reprint, repaired), (repaired, reprint)):
        found = compare(before, after, language=language)
        assert found.kind == "typography"
        assert all(passage.change == "typography" for passage in found.passages)
        assert found.words_added == found.words_removed == 0


@pytest.mark.parametrize("name", ["statement.en.txt", "readout.ja.txt"])
def test_every_changed_word_of_a_real_text_is_named(name: str) -> None:
    document = _document(name)
    for at in range(len(document)):
        text = document[at].text
        old = _middle(text)
        new = "otherwise" if old.isascii() else "別"
        changed = Block(kind=document[at].kind, text=text.replace(old, new, 1))
        found = compare(document, [*document[:at], changed, *document[at + 1 :]], language=None)
        assert found.kind == "wording"
        assert passages.hunks(only(found)) == [(old, new)]


def _middle(text: str) -> str:
    """A word that stands whole and first where it is replaced, or one CJK character."""
    words = [word for word in text.split() if word.isalpha() and text.count(word) == 1]
    whole = [word for word in words if len(word) > 3 and word.isascii()]
    if whole:
        return whole[len(whole) // 2]
    once = [char for char in text if text.count(char) == 1 and char not in "百千万億兆"]
    singles = [char for char in once if "\u4e00" <= char <= "\u9fff"]
    return singles[len(singles) // 2]


_BODY = (
    "The ministers of both sides met in the old harbour hall at noon.",
    "They spoke of fishing rights, of the ferry and of the new lighthouse.",
)


def _headed(kind: BlockKind, *heads: str) -> list[Block]:
    """Each head with a paragraph under it."""
    pairs = zip(heads, _BODY, strict=False)
    return [
        block
        for head, body in pairs
        for block in (Block(kind=kind, text=head), Block(kind="paragraph", text=body))
    ]


@pytest.mark.parametrize(
    ("kind", "language", "before", "after", "flag"),
    [
        ("heading", "en", "Defence", "Security", ""),
        ("heading", "de", "Nächste Schritte", "NächsteSchritte", "spacing"),
        ("heading", "ja", "３　経済", "３　經済", ""),
        ("paragraph", "en", "a way", "away", "spacing"),
        ("item", "en", "may be", "maybe", "spacing"),
    ],
)
def test_a_short_block_alone_that_changed_is_a_pair(
    kind: BlockKind, language: str, before: str, after: str, flag: str
) -> None:
    for one, other in ((before, after), (after, before)):
        found = compare(_headed(kind, one, "Rest"), _headed(kind, other, "Rest"), language=language)
        (passage,) = found.passages
        assert (passage.kind, passage.before, passage.after) == ("changed", one, other)
        assert flag in ("", *found.flags)


def test_two_headings_that_changed_are_two_pairs() -> None:
    found = compare(
        _headed("heading", "Defence", "Trade"), _headed("heading", "Peace", "Fish"), language="en"
    )
    assert [(p.kind, p.before, p.after) for p in found.passages] == [
        ("changed", "Defence", "Peace"),
        ("changed", "Trade", "Fish"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            _headed("paragraph", "Yes."), _headed("paragraph", "Thanks."), id="paragraphs"
        ),
        pytest.param(
            _headed("heading", "Defence"),
            [_headed("heading", "Defence")[1], Block(kind="heading", text="Fish")],
            id="elsewhere",
        ),
        pytest.param(
            [Block(kind="heading", text="Fish " * 20), Block(kind="paragraph", text=_BODY[0])],
            [Block(kind="heading", text="Rope " * 20), Block(kind="paragraph", text=_BODY[0])],
            id="long",
        ),
        pytest.param(
            [Block(kind="paragraph", text="Fish. Ropes."), Block(kind="paragraph", text=_BODY[0])],
            [Block(kind="paragraph", text="Crab. Ropes."), Block(kind="item", text=_BODY[0])],
            id="part of a block",
        ),
    ],
)
def test_other_blocks_alone_come_and_go(before: list[Block], after: list[Block]) -> None:
    found = [
        p.kind for p in compare(before, after, language="de").passages if p.change == "wording"
    ]
    assert sorted(found) == ["added", "removed"]
