"""The command by which a reader looks for the words of a message in all other texts."""

import shlex

import pytest

from alerts import search
from storage.model import EditOp, Passage


def _changed(*edits: tuple[EditOp, str]) -> Passage:
    return Passage(
        kind="changed", change="wording",
        before="".join(text for op, text in edits if op != "+"),
        after="".join(text for op, text in edits if op != "-"),
        edits=edits, flags=(), section=None, paragraph=1,
    )  # fmt: skip


def _gone(text: str) -> Passage:
    return _changed(("=", "We met"), ("-", f"; {text}"), ("=", "."))


def test_the_phrase_that_went() -> None:
    told = search.commands([_gone("we do not support the isles"), _gone("nor the bank at all")])
    assert told == ("readout find 'we do not support the isles'",)


def test_few_words_and_none_are_not_looked_for() -> None:
    assert search.commands([]) == ()
    assert search.commands([_changed(("-", "oppose"), ("+", "support"))]) == ()
    assert search.commands([_gone("--ignore-case is an option")]) == ()


def test_of_a_long_phrase_the_beginning() -> None:
    (told,) = search.commands([_gone("we do not support " + "the northern isles and " * 9)])
    _, _, phrase = shlex.split(told)
    assert phrase == "we do not support the northern isles and the northern isles"
    (told,) = search.commands([_gone("我们不支持" * 30)])
    assert shlex.split(told)[2] == ("我们不支持" * 30)[:60]


@pytest.mark.parametrize("text", ["it's 'agreed' by all", "they said no & left & went"])
def test_a_shell_does_nothing_with_it(text: str) -> None:
    (told,) = search.commands([_gone(text)])
    assert shlex.split(told) == ["readout", "find", text]
    assert told.startswith("readout find '")


@pytest.mark.parametrize(
    "text", ["don’t $(touch here) support", "said `reboot` to all", "with <@U1> and @here now"]
)
def test_what_could_do_something_is_not_offered(text: str) -> None:
    assert search.commands([_gone(text)]) == ()
