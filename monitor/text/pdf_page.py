"""A PDF page's pieces of text as lines in reading order: rows, columns, table rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from monitor.text.wording import joined

_WIDE_GAP = 2.5  # line heights between two pieces on one line: cells of a table
_LEAST_LINES = 3  # on each side of a gutter
_FULL = 0.55  # of a column's width filled by its middling line: prose; less is a table
_LEAST_WIDTH = 0.2  # of the page's text: a narrower column is a column of bullets or numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of text on one line, in PDF points; y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its letters, near enough the size of the type."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of one column; `cells` is what a wide gap parts."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    height: float
    is_row: bool
    margins: tuple[float, float]  # of its column
    column: tuple[int, ...]  # page and columns, as a name


def lines(segments: Sequence[Segment], page: int) -> list[Line]:
    """The lines of a page in reading order."""
    return _ordered(list(segments), (page,))


def _ordered(segments: list[Segment], name: tuple[int, ...]) -> list[Line]:
    rows = _rows(segments)
    gutter = _gutter(segments) if len(name) < 4 else None
    if gutter is None:
        return _column(rows, name)
    ordered: list[Line] = []
    for number, (zone, parted) in enumerate(_zones(rows, gutter)):
        inner = (*name, number)
        flat = [segment for row in zone for segment in row]
        left = [one for one in flat if one.right <= gutter]
        right = [one for one in flat if one.left >= gutter]
        if parted and left and right and _is_prose(left, right):
            ordered += _ordered(left, (*inner, 0)) + _ordered(right, (*inner, 1))
        else:
            ordered += _column(zone, inner)
    return ordered


def _rows(segments: Iterable[Segment]) -> list[list[Segment]]:
    """The segments that stand on one line, from top to bottom, each from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (-one.top - one.bottom, one.left)):
        first = rows[-1][0] if rows else None
        if first is not None and _overlap(first, segment) > 0.5:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _overlap(one: Segment, other: Segment) -> float:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared / min(one.height, other.height)


def _gutter(segments: list[Segment]) -> float | None:
    """Where the most lines stand on both sides of an upright gap; None if there is none."""
    if len(segments) < 2 * _LEAST_LINES:
        return None
    first, last = min(one.left for one in segments), max(one.right for one in segments)
    best: tuple[int, float] | None = None
    for edge in sorted({round(one.left) for one in segments}):
        at = edge - 0.75
        if not first + _LEAST_WIDTH * (last - first) < at < last - _LEAST_WIDTH * (last - first):
            continue
        left = [one for one in segments if one.right <= at]
        right = [one for one in segments if one.left >= at]
        score = min(len(left), len(right)) - (len(segments) - len(left) - len(right))
        enough = min(len(left), len(right)) >= _LEAST_LINES
        if enough and (best is None or score > best[0]) and _is_prose(left, right):
            best = (score, at)
    return best[1] if best else None


def _is_prose(left: list[Segment], right: list[Segment]) -> bool:
    """Whether both sides are filled like columns of a text, and not like cells."""
    return all(
        median(one.right - one.left for one in side)
        >= _FULL * (max(one.right for one in side) - min(one.left for one in side))
        and median(len(one.text) for one in side) >= 10
        for side in (left, right)
    )


def _zones(rows: list[list[Segment]], gutter: float) -> list[tuple[list[list[Segment]], bool]]:
    """Stretches of rows that cross the gutter and of rows that do not, in turn."""
    zones: list[tuple[list[list[Segment]], bool]] = []
    for row in rows:
        parted = all(one.right <= gutter or one.left >= gutter for one in row)
        if zones and zones[-1][1] == parted:
            zones[-1][0].append(row)
        else:
            zones.append(([row], parted))
    return zones


def _column(rows: list[list[Segment]], name: tuple[int, ...]) -> list[Line]:
    if not rows:
        return []
    margins = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    return [_line(row, margins, name) for row in rows]


def _line(row: list[Segment], margins: tuple[float, float], name: tuple[int, ...]) -> Line:
    height = max(one.height for one in row)
    cells = [row[0].text]
    for before, segment in pairwise(row):
        if segment.left - before.right > _WIDE_GAP * height:
            cells.append(segment.text)
        else:
            cells[-1] = joined(cells[-1], segment.text)
    return Line(
        text=" | ".join(cells),
        left=row[0].left,
        bottom=min(one.bottom for one in row),
        right=row[-1].right,
        top=max(one.top for one in row),
        height=height,
        is_row=len(cells) > 1,
        margins=margins,
        column=name,
    )
