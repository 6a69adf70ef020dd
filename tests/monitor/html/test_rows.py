"""Whole texts side by side: nothing is lost, doubled or marked that is not an edit."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare, doubts
from monitor.html.rows import rows
from tests.monitor.html.conftest import blocks

_SENTENCE = st.sampled_from([
    "We oppose the wall.", "We do not support the wall.", "They met in Port Ansel on Tuesday.",
    "They met in Port Ansel on Monday.", "All agreed to the plan.", "Nothing was signed that day.",
    "The harbour stays open to all ships.", "# Harbour", "# Trade",
])  # fmt: skip
_TEXT = st.lists(st.lists(_SENTENCE, min_size=1, max_size=3).map(" ".join), max_size=7)


@given(_TEXT, _TEXT)
def test_both_texts_stand_whole_in_their_order(before: list[str], after: list[str]) -> None:
    one, other = doubts.sides(blocks(*before), blocks(*after))
    found = compare.compare(blocks(*before), blocks(*after), language="en")
    made = rows(one.settled, other.settled, found.passages)
    left = ["".join(text for _, text in block.parts) for row in made for block in row.before]
    right = ["".join(text for _, text in block.parts) for row in made for block in row.after]
    assert left == [block.text for block in one.settled]
    assert right == [block.text for block in other.settled]
    assert all(row.before == row.after for row in made if row.same)
    marks = {mark for row in made for block in row.before for mark, _ in block.parts}
    assert "+" not in marks


@given(_TEXT, _TEXT)
def test_every_edit_is_marked_in_its_text(before: list[str], after: list[str]) -> None:
    found = compare.compare(blocks(*before), blocks(*after), language="en")
    made = rows(blocks(*before), blocks(*after), found.passages)
    marked = "".join(
        text for row in made for block in row.after for mark, text in block.parts if mark == "+"
    )
    wanted = "".join(text for one in found.passages for op, text in one.edits if op == "+")
    assert sorted("".join(marked.split())) == sorted("".join(wanted.split()))


def test_a_sentence_that_runs_over_two_blocks_is_marked_in_both() -> None:
    before = blocks("We met in the harbour and agreed on all of it.", "It was late.")
    after = blocks("We met in the harbour", "and disagreed on all of it.", "It was late.")
    found = compare.compare(before, after, language="en")
    made = rows(before, after, found.passages)
    texts = ["".join(text for _, text in block.parts) for row in made for block in row.after]
    assert texts == [block.text for block in after]
    assert any(mark == "+" and "disagreed" in text
               for row in made for block in row.after for mark, text in block.parts)  # fmt: skip
