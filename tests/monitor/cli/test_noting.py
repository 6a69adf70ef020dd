"""A note is kept with a version, shown where the version is, and is no evidence."""

from pathlib import Path

import pytest

from tests.e2e import inprocess
from tests.monitor.cli import histories

_TEXTS = [["They oppose it."], ["They support it."]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with a pact of two versions."""
    histories.store(tmp_path, {"pact": _TEXTS}).close()
    return tmp_path


def test_a_note_is_shown_where_its_version_is(folder: Path) -> None:
    verified = inprocess.read(folder, "verify")
    inprocess.read(folder, "note", "pact@1", " asked\n\x1b[31mthem ")
    inprocess.read(folder, "note", "pact@2", "no answer")
    assert inprocess.read(folder, "verify") == verified
    log = inprocess.read(folder, "log", "pact")
    assert "      note: asked \ufffd[31mthem" in log.splitlines()
    assert "note on @1: asked \ufffd[31mthem; note on @2: no answer" in inprocess.read(
        folder, "diff", "pact"
    )
    assert inprocess.read(folder, "diff", "pact", "2", "2").count("no answer") == 1
    assert "note: no answer\n" in inprocess.heard(folder, {}, ("show", "pact"))
    assert [one["note"] for one in inprocess.read_json(folder, "log", "pact")] == [
        "no answer", "asked\n\x1b[31mthem",
    ]  # fmt: skip
    for command in (("show", "pact@2"), ("diff", "pact")):
        assert inprocess.read_json(folder, *command)[0]["note"] == "no answer"


def test_an_empty_one_takes_it_away(folder: Path) -> None:
    assert "with it: pact@2" in inprocess.heard(folder, {}, ("note", "pact@-1", "first"))
    assert "earlier note: pact@2" in inprocess.heard(folder, {}, ("note", "pact", "second"))
    assert [one["note"] for one in inprocess.read_json(folder, "log", "pact")] == ["second", None]
    assert "no note any more" in inprocess.heard(folder, {}, ("note", "pact@2", "  "))
    assert [one["note"] for one in inprocess.read_json(folder, "log", "pact")] == [None, None]
    assert "has no note\n" in inprocess.heard(folder, {}, ("note", "pact@2", ""))


def test_what_is_no_version_gets_none(folder: Path) -> None:
    assert "pact has no version 7" in inprocess.refused(folder, "note", "pact@7", "x")
    assert "10,000 are the most" in inprocess.refused(folder, "note", "pact@1", "x" * 10_001)
