"""The pages that people read, cut into what can be checked: fenced blocks, links, headings."""

import re
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from monitor.cli.main import cli

ROOT = Path(__file__).parents[2]
GENERATED = "docs/commands.md"
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block of a page; `line` is where it begins, counted from 1."""

    page: str
    line: int
    language: str
    text: str


def names() -> list[str]:
    """Every page, by its path from the checkout's top."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def text(page: str) -> str:
    """The page as it stands."""
    return (ROOT / page).read_text(encoding="utf-8")


def prose(page: str) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", text(page))


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order, without the indent of a list around them."""
    whole = text(page)
    return [
        Block(
            page=page,
            line=whole.count("\n", 0, found.start()) + 1,
            language=found["language"],
            text=re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE),
        )
        for found in _FENCE.finditer(whole)
    ]


def anchors(page: str) -> set[str]:
    """The fragments by which the headings of a page are linked to, as GitHub makes them."""
    plain = (re.sub(r"[`*]", "", title).lower() for title in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in plain}


def is_command(words: list[str]) -> bool:
    """Whether readout knows this command and these options: parsed, and nothing is run."""
    return CliRunner().invoke(cli, [*words, "--help"]).exit_code == 0
