"""A watched site whose history is published, and what was published."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from monitor.config.published import Published as Said
from monitor.report.publish import publish
from monitor.report.site import Published
from storage.store import Store
from tests.monitor.conftest import Desk, ScriptedSite, page

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} &amp;"
EVIL = f"{MARKUP} \x1b[2J\u202e"


@dataclass(frozen=True)
class Page:
    """A page as a strict parser of HTML reads it."""

    name: str
    text: str

    @cached_property
    def tree(self) -> Element:
        """Its elements; a mistake in the markup fails."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree: Element = parser.parse(self.text)
        return tree

    @property
    def links(self) -> list[str]:
        """Where its links within the report lead, as paths from its root."""
        found = [
            value
            for one in self.tree.iter()
            for name in ("href", "src")
            if (value := one.get(name)) and not urlsplit(value).scheme
        ]
        return [urljoin(self.name, link).partition("#")[0] or self.name for link in found]

    @property
    def said(self) -> str:
        """Its words."""
        return " ".join("".join(self.tree.itertext()).split())


@dataclass(frozen=True)
class Report:
    """A report in a folder of its own."""

    folder: Path
    store: Store
    now: Callable[[], datetime]

    def publish(self, url: str | None = None, former: Mapping[str, str] | None = None) -> Published:
        """Bring it in line with the store."""
        said = Said(report_url=url, former=dict(former or {}))
        return publish(self.store, self.folder, said, lambda _done, _of: None, self.now())

    def page(self, name: str) -> Page:
        """One of its pages."""
        return Page(name=name, text=(self.folder / name).read_text(encoding="utf-8"))

    @property
    def pages(self) -> list[Page]:
        """All of them."""
        return [self.page(name) for name in self.files if name.endswith(".html")]

    @property
    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    @property
    def times(self) -> dict[str, int]:
        """When each file was written."""
        return {name: (self.folder / name).stat().st_mtime_ns for name in self.files}


@pytest.fixture
def watched(site: ScriptedSite, desk: Callable[..., Desk]) -> Desk:
    """Two texts of one statement, of which one was changed, set otherwise, and blocked."""
    site.say("/a", "The sides oppose it.", "They will meet in the ‘autumn’.")
    site.answers["/b"] = (200, page("両首脳は、これに反対した。").replace(b"lang=en", b"lang=ja"))
    here = desk("/a", "/b", extra='select: "#text", statement: pact, publisher: The Isles')
    here.baseline()
    site.say("/a", "The sides do not support it.", "They will meet in the ‘autumn’.")
    here.round()
    site.say("/a", "The sides do not support it.", "They will meet in the 'autumn'.")
    here.round()
    site.answers["/b"] = (403, b"<title>Just a moment...</title>")
    for _ in range(5):
        here.round()
    return here


@pytest.fixture
def report(watched: Desk, tmp_path: Path) -> Iterator[Report]:
    """What is published of it."""
    made = Report(folder=tmp_path / "site", store=watched.scheduler.store, now=watched.clock.now)
    made.publish()
    yield made
    assert not re.findall(r"\.part$", "\n".join(made.files), re.MULTILINE)
