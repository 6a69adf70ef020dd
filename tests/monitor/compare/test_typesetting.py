"""What typography consists in is said."""

import pytest

from monitor.compare.compare import compare
from monitor.compare.equivalences import TABLE, Equivalence
from storage.model import Block, BlockKind, Comparison


def blocks(*texts: str, kind: BlockKind = "paragraph") -> list[Block]:
    return [Block(kind=kind, text=text) for text in texts]


def set_otherwise(before: str, after: str) -> tuple[str, ...]:
    """The kinds, which must be the same in both directions."""
    found = compare(blocks(before), blocks(after), language="en")
    assert found.kind == "typography"
    assert compare(blocks(after), blocks(before), language="en").typography == found.typography
    return found.typography


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.name != "doubtful hyphen"], ids=lambda row: row.name
)
def test_the_kind_of_each_row_is_told_by_its_example(row: Equivalence) -> None:
    start, other = row.example
    lead = "" if row.at_start else "They said: "
    assert row.kind in set_otherwise(f"{lead}{start} here.", f"{lead}{other} here.")


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("They said “yes” to it.", 'They said "yes" to it.', ("quotes",)),
        ("They said yes to it.", "They said\u00a0yes to it.", ("spaces",)),
        ("They said yes to it.", "They said\nyes to it.", ("line breaks",)),
        ("They said – yes to it.", "They said—yes to it.", ("dashes",)),
        ("They metagain to talk.", "They met again to talk.", ("spaces",)),
        ("We co-\noperate with them.", "We cooperate with them.", ("hyphenation",)),
        ("• They said yes.", "They said yes.", ("bullets",)),
        ("“They”\u00a0said（yes）.", '"They" said(yes).', ("full-width", "quotes", "spaces")),
    ],
)
def test_no_other_kind_is_told(before: str, after: str, kinds: tuple[str, ...]) -> None:
    assert set_otherwise(before, after) == kinds


def only(found: Comparison) -> tuple[tuple[str, ...], str]:
    (passage,) = found.passages
    return passage.typography, passage.layout


def test_blocks_that_became_others_are_layout_and_said_in_words() -> None:
    plain = blocks("We met in the city.")
    head = blocks("We met in the city.", kind="heading")
    assert only(compare(head, plain, language="en")) == (("layout",), "heading → paragraph")
    one, two = blocks("We met. We left."), blocks("We met.", "We left.")
    assert only(compare(one, two, language="en")) == (("layout",), "1 paragraph → 2 paragraphs")
    assert only(compare(two, one, language="en")) == (("layout",), "2 paragraphs → 1 paragraph")
    chinese = blocks("会谈结束。双方同意。"), blocks("会谈结束。", "双方同意。")
    assert only(compare(*chinese, language="zh"))[0] == ("layout",)


def test_items_that_were_only_renumbered_say_so() -> None:
    before = blocks("1. We met.", "2. It ended.", kind="item")
    after = blocks("1. We met.", "2. We ate.", "3. It ended.", kind="item")
    found = compare(before, after, language="en")
    assert found.passages[-1].typography == ("numbering",)
    assert found.passages[0].typography == ()


def test_wording_has_no_kinds() -> None:
    found = compare(blocks("We “met”."), blocks('We "left".'), language="en")
    assert found.typography == ()
