"""When the words that a message names came and went before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts import words
from monitor import phrases
from monitor.phrases import Seen
from storage.model import EditOp, Passage


def _seen(*stands: bool) -> list[Seen]:
    return [
        Seen(number=number, at=datetime(2022, 5, number, 23, tzinfo=UTC), holds=holds)
        for number, holds in enumerate(stands, start=1)
    ]


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        ([True, False], ()),
        ([False, True], ()),
        ([True, False, True, True, False],
         ("removed 3 May 2022 (@2)", "restored 4 May 2022 (@3)", "removed now (@5)")),
        ([False, True, False], ("added 3 May 2022 (@2)", "removed now (@3)")),
        ([True, False, True, True], ()),
        ([True, True], ()),
        ([True], ()),
    ],
)  # fmt: skip
def test_history(stands: list[bool], told: tuple[str, ...]) -> None:
    assert phrases.history(_seen(*stands), "Asia/Tokyo") == told


def test_of_many_turns_the_first_and_the_last_are_said() -> None:
    seen = _seen(*[number % 2 == 1 for number in range(11)])
    told = phrases.history(seen, "UTC")
    assert told[:2] == ("added 2 May 2022 (@2)", "came or went 5 times more")
    assert told[-1] == "removed now (@11)"
    assert len(told) == 6
    assert len(phrases.history(_seen(*[number % 2 == 1 for number in range(7)]), "UTC")) == 6


def test_a_version_that_was_not_fetched_here_says_so() -> None:
    seen = _seen(True, False, True, False)
    told = phrases.history([*seen[:1], replace(seen[1], origin="archive"), *seen[2:]], "UTC")
    assert told[:2] == ("removed 2 May 2022 (@2, archive)", "restored 3 May 2022 (@3)")


def _passage(*edits: tuple[EditOp, str], kind: str = "changed") -> Passage:
    return Passage(
        kind=kind,  # type: ignore[arg-type]
        change="wording",
        before="".join(text for op, text in edits if op != "+"),
        after="".join(text for op, text in edits if op != "-"),
        edits=edits,
        flags=(),
        section=None,
        paragraph=1,
    )


def test_the_phrase_is_what_went_else_what_came_and_no_single_word() -> None:
    gone = _passage(
        ("=", "We oppose it"), ("-", "; we do not support the isles; and we"), ("=", ".")
    )
    assert words.phrase(gone) == "we do not support the isles"
    assert words.phrase(_passage(("=", "We "), ("-", "oppose"), ("+", "welcome it all"))) == (
        "welcome it all"
    )
    assert words.phrase(_passage(("-", "oppose"), ("+", "support"))) is None
    assert words.phrase(_passage(("+", "They met in Ansel."), kind="added")) == "They met in Ansel"
