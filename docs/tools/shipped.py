"""The table of docs/shipped-sources.md: `python -m docs.tools.shipped` writes it anew."""

import re
from dataclasses import dataclass
from pathlib import Path

from monitor.config.load import load
from monitor.config.model import Config, ListingConfig, Watched

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "shipped-sources.md"
_BEGIN, _END = "<!-- from sources.yaml: make shipped -->\n", "<!-- end -->\n"
_VERIFIED = re.compile(r"# verified: (?:list (?P<list>[\w-]+), )?text (?P<text>[\w-]+)\s*$")
_HEAD = """\
| id | publisher | what | language | list verified | text verified |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """When others were last seen to read the list, and the text, in this way."""

    list: str | None
    text: str


def verified(entry: Watched) -> Verified | None:
    """What the comment above an entry of the shipped sources.yaml says; None if it says nothing."""
    lines = (ROOT / "sources.yaml").read_text("utf-8").splitlines()
    above = lines[entry.line - 2] if entry.line > 1 else ""
    found = _VERIFIED.search(above)
    return Verified(list=found["list"], text=found["text"]) if found else None


def generate() -> str:
    """The page, with the table as sources.yaml has it now."""
    before, _, rest = PATH.read_text("utf-8").partition(_BEGIN)
    return f"{before}{_BEGIN}{_table()}{_END}{rest.partition(_END)[2]}"


def _table() -> str:
    config = load(ROOT / "sources.yaml", {})
    return _HEAD + "".join(f"| {' | '.join(_cells(one))} |\n" for one in entries(config))


def entries(config: Config) -> list[Watched]:
    """All that is listed: the listings, then single pages."""
    return [*config.listings, *config.sources]


def _cells(one: Watched) -> list[str]:
    said = verified(one) or Verified(list=None, text="?")
    language = one.document.get("language") if isinstance(one, ListingConfig) else one.language
    what = f"[{one.name}]({one.url})"
    own = str(language or "found")
    return [f"`{one.id}`", one.publisher or "", what, own, said.list or "a single page", said.text]


if __name__ == "__main__":
    PATH.write_text(generate(), "utf-8")
