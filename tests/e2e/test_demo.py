"""`readout demo` as a process: its story, step by step, from what it leaves behind and prints.

What each step must lead to stands here once more, on purpose: the demo checks itself, too, and a
demo that called everything "as stated" must not pass.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.inprocess import read, read_json
from tests.e2e.mail import part
from tests.e2e.program import program

if TYPE_CHECKING:
    from tests.e2e.program import Readout

FOLDER = "readout-demo"
STORE = ("--store", f"{FOLDER}/readout.db", "--config", f"{FOLDER}/sources.yaml")
STATEMENT, READOUT = "avelland-statement", "avelland-readout"
STATEMENT_JA, READOUT_JA = "sorahama-statement", "sorahama-readout"
WARSHIPS = (
    "He added that Avelland would not station warships in the Merrow Strait "
    "while talks on the Pelloran Islands continue."
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["Readout", str]]:
    """The program in the folder where the demo ran once, and what the demo printed."""
    with program(tmp_path_factory.mktemp("demo")) as readout:
        yield readout, readout("demo")


@pytest.fixture
def here(told: tuple["Readout", str]) -> Path:
    """The folder; what stands in it is asked without a process for each question."""
    return told[0].folder


@pytest.fixture
def steps(told: tuple["Readout", str]) -> list[str]:
    """What was printed of each step."""
    story = told[1].partition("\n$ readout")[0]
    return re.split(r"\n\d\. ", story)[1:]


def _log(here: Path, source: str) -> list[dict[str, Any]]:
    """The versions of a source, oldest first."""
    return read_json(here, *STORE, "log", source)[::-1]


def _passages(here: Path, source: str, older: int) -> list[dict[str, Any]]:
    (one,) = read_json(here, *STORE, "diff", source, str(older), str(older + 1))
    assert (one["from"], one["to"]) == (older, older + 1)
    passages: list[dict[str, Any]] = one["passages"]
    return passages


def _words(passages: list[dict[str, Any]], sign: str) -> list[str]:
    return [text for one in passages for op, text in one["edits"] if op == sign]


def _mails(here: Path) -> list[EmailMessage]:
    """The messages in the order in which they were sent."""
    sent = [one["message_id"] for one in read_json(here, *STORE, "alerts")][::-1]
    files = (here / FOLDER / "mails").iterdir()
    by_id = {str(mail["Message-ID"]): mail for mail in map(_mail, files)}
    assert sorted(by_id) == sorted(sent), "one file for each delivery, and no other file"
    return [by_id[one] for one in sent]


def _mail(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def test_the_versions_and_their_kinds(here: Path) -> None:
    """Baseline, noise and challenge make no version; each of the others makes one at its page."""
    kinds = {
        source: [(one["version"], one["change"]) for one in _log(here, source)]
        for source in (STATEMENT, READOUT, STATEMENT_JA, READOUT_JA)
    }
    assert kinds == {
        STATEMENT: [(1, None), (2, "wording"), (3, "wording")],
        READOUT: [(1, None), (2, "typography"), (3, "wording")],
        STATEMENT_JA: [(1, None), (2, "typography")],
        READOUT_JA: [(1, None), (2, "wording")],
    }


def test_every_change_was_seen_twice_and_came_from_the_page(here: Path) -> None:
    for source in (STATEMENT, READOUT, STATEMENT_JA, READOUT_JA):
        for one in _log(here, source)[1:]:
            assert (one["confirmed"], one["cause"]) == (True, "page")


def test_the_reprint_changes_no_word(here: Path) -> None:
    for source in (READOUT, STATEMENT_JA):
        second = _log(here, source)[1]
        assert (second["words_removed"], second["words_added"], second["flags"]) == (0, 0, [])
        passages = _passages(here, source, 1)
        assert {one["change"] for one in passages} == {"typography"}


def test_one_word(here: Path) -> None:
    second = _log(here, STATEMENT)[1]
    assert "negation" in second["flags"]
    assert (second["words_removed"], second["words_added"]) == (1, 3)
    (passage,) = _passages(here, STATEMENT, 1)
    assert passage["before"].startswith("They oppose any attempt to unilaterally change")
    assert passage["after"].startswith("They do not support any attempt to unilaterally change")
    assert (_words([passage], "-"), _words([passage], "+")) == (["oppose"], ["do not support"])


def test_one_number(here: Path) -> None:
    second = _log(here, READOUT_JA)[1]
    assert second["flags"] == ["number", "silent_edit"]
    (passage,) = _passages(here, READOUT_JA, 1)
    assert "最大1兆円" in passage["before"]
    assert passage["after"] == passage["before"].replace("最大1兆円", "最大2兆円")
    assert (_words([passage], "-"), _words([passage], "+")) == (["1兆"], ["2兆"])


def test_the_deleted_sentence(here: Path) -> None:
    third = _log(here, READOUT)[2]
    assert {"negation", "term:merrow-strait"} <= set(third["flags"])
    (passage,) = _passages(here, READOUT, 2)
    assert (passage["kind"], passage["before"], passage["after"]) == ("removed", WARSHIPS, "")


def test_watched_terms_are_flagged_between_any_two_versions(here: Path) -> None:
    (one,) = read_json(here, *STORE, "diff", READOUT, "1", "3")
    assert {"negation", "term:merrow-strait"} <= set(one["flags"])
    said = read(here, *STORE, "compare", f"{READOUT}@1", f"{READOUT}@3", code=1)
    assert "term:merrow-strait: " in said


def test_the_reversal_is_the_first_text_again(here: Path) -> None:
    first, second, third = _log(here, STATEMENT)
    assert [first["same_as"], second["same_as"], third["same_as"]] == [None, None, 1]
    assert third["sha256"] == first["sha256"] != second["sha256"]
    assert {"negation", "reverted"} <= set(third["flags"])
    passages = _passages(here, STATEMENT, 2)
    assert (_words(passages, "-"), _words(passages, "+")) == (["do not support"], ["oppose"])


def test_four_changes_are_told_and_nothing_else(here: Path) -> None:
    """None at the baseline, at noise, at the reprint, at the challenge."""
    alerts = read_json(here, *STORE, "alerts")[::-1]
    assert [(one["source"], one["version"], one["kind"]) for one in alerts] == [
        (STATEMENT, 2, "change"),
        (READOUT_JA, 2, "change"),
        (READOUT, 3, "change"),
        (STATEMENT, 3, "change"),
    ]
    assert {(one["channel"], one["state"], one["attempts"]) for one in alerts} == {
        ("desk", "sent", 1)
    }


def test_the_subjects_say_the_words_first(here: Path) -> None:
    headlines = [str(mail["Subject"]).partition(" | ")[0] for mail in _mails(here)]
    assert headlines[:2] == ['"oppose" → "do not support"', '"1兆" → "2兆"']
    assert headlines[2].startswith('REMOVED "He added that Avelland would not station warships')
    assert headlines[3] == '"do not support" → "oppose"'


def test_the_messages_hold_the_sentences_and_what_is_to_know(here: Path) -> None:
    word, number, sentence, reversal = (part(mail, "plain") for mail in _mails(here))
    assert "NEGATION ADDED" in word
    assert "They [-oppose-]{+do not support+} any attempt" in word
    assert "最大[-1兆-]{+2兆+}円" in number
    assert WARSHIPS in sentence
    assert "The text is the same as version 1 again." in reversal


def test_an_alert_stands_at_its_own_step(steps: list[str]) -> None:
    assert len(steps) == 8
    assert [step.count("alert:") for step in steps] == [0, 0, 0, 1, 1, 1, 0, 1]


def test_the_challenge_is_blocked_and_then_simply_over(here: Path, steps: list[str]) -> None:
    visits = [line.split()[:3] for line in steps[6].splitlines() if READOUT_JA in line]
    assert visits == [[READOUT_JA, "blocked", "@2"], [READOUT_JA, "ok", "@2"]]
    blocked = [line for step in steps for line in step.splitlines() if " blocked " in line]
    assert len(blocked) == 1
    states = [one for one in read_json(here, *STORE, "status") if one["kind"] == "source"]
    assert [(one["state"], one["failures"]) for one in states] == [("ok", 0)] * 4
