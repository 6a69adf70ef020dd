"""An `ignore_text` that would run for ever: told as a fault of sources.yaml, never a change."""

from collections.abc import Callable

import pytest

from monitor.reading import Before, read_page
from monitor.text import ignoring
from monitor.text.rules import Rules
from tests.monitor.conftest import Desk, ScriptedSite, page

SLOW = "(a|aa)+$"
NOTHING = Before(frame_sha256=None, document=lambda: None)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ignoring, "SECONDS", 0.1)


def test_it_is_a_verdict_that_names_expression_and_line() -> None:
    rules = Rules(select=("#text",), ignore_text=(SLOW,), line=12)
    reading = read_page(page("a" * 90 + "!"), "text/html", "http://x/", rules, NOTHING)
    assert reading.document is None
    assert reading.judgement.verdict == "failed"
    assert reading.judgement.reason == (
        "ignore_text '(a|aa)+$' of the source at sources.yaml:12 takes more than 0.1 s: "
        "write it more simply"
    )


def test_the_time_is_for_all_blocks_together() -> None:
    rules = Rules(select=("#text",), ignore_text=(SLOW,))
    blocks = ["a" * length + "!" for length in range(18, 40)]  # each of the first in no time
    reading = read_page(page(*blocks), "text/html", "http://x/", rules, NOTHING)
    assert reading.judgement.verdict == "failed"


def test_the_line_is_not_among_the_rules() -> None:
    from monitor.text.rules import rules_sha256

    assert rules_sha256(Rules(line=3)) == rules_sha256(Rules(line=4)) == rules_sha256(Rules())


def test_neither_furniture_nor_text_is_told_as_changed(
    site: ScriptedSite, desk: Callable[..., Desk]
) -> None:
    site.say("/a", "The ministers met.", "aaaa")
    watched = desk("/a", extra=f"select: '#text', ignore_text: ['{SLOW}']")
    watched.baseline()
    site.say("/a", "The ministers met.", "a" * 90 + "!")
    for _ in range(6):
        watched.round()
    assert len(watched.mails) == 1
    assert "sources.yaml:8" in watched.texts[0]
    assert SLOW in watched.texts[0]
    site.say("/a", "The ministers met again.", "aaaa")
    watched.round()
    watched.round()
    assert any("again" in text for text in watched.texts)
