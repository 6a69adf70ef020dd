"""What differs from look to look, how it is known again, and what is never taken for it."""

import itertools
import re

import pytest

from monitor import volatile
from monitor.compare.compare import compare
from storage.model import Block, Passage


def _passages(before: str, after: str) -> tuple[Passage, ...]:
    def blocks(text: str) -> list[Block]:
        return [Block(kind="paragraph", text=one) for one in text.split("\n")]

    told = compare(blocks(before), blocks(after), language="en", terms=(), expect=())
    return told.passages


def _learned(*texts: str) -> frozenset[str]:
    pairs = itertools.pairwise(texts)
    return frozenset().union(*(volatile.signatures(_passages(*pair)) for pair in pairs))


@pytest.mark.parametrize(
    ("seen", "later"),
    [
        (("It was read 41 times so far.", "It was read 42 times so far."),
         ("It was read 99 times so far.", "It was read 1,024 times so far.")),
        (("閲覧数は41回です。", "閲覧数は42回です。"),
         ("閲覧数は99回です。", "閲覧数は120回です。")),
        (("Read of tolls.", "Meet the pilots!", "Old ferries sail."),
         ("Old ferries sail.", "Read of tolls.")),
    ],
)  # fmt: skip
def test_a_counter_or_a_teaser_is_known_again(
    seen: tuple[str, ...], later: tuple[str, str]
) -> None:
    learned = _learned(*seen)
    passages = _passages(*later)
    assert passages
    assert volatile.told(passages, learned) == ()
    assert volatile.told(passages, ()) == tuple(range(len(passages)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It was read 41 times so far.", "It was never read 41 times so far."),
        ("It was read 41 times so far.", "It was read 42 times by the two ministers so far."),
        ("It was read 41 times so far.",
         "It was read with great concern by the leaders, who oppose the new rules times so far."),
        ("It was read 41 times so far.", "It was read 42 times this year."),
        ("They met on Monday.", "They met on Friday."),
        ("It was read 41 times so far.", "It was read 41 times so far.\nThey met."),
    ],
)  # fmt: skip
def test_an_edit_is_never_taken_for_it(before: str, after: str) -> None:
    learned = _learned("It was read 41 times so far.", "It was read 42 times so far.")
    assert volatile.told(_passages(before, after), learned)


def test_the_rule_takes_out_what_is_volatile_and_nothing_else() -> None:
    (signature,) = (one for one in _learned("It was (read) 4 times.", "It was (read) 5 times.")
                    if one.startswith("~"))  # fmt: skip
    assert volatile.shown(signature) == "It was (read) ⟦…⟧ times."
    assert re.search(volatile.rule(signature), "It was (read) 1,024 times.")
    assert not re.search(volatile.rule(signature), "It was read 4 times.")


def test_a_counter_that_another_edit_moves_is_known_too() -> None:
    """Where a line before it went, the counter counts as moved, with its number changed."""
    counter = "It was read {} times so far."
    learned = _learned(counter.format(41), counter.format(42))
    lines = [f"The ministers spoke of subject {name}." for name in ("tin", "oil", "salt", "wool")]
    before = "\n".join([*lines[:3], counter.format(50), lines[3]])
    after = "\n".join([*lines[:1], lines[2], lines[3], counter.format(60)])
    passages = _passages(before, after)
    kinds = {one.kind: at for at, one in enumerate(passages)}
    assert "moved" in kinds, [(one.kind, one.before, one.after) for one in passages]
    told = [passages[at] for at in volatile.told(passages, learned)]
    assert [one.before for one in told if one.change == "wording"] == [lines[1]]
