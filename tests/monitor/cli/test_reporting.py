"""`report` on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli.main import cli
from monitor.config.errors import ConfigErrors
from monitor.errors import UsageError
from storage.errors import StoreError
from tests.monitor.conftest import Desk, ScriptedSite


@pytest.fixture
def call(
    site: ScriptedSite, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """The program beside a store in which one page has been read."""
    site.say("/a", "They met.")
    here = desk("/a")
    here.baseline()
    monkeypatch.chdir(here.folder)

    def start(*command: str) -> Result:
        return CliRunner().invoke(cli, list(command), catch_exceptions=False)

    return start


def test_it_says_where_to_look_and_how_much_was_written(call: Callable[..., Result]) -> None:
    assert call("report", "new/site").stdout == "new/site/index.html: 5 files written\n"
    assert "They met." in Path("new/site/sources/a/index.html").read_text(encoding="utf-8")
    assert call("report", "new/site").stdout == "new/site/index.html: 0 files written\n"
    assert call("-q", "report", "other").output == ""


def test_it_lists_what_it_wrote_and_took_away(call: Callable[..., Result]) -> None:
    lines = [json.loads(line) for line in call("report", "site", "--json").stdout.splitlines()]
    assert {"page": "index.html", "done": "written"} in lines
    assert {"page": "style.css", "done": "written"} in lines
    assert call("report", "site", "--json").stdout == ""
    moved = (
        Path("sources.yaml").read_text(encoding="utf-8").replace("id: a,", "id: b, formerly: a,")
    )
    Path("sources.yaml").write_text(moved, encoding="utf-8")
    assert call("report", "site", "--json").stdout == "", "until it is watched under the new id"


def test_feeds_have_the_address_of_the_configuration(call: Callable[..., Result]) -> None:
    config = Path("sources.yaml")
    text = config.read_text(encoding="utf-8")
    config.write_text(f"report_url: https://e.org/r\n{text}", encoding="utf-8")
    call("report", "site")
    assert 'href="https://e.org/r/index.html"' in Path("site/feed.xml").read_text(encoding="utf-8")
    config.write_text(f"report_url: ftp://e.org/r\n{text}", encoding="utf-8")
    with pytest.raises(ConfigErrors, match=r"^sources.yaml:1: report_url "):
        call("report", "site")
    config.unlink()
    call("report", "site")
    assert 'href="index.html"' in Path("site/feed.xml").read_text(encoding="utf-8")


def test_neither_somebody_elses_folder_nor_a_missing_store_is_touched(
    call: Callable[..., Result],
) -> None:
    Path("theirs").mkdir()
    Path("theirs/letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"theirs/ is no earlier report and holds letter.txt"):
        call("report", "theirs")
    with pytest.raises(StoreError, match=r"missing\.db"):
        call("--store", "missing.db", "report", "site")
    assert not Path("site").exists()
