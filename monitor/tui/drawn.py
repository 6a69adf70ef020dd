"""A change, a text and rows of lists as lines for a terminal. Pure; page text can do nothing there.

Removed words stand as [-…-] and added ones as {+…+}, whatever colours a terminal has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from alerts.sentences import place
from monitor.cli.render import one_line, quoting, safe
from monitor.cli.wrapping import wrapped
from monitor.pairs import Pair
from monitor.searching import count, needles, spans
from storage.model import Block, Document, EditOp, Passage

Way = Literal["inline", "beside"]
Line = list[Text]
WIDE = 100  # columns, from which on two texts stand side by side
_OLD, _NEW, _DIM, _FOUND = "red", "bold green", "dim", "reverse"
_MARKS: dict[EditOp, tuple[str, str, str]] = {
    "-": ("[-", "-]", _OLD),
    "+": ("{+", "+}", _NEW),
    "=": ("", "", ""),
}
_BETWEEN = " │ "


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A passage, and its lines."""

    passage: Passage
    lines: Line


def change(pair: Pair, width: int, way: Way, phrase: str, *, typography: bool) -> list[Shown]:
    """The passages of a change; those of typography only where these are asked for, or alone."""
    told = pair.comparison.passages
    chosen = [one for one in told if typography or one.change == "wording"] or list(told)
    return [
        Shown(
            passage=one,
            lines=[*_head(pair, one, width), *_words(one, width, way, phrase), Text()],
        )
        for one in chosen
    ]


def document(text: Document, width: int, phrase: str) -> list[Line]:
    """A text, block by block."""
    return [[*_block(block, width, phrase), Text()] for block in text.compared]


def holds(text: str, phrase: str) -> bool:
    """Whether a text has the phrase, in any case and in whatever typography it is written."""
    return count(text, needles(phrase, any_case=True)) > 0


def cells(*columns: tuple[str, int]) -> Text:
    """Columns of that many cells each, a space between; the last one as long as it is."""
    *most, (last, _) = columns
    return Text(" ".join([*(set_cell_size(_cut(text, n), n) for text, n in most), last]))


def middle(name: str, width: int) -> str:
    """An id in that many cells: cut in the middle, as those of one listing begin alike."""
    tail = (width - 1) * 2 // 3
    return name if len(name) <= width else f"{name[: width - 1 - tail]}…{name[-tail:]}"


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def _head(pair: Pair, one: Passage, width: int) -> Iterator[Text]:
    kinds = [one.kind, *(one.typography if one.change == "typography" else ())]
    yield from _lines(Text(f"{quoting(place(one))}   {', '.join(kinds)}", _DIM), width)
    said = pair.raised.get(one) or tuple((flag, "", "") for flag in one.flags)
    if said:
        words = (
            ": ".join(filter(None, (f"{flag} {way}".strip(), text))) for flag, way, text in said
        )
        yield from _lines(Text(f"! {' | '.join(map(one_line, words))}", "bold"), width)


def _words(one: Passage, width: int, way: Way, phrase: str) -> Iterator[Text]:
    if way == "inline":
        yield from _lines(_marked(one, "-+", phrase), width)
        return
    room = (width - len(_BETWEEN)) // 2
    sides = (list(_lines(_marked(one, sign, phrase), room)) for sign in "-+")
    for left, right in zip_longest(*sides):
        yield _padded(left, room) + Text(_BETWEEN, _DIM) + (right or Text())


def _marked(one: Passage, signs: str, phrase: str) -> Text:
    """The words of a passage with what was removed, added, or both; a moved one says so."""
    text = Text()
    for op, part in one.edits:
        before, after, style = _MARKS[op]
        if op == "=" or op in signs:
            text.append(f"{before}{safe(part)}{after}", style)
    return _highlighted(text, phrase)


def _padded(text: Text | None, width: int) -> Text:
    shown = Text() if text is None else text
    return shown + Text(" " * max(0, width - shown.cell_len))


def _block(block: Block, width: int, phrase: str) -> Iterator[Text]:
    style = "bold" if block.kind == "heading" else ""
    before = {"item": "• ", "quote": "│ "}.get(block.kind, "")
    text = _highlighted(Text(safe(block.text), style), phrase)
    lines = list(_lines(text, width - cell_len(before)))
    for number, line in enumerate(lines):
        first = before if number == 0 or block.kind == "quote" else " " * cell_len(before)
        yield Text(first) + line


def _lines(text: Text, width: int) -> Iterator[Text]:
    """The text in lines of that width; a word that is longer than a line goes on in the next."""
    for line in wrapped(text, max(width, 8)).split("\n", allow_blank=True):
        while line.cell_len > max(width, 8):
            fits = len(set_cell_size(line.plain, max(width, 8)).rstrip()) or 1
            yield line[:fits]
            line = line[fits:]  # noqa: PLW2901 - the rest of it
        yield line


def _highlighted(text: Text, phrase: str) -> Text:
    for begin, end in spans(text.plain, needles(phrase, any_case=True)):
        text.stylize(_FOUND, begin, end)
    return text
