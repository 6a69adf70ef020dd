"""The lines of a PDF as paragraphs, over columns and pages."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from monitor.text.hyphens import mended, vocabulary
from monitor.text.pdf_page import Line
from monitor.text.wording import joined
from storage.model import Block, BlockKind

_BULLET = re.compile(r"[•‣◦▪●○■□◆◇・\uf0b7–—-]\s*(?=\S)")
_NUMBER = re.compile(
    r"(?:[(（]?(?:[0-9０-９]{1,2}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[)）.．、]|[①-⑳])"
    r"(?:\s|(?<=[）．、①-⑳]))|[0-9０-９]{1,2}[ \u3000](?=[\u3040-\u9fff])"
)
_ENDS = re.compile(r"[.!?:;。．！？：；][)\]”’\"'」』）]*\d{0,2}$")
_CUT = re.compile(r"\w[-\u2010\u00ad]$")  # in the middle of a word
_HEADING = 1.15  # times the size of the text
_LOOSEST = 2.0  # times the size of the text: no lines of one paragraph are farther apart
_SHORT = 0.35  # of its column's width is left empty: a line that was not wrapped


def blocks(lines: list[Line]) -> tuple[Block, ...]:
    """The paragraphs of a document, from its lines in reading order."""
    if not lines:
        return ()
    words = vocabulary([line.text for line in lines])
    size = _text_size(lines)
    leading = _leading(lines, size)
    paragraphs: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins(paragraphs[-1], line, leading):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return tuple(_block(paragraph, size, words) for paragraph in paragraphs)


def _text_size(lines: list[Line]) -> float:
    """The size most of the letters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.height, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _leading(lines: list[Line], size: float) -> float:
    """The usual distance from line to line."""
    steps = [
        before.bottom - line.bottom
        for before, line in pairwise(lines)
        if before.column == line.column and before.bottom > line.bottom
    ]
    return min(median(steps), _LOOSEST * size) if steps else 0.0


def _begins(paragraph: list[Line], line: Line, leading: float) -> bool:
    """Whether a line begins a paragraph rather than going on with the one before it."""
    before = paragraph[-1]
    if line.is_row or before.is_row or not 0.89 < line.height / before.height < 1.12:
        return True
    if _CUT.search(before.text) and line.text[:1].isalnum():
        return False
    if line.text.startswith("\u3000") or _marked(line) or _was_last(before):
        return True
    if before.column != line.column:
        return _ENDS.search(before.text) is not None
    return before.bottom - line.bottom > 1.4 * leading or _is_indented(paragraph, line)


def _was_last(line: Line) -> bool:
    """Whether a line leaves so much of its column empty that its paragraph ended there."""
    left, right = line.margins
    empty = right - line.right
    ended = _ENDS.search(line.text) is not None
    return empty > _SHORT * (right - left) or (ended and empty > 3 * line.height)


def _is_indented(paragraph: list[Line], line: Line) -> bool:
    """A first line set in; or a line set back to the margin after a hanging paragraph."""
    before = paragraph[-1]
    step = line.left - before.left
    if _marked(paragraph[0]):
        return len(paragraph) > 1 and step < -0.6 * line.height
    return step > 0.6 * line.height or (len(paragraph) > 1 and step < -0.6 * line.height)


def _marked(line: Line) -> bool:
    """Whether a line begins with a number or a bullet."""
    return bool(_NUMBER.match(line.text) or _BULLET.match(line.text))


def _block(paragraph: list[Line], size: float, words: frozenset[str]) -> Block:
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = mended(text, line.text, words) or joined(text, line.text)
    kind: BlockKind = "paragraph"
    if paragraph[0].is_row:
        kind = "row"
    elif paragraph[0].height > _HEADING * size:
        kind = "heading"
    elif bullet := _BULLET.match(text):
        kind, text = "item", text[bullet.end() :]
    elif _NUMBER.match(text):
        kind = "item"
    return Block(kind=kind, text=text.strip(" "))
