"""Edits and anchors: exact, readable, and bounded by counts."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.compare import anchors, passages
from monitor.compare.compare import compare
from monitor.compare.edits import LIMIT, edits
from storage.model import Block

TEXT = st.lists(st.sampled_from(["a", "b", "the", " ", " ", ", ", "1,000", "。", "平", "和", "\n"]))


def rebuilt(before: str, after: str) -> bool:
    found = edits(before, after)
    ops = [op for op, _ in found]
    return (
        "".join(text for op, text in found if op != "+") == before
        and "".join(text for op, text in found if op != "-") == after
        and all(one != other for one, other in pairwise(ops))
        and ("+", "-") not in pairwise(ops)
    )


@given(TEXT, TEXT)
@example(["a", "平", "平"], ["平", "a"])  # widened over all that stood between two edits
def test_edits_rebuild_both_texts(before: list[str], after: list[str]) -> None:
    assert rebuilt("".join(before), "".join(after))


@given(st.text(), st.text())
def test_edits_rebuild_any_texts(before: str, after: str) -> None:
    assert rebuilt(before, after)


def test_nothing_and_the_same() -> None:
    assert edits("", "") == ()
    assert edits("a b", "a b") == (("=", "a b"),)


def test_edits_are_no_confetti() -> None:
    found = edits("to buy more of the goods", "to seek out all of the goods")
    assert found == (("=", "to "), ("-", "buy more"), ("+", "seek out all"), ("=", " of the goods"))


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("平和的解決を促した。", "平和的解決を促さない。", "促した", "促さない"),
        ("長官は安全保障条約を守る。", "長官は安全保証条約を守る。", "安全保障", "安全保証"),
        ("重要な課題。", "最重要な課題。", "重要", "最重要"),
        ("投資は１兆円。", "投資は2兆円。", "１兆", "2兆"),
        ("台湾海峡和平稳定的重要性。", "台湾海峡安全稳定的重要性。", "和平", "安全"),
    ],
)
def test_an_edit_within_a_word_is_widened_to_it(
    before: str, after: str, old: str, new: str
) -> None:
    found = edits(before, after)
    assert [edit for edit in found if edit[0] != "="] == [("-", old), ("+", new)]
    assert rebuilt(before, after)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (
            "日米物品貿易協定（TAG）について", "日米貿易協定について",
            "日米[物品]貿易協定[（TAG）]について",
        ),
        ("交渉の大筋合意を歓迎した。", "交渉の合意を歓迎した。", "交渉の[大筋]合意を歓迎した。"),
        (
            "1兆ドルという未だかつてない規模の投資", "1兆ドル規模の投資",
            "1兆ドル[という未だかつてない]規模の投資",
        ),
        ("協力ー支援", "協力―支援", "協力[ー]{―}支援"),
        (
            "They agreed on trade.", "They discussed trade — and they left.",
            "They [agreed on]{discussed} trade{ — and they left}.",
        ),
        (
            "We back Norland's place in the union and urge Norland's useful part.",
            "We back Norland’s useful part.",
            "We back [Norland's]{Norland’s} [place in the union and urge Norland's ]useful part.",
        ),
    ],
)  # fmt: skip
def test_edits_name_only_what_changed(before: str, after: str, marked: str) -> None:
    signs = {"=": "{}", "-": "[{}]", "+": "{{{}}}"}
    assert "".join(signs[op].format(text) for op, text in edits(before, after)) == marked
    assert rebuilt(before, after)
    assert rebuilt(after, before)


def test_what_was_only_taken_in_is_neither_counted_nor_flagged() -> None:
    one, other = "安全保障を確認した。", "安全保証を確認した。"
    (passage,) = compare(
        [Block(kind="paragraph", text=one)], [Block(kind="paragraph", text=other)], language="ja"
    ).passages
    assert passages.hunks(passage) == [("障", "証")]


@given(
    st.lists(st.sampled_from("平和的解決を促した。、テスト ー1国會说不会")),
    st.lists(st.sampled_from("平和的解決を促さない。、テスト兆2國说会")),
)
def test_widened_edits_rebuild_both_texts(before: list[str], after: list[str]) -> None:
    assert rebuilt("".join(before), "".join(after))


@pytest.mark.slow
def test_more_distinct_tokens_than_letters_to_map_them_to() -> None:
    before = " ".join(f"x{i}" for i in range(120_000))
    after = " ".join(f"x{i}" for i in range(120_000) if i % 10_000)
    found = edits(before, after)
    assert rebuilt(before, after)
    assert sum(op == "-" for op, _ in found) == 12


def test_large_texts_are_cut_at_what_occurs_once_in_each_and_are_rebuilt() -> None:
    words = [f"x{i}" for i in range(97)]
    before = [words[i * 31 % 97] for i in range(200)]
    after = [words[i * 57 % 97] for i in range(200)]
    before[50], after[120] = "rare", "rare"
    one, other = " ".join(before), " ".join(after)
    assert anchors.unique(before, after) == [(50, 120)]
    assert rebuilt(one, other)
    assert any(op == "=" and "rare" in text for op, text in edits(one, other))
    assert rebuilt(other, one)


def test_what_is_too_large_is_replaced_whole() -> None:
    before = "start " + "a b " * 400 + "end"
    after = "start " + "b c " * 400 + "end"
    assert LIMIT < (400 * 4) ** 2
    assert rebuilt(before, after)


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_anchors_rise_and_match(before: list[str], after: list[str]) -> None:
    pairs = anchors.match(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(p[0] < q[0] and p[1] < q[1] for p, q in pairwise(pairs))
    covered = sum(i1 - i0 for i0, i1, _, _ in anchors.gaps(pairs, (0, len(before), 0, len(after))))
    assert covered + len(pairs) == len(before)


def test_unique_lines_anchor_a_shuffled_middle() -> None:
    pairs = anchors.match(list("xAyBz"), list("xByAz"))
    assert pairs[0] == (0, 0)
    assert pairs[-1] == (4, 4)
    assert len(pairs) == 3
