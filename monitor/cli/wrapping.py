"""Lines of a terminal: broken at spaces, and between the letters of scripts that use none."""

import re
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

# A wide letter stays with the marks that may not begin a line; other words stay whole.
_WIDE = r"\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff10-\uff5a"
_CLOSING = r"、。，．：；！？」』）】〉》〕ー…"
_UNIT = re.compile(rf"[{_WIDE}][{_CLOSING}]*\s*|[^\s{_WIDE}]+\s*|\s+")


def wrapped(text: Text, width: int, indent: str = "") -> Text:
    """The text with a line break wherever `width` columns are full; `indent` before each line.

    A word that is longer than a line is left to the terminal.
    """
    room = max(width - cell_len(indent), 2)
    starts = [0, *_breaks(text.plain, room), len(text.plain)]
    lines = [text[first:last] if first < last else Text() for first, last in pairwise(starts)]
    for line in lines:
        line.rstrip()
    return Text("\n").join(Text(indent) + line for line in lines)


def _breaks(plain: str, room: int) -> list[int]:
    """Where lines begin, but for the first."""
    found, used = [], 0
    for unit in _UNIT.finditer(plain):
        if used and used + cell_len(unit[0].rstrip()) > room:
            found.append(unit.start())
            used = 0
        used += cell_len(unit[0])
    return found
