"""Edits and anchors: exact, readable, and bounded by counts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import anchors
from monitor.compare.edits import LIMIT, edits

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


def test_more_distinct_tokens_than_letters_to_map_them_to() -> None:
    before = " ".join(f"x{i}" for i in range(120_000))
    after = " ".join(f"x{i}" for i in range(120_000) if i % 10_000)
    found = edits(before, after)
    assert rebuilt(before, after)
    assert sum(op == "-" for op, _ in found) == 12


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
