"""The texts that are altered: those of bench/texts, and those of ../shared/texts where there.

A file is named `name.language.txt`; each line that is not empty is a block.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from storage.model import Block, BlockKind

_CHECKOUT = Path(__file__).parents[2]
OURS = _CHECKOUT / "bench" / "texts"
_LANGUAGES = {"news-page.txt": "ja"}
LETTER_SCRIPTS = frozenset({"ja", "zh"})  # written without spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text to alter. `language` is what its publisher would write in sources.yaml."""

    name: str
    language: str
    blocks: tuple[Block, ...]


def samples(*, shared: bool = True) -> list[Sample]:
    """All texts, in the order of their names, ours first."""
    files = sorted(OURS.glob("*.txt"))
    if shared:
        files += sorted(_shared().glob("*.txt"))
    return [_read(file) for file in files]


def _shared() -> Path:
    return Path(os.environ.get("READOUT_TEXTS", str(_CHECKOUT.parent / "shared" / "texts")))


def _read(file: Path) -> Sample:
    language = _LANGUAGES.get(file.name) or file.name.split(".")[1]
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    blocks = tuple(Block(kind=_kind(line), text=line) for line in lines if line)
    return Sample(name=file.name.removesuffix(".txt"), language=language, blocks=blocks)


def _kind(line: str) -> BlockKind:
    if re.match(r"\d{1,2}[.．]\s|[（(]\d", line):
        return "item"
    ends = line.rstrip("”»“\"'」』")[-1:]
    return "heading" if len(line) < 70 and ends not in {*".。!?؟…:"} else "paragraph"
