"""Each message leads to a page of the report that is there, and shows what the message tells."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.report.conftest import Report

URL = "https://report.example.org/texts"


@pytest.fixture
def here(site: ScriptedSite, desk: Callable[..., Desk]) -> Desk:
    """A page that is watched, where messages lead to the report."""
    site.say("/a", "The sides oppose it.", "They will meet again.")
    made = desk("/a")
    text = (made.folder / "sources.yaml").read_text(encoding="utf-8")
    made.configure(f"report_url: {URL}\n{text}")
    made.baseline()
    return made


def _pages(here: Desk, folder: Path) -> list[tuple[str, str]]:
    """The pages that messages lead to, by their paths, and what stands there."""
    report = Report(folder=folder, store=here.scheduler.store, now=here.clock.now)
    report.publish(URL)
    links = [re.findall(r"^REPORT  (\S+)", text, re.MULTILINE) for text in here.texts]
    paths = [link.removeprefix(f"{URL}/") for found in links for link in found]
    return [(path, report.page(path).said) for path in paths]


def test_a_change(here: Desk, site: ScriptedSite, tmp_path: Path) -> None:
    site.say("/a", "The sides welcome it.", "They will meet again.")
    here.round()
    ((path, said),) = _pages(here, tmp_path / "site")
    assert path == "sources/a/1-2.html"
    assert "welcome" in said


def test_a_change_that_a_third_look_set_against_the_text_confirmed_last(
    here: Desk, site: ScriptedSite, tmp_path: Path
) -> None:
    site.say("/a", "The sides welcome it.", "They will meet again, said visitor 1.")
    here.clock.pass_by(minutes=15)
    here.look()
    site.say("/a", "The sides welcome it.", "They will meet again, said visitor 2.")
    here.clock.pass_by(seconds=11)
    here.look()
    (path, said), *_ = _pages(here, tmp_path / "site")
    assert path == "sources/a/1-3.html"
    assert "welcome" in said


def test_a_state(here: Desk, site: ScriptedSite, tmp_path: Path) -> None:
    site.answers["/a"] = (403, b"<title>Just a moment...</title>")
    for _ in range(6):
        here.round()
    ((path, said),) = _pages(here, tmp_path / "site")
    assert path == "sources/a/index.html"
    assert "This page is not read now: cannot be read (403" in said
