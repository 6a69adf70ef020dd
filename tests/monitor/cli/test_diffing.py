"""`diff`: between numbers and dates, and as a page."""

from pathlib import Path

import html5lib
import pytest

from tests.e2e import inprocess
from tests.monitor.cli import histories

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
    said = inprocess.refused(folder, "diff", "pact", "--html", "a.html")
    assert "a.html is there already" in said
    assert (folder / "a.html").read_text(encoding="utf-8") == page
