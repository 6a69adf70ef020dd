"""`blame`: who reads a text sees since when each sentence has stood there."""

from pathlib import Path

import pytest

from storage import sources, versions
from storage.store import open_store
from tests.e2e import inprocess
from tests.monitor.cli import histories
from tests.storage import build

OPPOSE, SUPPORT = ("They oppose any change of the rules.", "They do not support any change of it.")
TRADE, TALKS = ("Trade was discussed at some length.", "Talks go on in “Port Ansel” next year.")
STRAIGHT = TALKS.replace("“", '"').replace("”", '"')
_TEXTS = [
    [f"{OPPOSE} {TRADE}", TALKS],
    [f"{SUPPORT} {TRADE}", TALKS],
    [TALKS, f"{SUPPORT} {TRADE}"],
    [STRAIGHT, SUPPORT],
    [STRAIGHT, f"{SUPPORT} {TRADE}"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pact that is told otherwise, put in another order, set in other type, cut and restored."""
    histories.store(tmp_path, {"pact": _TEXTS}, {"pact": {"timezone": "Asia/Tokyo"}}).close()
    return tmp_path


def test_each_sentence_has_its_version_time_and_capture(folder: Path) -> None:
    lines = inprocess.read(folder, "blame", "pact").splitlines()
    assert lines[0].endswith("text of @5")
    assert [line[:2] for line in lines[1:]] == ["@1", "", "@2", "@5"]
    columns = [column for column in lines[1].split("  ") if column]
    assert columns == ["@1", "2025-02-08 01:55", _capture(folder, 1)[:12], STRAIGHT]
    assert lines[3].startswith("@2  2025-02-09 01:40-01:55  ")
    assert lines[4].endswith(f"{TRADE}   [back: stood in @1, gone in @4]")


def _capture(folder: Path, number: int) -> str:
    found = inprocess.read_json(folder, "blame", f"pact@{number}")
    return next(str(one["capture"]) for one in found if one["version"] == number)


def test_the_text_as_it_stood_then(folder: Path) -> None:
    for asked in (["pact@2"], ["pact", "--at", "2025-02-09T02:00"], ["pact@2025-02-09"],
                  ["pact", "--at", "2025-02-08T17:00+00:00"]):  # fmt: skip
        told = inprocess.read_json(folder, "blame", *asked)
        assert [(one["version"], one["text"]) for one in told] == [
            (2, SUPPORT), (1, TRADE), (1, TALKS),
        ], asked  # fmt: skip
    assert "leave out that" in inprocess.refused(folder, "blame", "pact@2", "--at", "2025-02-09")
    assert "its first was seen" in inprocess.refused(folder, "blame", "pact", "--at", "2025-02-01")


def test_the_keys_of_a_sentence(folder: Path) -> None:
    last = inprocess.read_json(folder, "blame", "pact")[-1]
    shown = inprocess.read_json(folder, "log", "pact")[0]
    assert last == {
        "source": "pact", "version": 5, "first_seen": shown["first_seen"],
        "not_before": shown["not_before"], "text": TRADE, "block": 2, "kind": "paragraph",
        "stood": 1, "gone": 4, "origin": "direct", "capture": last["capture"],
        "sha256": shown["sha256"],
    }  # fmt: skip
    assert len(last["capture"]) == 64


def test_versions_that_gave_way_are_passed_over(folder: Path) -> None:
    store = open_store(str(folder / "readout.db"), mode="write")
    with store.write() as tx:
        source = sources.get(tx, "pact")
        assert source is not None
        old = versions.get(tx, source.source_id, 5)
        assert old is not None
        new = build.version(
            tx, source.source_id, STRAIGHT, f"{SUPPORT} {TRADE}", "Read by our rules now.",
            first_seen=old.first_seen, not_before=old.not_before, cause="rules",
            supersedes=old.version_id,
        )  # fmt: skip
        versions.supersede(tx, [old.version_id], new.version_id)
    store.close()
    numbers = [one["version"] for one in inprocess.read_json(folder, "blame", "pact")]
    assert numbers == [1, 2, 6, 6]
    old_ones = inprocess.read_json(folder, "blame", "pact@5")
    assert [one["version"] for one in old_ones] == [1, 2, 5]
    assert "superseded by @6" in inprocess.heard(folder, {}, ("blame", "pact@5"))


def test_what_a_page_says_gives_no_orders(tmp_path: Path) -> None:
    histories.store(tmp_path, {"a": [["They \x1b[31m\u202e agreed."]]}).close()
    said = inprocess.read(tmp_path, "blame", "a")
    assert "They \ufffd[31m\ufffd agreed." in said
