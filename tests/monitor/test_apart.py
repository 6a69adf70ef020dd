"""Pages that are read in a child process: which they are, and that nothing else changes."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor import apart
from monitor.reading import Before, Reading, read_capture, read_page, whole_text
from monitor.text import child, find
from monitor.text.rules import Rules
from storage.model import Exchange, Judgement
from tests.monitor.judge.replies import make_exchange

NOTHING = Before(frame_sha256=None, document=lambda: None)
SELECT = Rules(select=("main",))
LINE = "<p>The ministers met in Port Ellis and agreed on a treaty of forty articles.</p>\n"


def read(body: str, rules: Rules = SELECT, before: Before = NOTHING) -> Reading:
    return read_capture(_exchange(body), rules, before)


def _exchange(body: str) -> Exchange:
    return make_exchange(raw=f"<html><body><main>{body}</main></body></html>".encode())


def _interpreter(monkeypatch: pytest.MonkeyPatch, path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", os.fspath(path))


@pytest.mark.parametrize(
    ("body", "heavy"),
    [
        (LINE * 400, False),
        (LINE * 8_000, True),
        ("<b>a</b>" * 10_001, True),
        ("<p " + "a " * 8_100 + ">x</p>", True),
        ("<p " + "a='>' " * 10_100 + ">x</p>", True),
        ("<p " + "a " * 900 + ">x</p>", False),
        ("<p>" + "a < b " * 900 + "</p>", False),
        ("<p>" + "a" * 30_000 + "</p>", False),
    ],
    ids=[
        "usual",
        "large",
        "many tags",
        "many attributes",
        "many values",
        "some attributes",
        "less than",
        "one long word",
    ],
)
def test_what_is_large_or_odd_is_heavy(body: str, *, heavy: bool) -> None:
    assert apart.is_heavy(body.encode()) is heavy


@pytest.mark.parametrize("rules", [SELECT, Rules(pin="#lost")])
def test_a_child_reads_what_this_process_reads(rules: Rules) -> None:
    exchange = _exchange(LINE * 30)
    before = read_page(exchange.body, "text/html; charset=utf-8", exchange.url, SELECT, NOTHING)
    known = replace(NOTHING, document=lambda: before.document)
    here = read_page(exchange.body, "text/html; charset=utf-8", exchange.url, rules, known)
    assert apart.read(exchange, rules, known) == here


def test_all_that_stands_on_a_heavy_page_is_read_apart_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is asked for where a sentence is lost: by then the page has been read once."""
    exchange = _exchange(LINE * 8_000)
    here = find.whole_text(exchange.body, "text/html; charset=utf-8")
    assert whole_text(exchange) == here
    _interpreter(monkeypatch, tmp_path / "python", "cat > /dev/null")
    assert whole_text(exchange) == ""
    assert whole_text(_exchange(LINE)) == here[: len(here) // 8_000]


def test_an_unchanged_frame_is_known_by_its_hash() -> None:
    once = read(LINE * 8_000)
    assert once.document is not None
    again = read(LINE * 8_000, before=replace(NOTHING, frame_sha256=once.frame_sha256))
    assert (again.judgement.verdict, again.document) == ("ok", None)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exec sleep 30", "reading the page took longer than 0.2 s"),
        ("kill -XCPU $$", "reading the page took more than 20 s of processor time"),
        ("kill -SEGV $$", "reading the page brought its process down (signal 11)"),
        ("cat > /dev/null", "reading the page needs too much memory or failed"),
    ],
)
def test_a_child_that_does_not_answer_is_a_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, reason: str
) -> None:
    _interpreter(monkeypatch, tmp_path / "python", script)
    monkeypatch.setattr(child, "SECONDS", 0.2 if "sleep" in script else 60)
    assert read(LINE * 8_000).judgement == Judgement(verdict="failed", reason=reason)


DEEP: dict[str, Callable[[], str]] = {
    "divs": lambda: "<div>" * 100_000 + "x",
    "lists": lambda: "<ul><li>a" * 100_000,
    "tables": lambda: "<table><tr><td>a" * 60_000,
    "bold": lambda: "<b>a" * 100_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_a_verdict(name: str) -> None:
    judgement = read(DEEP[name]()).judgement
    assert judgement.verdict == "failed"
    assert "too deep to be read" in str(judgement.reason)


def test_entities_that_multiply_are_no_text() -> None:
    named = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "lol"}">' for at in range(12))
    raw = (
        f'<?xml version="1.0"?><!DOCTYPE html [{named}]><html><body><main><p>&e11; hello</p></main>'
    )
    reading = read_capture(make_exchange(raw=raw.encode()), SELECT, NOTHING)
    assert reading.document is None or len(reading.document.text) < 2 * len(raw)


def test_a_page_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser's time grows with the square of the attributes of an element."""
    monkeypatch.setattr(child, "SECONDS", 1)
    element = "<p " + " ".join(f"a{at}=1" for at in range(15_000)) + ">x</p>"
    judgement = read(element * 100).judgement
    assert judgement == Judgement(verdict="failed", reason="reading the page took longer than 1 s")
