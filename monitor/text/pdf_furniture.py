"""Running headers, footers and page numbers: the lines that repeat at the edges of pages."""

import re
from collections import defaultdict
from statistics import median

from monitor.text.pdf_page import Line

_NUMBER = re.compile(
    r"[-–—\s(（\[]*(?:page|seite|p\.|第)?\s*(?:\d{1,4}|[０-９]{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|von|de|sur|\|)\s*\d{1,4})?\s*(?:页|頁|ページ|쪽)?[-–—\s)）\]]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9０-９]+")
_EDGE_LINES = 3  # at the top and at the bottom of a page
_EDGE = 0.12  # of the page's height
_DRIFT = 6.0  # points between the heights at which it stands


def without_furniture(pages: list[tuple[list[Line], float]]) -> list[Line]:
    """The lines of all pages (each with its height) without those that run along."""
    running = _running(pages)
    kept: list[Line] = []
    for number, (lines, height) in enumerate(pages):
        edges = {id(line) for line in _outermost(lines)}
        kept += [
            line
            for line in lines
            if (number, id(line)) not in running
            and not (id(line) in edges and _is_number(line, height))
        ]
    return kept


def _outermost(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: one.top)[:: max(1, len(lines) - 1)] if lines else []


def _is_number(line: Line, height: float) -> bool:
    at_edge = line.top < _EDGE * height or line.bottom > (1 - _EDGE) * height
    return at_edge and _NUMBER.fullmatch(line.text) is not None


def _running(pages: list[tuple[list[Line], float]]) -> set[tuple[int, int]]:
    """The lines (page, identity) that stand alike at the edge of at least half the pages."""
    seen: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, (lines, _height) in enumerate(pages):
        ordered = sorted(lines, key=lambda one: one.top)
        edges = [*ordered[:_EDGE_LINES], *ordered[_EDGE_LINES:][-_EDGE_LINES:]]
        for line in edges:
            seen[_DIGITS.sub("#", line.text.lower())].append((number, line))
    found: set[tuple[int, int]] = set()
    for alike in seen.values():
        at = median(line.top for _, line in alike)
        size = min(line.height for _, line in alike)
        # A title that the later pages repeat as their header is set larger, or stands lower.
        near = [
            (number, line)
            for number, line in alike
            if abs(line.top - at) < _DRIFT and line.height < 1.1 * size
        ]
        if len({number for number, _ in near}) >= max(2, len(pages) / 2):
            found |= {(number, id(line)) for number, line in near}
    return found
