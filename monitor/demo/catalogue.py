"""The four pages of the demo: two ministries of two invented countries, two texts each."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Ministry = Literal["avelland", "sorahama"]
MINISTRIES: tuple[Ministry, ...] = ("avelland", "sorahama")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a ministry's site. `slug` is its id in sources.yaml; `published` is ISO 8601."""

    slug: str
    ministry: Ministry
    path: str
    text: str  # the name of its file in texts/
    language: str
    published: str


AVELLAND_STATEMENT = Page(
    slug="avelland-statement",
    ministry="avelland",
    path="/en/newsroom/statements/2026/06/joint-statement-leaders-avelland-and-sorahama",
    text="statement.en.txt",
    language="en",
    published="2026-06-18T15:30:00+01:00",
)
AVELLAND_READOUT = Page(
    slug="avelland-readout",
    ministry="avelland",
    path="/en/newsroom/readouts/2026/06/president-halvane-meeting-prime-minister-tsurumoto",
    text="readout.en.txt",
    language="en",
    published="2026-06-18T17:05:00+01:00",
)
SORAHAMA_STATEMENT = Page(
    slug="sorahama-statement",
    ministry="sorahama",
    path="/gaimu/area/avelland/page4_000618.html",
    text="statement.ja.txt",
    language="ja",
    published="2026-06-19T00:10:00+09:00",
)
SORAHAMA_READOUT = Page(
    slug="sorahama-readout",
    ministry="sorahama",
    path="/gaimu/area/avelland/page4_000619.html",
    text="readout.ja.txt",
    language="ja",
    published="2026-06-19T01:20:00+09:00",
)
PAGES = (AVELLAND_STATEMENT, AVELLAND_READOUT, SORAHAMA_STATEMENT, SORAHAMA_READOUT)


def baseline_text(page: Page) -> str:
    """The page's text as first published, in the marks that `marks.parse` reads."""
    return files("monitor.demo").joinpath("texts", page.text).read_text(encoding="utf-8")
