"""`diff`: between numbers and dates, and as a page."""

import zipfile
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from storage.model import Block
from storage.store import open_store
from tests.e2e import inprocess
from tests.monitor.cli import histories
from tests.storage import build

SHOWN = "They [-oppose-]{+do not support+} any change of the harbour rules."
_TEXTS = [
    ["They oppose any change of the harbour rules.", "They met twice."],
    ["They oppose any change of the harbour rules.", "They met three times."],
    ["They do not support any change of the harbour rules.", "They met three times."],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pact that is 7, 8 and 9 February's, at 16:55 UTC."""
    histories.store(tmp_path, {"pact": _TEXTS}, {"pact": {"timezone": "Asia/Tokyo"}}).close()
    return tmp_path


def test_a_page_is_written_whole_and_over_nothing(folder: Path) -> None:
    assert inprocess.read(folder, "diff", "pact", "1", "3", "--html", "a.html") == ""
    page = (folder / "a.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<del>oppose</del><ins>do not support</ins>" in page
    assert inprocess.read(folder, "diff", "pact", "1", "3", "--html", "-") == page
    assert "compared on request" in page  # the watch compared 1 with 2, and 2 with 3
    both = inprocess.refused(folder, "diff", "pact", "--html", "b.html", "--json")
    assert both == "--html and --json are two answers; leave out one"
    stat = inprocess.refused(folder, "diff", "pact", "--html", "b.html", "--stat")
    assert stat == "--html and --stat are two answers; leave out one"
    said = inprocess.refused(folder, "diff", "pact", "--html", "a.html")
    assert "a.html is there already" in said
    assert (folder / "a.html").read_text(encoding="utf-8") == page


def test_old_words_were_last_read_when_log_says_so(folder: Path) -> None:
    first = inprocess.read_json(folder, "log", "pact")[-1]
    assert (first["version"], first["last_seen"]) == (1, "2025-02-08T16:40:00Z")
    said = inprocess.read(folder, "diff", "pact", "1", "3")
    assert "between 2025-02-09 01:40 and 02-10 01:55 JST" in said
    page = inprocess.read(folder, "diff", "pact", "1", "3", "--html", "-")
    assert "2025-02-09 01:40" in page
    inprocess.read(folder, "proof", "pact", "1", "3", "--out", "p.zip")
    with zipfile.ZipFile(folder / "p.zip") as zipped:
        (shown,) = (zipped.read(one) for one in zipped.namelist() if one.endswith(".html"))
    assert b"2025-02-08 16:40:00 UTC" in shown


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        (["pact", "2025-02-08", "2025-02-10"], "@1 → @3"),  # in Tokyo's time
        (["pact", "2025-02-09T01:55+09:00", "2025-02-09T16:54Z"], "@2 → @2"),
        (["pact@2025-02-08", "2025-02-09"], "@1 → @2"),
        (["pact@2025-02-08T17:00+00:00", "pact@-1"], "@2 → @3"),
        (["pact", "2025-02-09"], "@2 → @3"),
        (["pact", "2025-02-10", "2025-02-08"], "@3 → @1"),
    ],
    ids=str,
)
def test_between_dates(folder: Path, asked: list[str], ends: str) -> None:
    said = inprocess.read(folder, "diff", *asked)
    assert said.startswith(ends)
    assert (SHOWN in said) == (ends in {"@1 → @3", "@2 → @3"})
    if ends == "@2 → @2":
        assert said.startswith(
            "@2 → @2   no difference   the same version\nat 2025-02-09T16:54Z: @2 "
        )
        assert said.endswith("which of them stood between is not known\n")


def test_before_the_first_version_there_is_nothing_to_compare(folder: Path) -> None:
    said = inprocess.refused(folder, "diff", "pact", "2025-02-01", "2025-02-20")
    assert "its first was seen 2025-02-08 01:55 Asia/Tokyo" in said


def test_a_text_that_was_another_meanwhile_is_not_passed_off_as_unchanged(tmp_path: Path) -> None:
    histories.store(tmp_path, {"pact": [*_TEXTS, _TEXTS[0]]}).close()
    said = inprocess.read(tmp_path, "diff", "pact", "2025-02-07", "2025-02-20")
    assert said.startswith("@1 → @4   no difference   same as version 1\n")
    assert "@2, @3 stood between them; see: readout log pact" in said


def test_a_bar_a_section(tmp_path: Path) -> None:
    texts = [
        Block(kind="heading", text=text[1:]) if text.startswith("#")
        else Block(kind="paragraph", text=text)
        for text in ("Both met.", "#海峡", "They oppose it.", "#Trade", "They “agreed” on all.")
    ]  # fmt: skip
    edits = {
        "They oppose it.": "They do not support it.",
        "They “agreed” on all.": 'They "agreed" on all.',
    }
    newer = [replace(block, text=edits.get(block.text, block.text)) for block in texts]
    store = open_store(str(tmp_path / "readout.db"), mode="write")
    with store.write() as tx:
        source_id = build.source(tx, "pact")
        for hour, blocks in enumerate((texts, newer)):
            build.version(tx, source_id, document=build.document(blocks=tuple(blocks)),
                          first_seen=build.later(hours=hour))  # fmt: skip
    store.close()
    lines = inprocess.read(tmp_path, "diff", "pact", "1", "2", "--stat").splitlines()
    assert lines[1:] == [
        ' § "海峡"  | 4 +++- 1 changed',
        ' § "Trade" | 0  1 typography',
        " 2 sections, 3 words added(+), 1 word removed(-)",
    ]
    (told,) = inprocess.read_json(tmp_path, "diff", "pact", "1", "2", "--stat")
    assert (told["from"], told["to"], told["change"]) == (1, 2, "wording")
    assert (told["words_added"], told["words_removed"]) == (3, 1)
    assert [one["section"] for one in told["sections"]] == ["海峡", "Trade"]
    assert told["sections"][0]["changed"] == told["sections"][1]["typography"] == 1
    assert sum(one["words_added"] for one in told["sections"]) == told["words_added"]
