"""The lines of `log`."""

import pytest

from monitor.cli import logbook
from storage.model import EditOp
from tests.alerts.conftest import build_passage


@pytest.mark.parametrize(
    ("edits", "removed", "added"),
    [
        ([("=", "They "), ("-", "oppose"), ("+", "support"), ("=", " it.")], "oppose", "support"),
        (
            [("-", "the"), ("+", "a"), ("=", " "), ("-", "mayor"), ("+", "bridge")],
            "the mayor", "a bridge",
        ),
        (
            [("-", "do not support"), ("+", "oppose"), ("=", " the sum of "), ("-", "20,000"),
             ("+", "2,000"), ("=", ".")],
            "do not support … 20,000", "oppose … 2,000",
        ),
        ([("=", "They met"), ("-", ", twice"), ("=", ".")], ", twice", ""),
    ],
)  # fmt: skip
def test_words_that_stood_apart_are_shown_apart(
    edits: list[tuple[EditOp, str]], removed: str, added: str
) -> None:
    passage = build_passage(*edits)
    assert logbook._of_one_side(passage, "-") == removed
    assert logbook._of_one_side(passage, "+") == added
