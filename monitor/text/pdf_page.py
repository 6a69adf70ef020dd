"""A PDF page's pieces of text as lines in reading order: rows, columns, table rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from monitor.text.wording import joined

_WIDE_GAP = 2.5  # line heights between two pieces on one line: cells of a table
_LEAST_LINES = 3  # on each side of a gutter
_FULL = 0.55  # of a column's width filled by its middling line: prose; less is a table
_WIDER = 1.1  # times the gaps between the words of a justified line
_ALIKE = 0.6  # of the left column's width: a narrower right side is a date or a mark, no column
_LEAST_LETTERS = 10
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
    gutter = _gutter(rows) if len(name) < 4 else None
    if gutter is None:
        return _column(rows, name)
    ordered: list[Line] = []
    for number, (zone, parted) in enumerate(_zones(rows, gutter)):
        inner = (*name, number)
        flat = [segment for row in zone for segment in row]
        left, right = _sides(flat, gutter)
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


def _gutter(rows: list[list[Segment]]) -> float | None:
    """Where the most lines stand on both sides of an upright gap; None if there is none."""
    segments = [segment for row in rows for segment in row]
    if len(segments) < 2 * _LEAST_LINES:
        return None
    first, last = min(one.left for one in segments), max(one.right for one in segments)
    best: tuple[int, float] | None = None
    for edge in sorted({round(one.left) for one in segments}):
        at = edge - 0.75
        if not first + _LEAST_WIDTH * (last - first) < at < last - _LEAST_WIDTH * (last - first):
            continue
        parted = [row for row in rows if _is_parted(row, at)]
        left = sum(row[-1].right <= at for row in parted)
        right = sum(row[0].left >= at for row in parted)
        pairs = sum(_has_gutter(row, at) for row in parted) + min(left, right)
        score = pairs - (len(rows) - len(parted))
        enough = pairs >= _LEAST_LINES or (len(parted) == len(rows) and _ends_early(rows, at))
        if enough and (best is None or score > best[0]) and _is_prose(*_sides(segments, at)):
            best = (score, at)
    return best[1] if best else None


def _is_parted(row: list[Segment], at: float) -> bool:
    return all(one.right <= at or one.left >= at for one in row)


def _has_gutter(row: list[Segment], at: float) -> bool:
    """Whether a line has more of a gap there than between its words, which are spread alike."""
    gaps = {after.left >= at > before.left: 0.0 for before, after in pairwise(row)}
    for before, after in pairwise(row):
        here = after.left >= at > before.left
        gaps[here] = max(gaps[here], after.left - before.right)
    return True in gaps and gaps[True] > _WIDER * gaps.get(False, 0.0)


def _ends_early(rows: list[list[Segment]], at: float) -> bool:
    """Whether a right column has but a line or two, each beside one of a longer left column."""
    alone = [row for row in rows if row[-1].right <= at]
    both = [row for row in rows if row[0].right <= at and row[-1].left >= at]
    if not alone or not both or not _LEAST_LINES <= len(alone) + len(both) == len(rows):
        return False
    width = max(row[-1].right for row in alone) - min(row[0].left for row in alone)
    return max(row[-1].right for row in both) - at > _ALIKE * width


def _sides(segments: list[Segment], at: float) -> tuple[list[Segment], list[Segment]]:
    left = [one for one in segments if one.right <= at]
    return left, [one for one in segments if one.left >= at]


def _is_prose(left: list[Segment], right: list[Segment]) -> bool:
    """Whether both sides are filled like columns of a text, and not like cells."""
    for side in (left, right):
        # Justified lines fall apart at their wide spaces: counted is what stands on one line.
        rows = _rows(side)
        width = max(one.right for one in side) - min(one.left for one in side)
        filled = median(sum(one.right - one.left for one in row) for row in rows)
        letters = median(sum(len(one.text) for one in row) for row in rows)
        if filled < _FULL * width or letters < _LEAST_LETTERS:
            return False
    return True


def _zones(rows: list[list[Segment]], gutter: float) -> list[tuple[list[list[Segment]], bool]]:
    """Stretches of rows that cross the gutter and of rows that do not, in turn."""
    zones: list[tuple[list[list[Segment]], bool]] = []
    for row in rows:
        parted = _is_parted(row, gutter)
        if zones and zones[-1][1] == parted:
            zones[-1][0].append(row)
        else:
            zones.append(([row], parted))
    return zones


def _column(rows: list[list[Segment]], name: tuple[int, ...]) -> list[Line]:
    if not rows:
        return []
    margins = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    around = [[], *rows, []]
    return [
        _line(row, margins, name, spread=_is_spread(row, margins, beside))
        for row, *beside in zip(rows, around, around[2:], strict=False)
    ]


def _is_spread(
    row: list[Segment], margins: tuple[float, float], beside: Sequence[list[Segment]]
) -> bool:
    """Whether a line is justified: it fills its column, and its gaps are all alike.

    Of two words there is one gap: it is no border of cells if no line beside has one there.
    """
    gaps = [after.left - before.right for before, after in pairwise(row)]
    slack = row[0].height
    fills = row[0].left - margins[0] < slack and margins[1] - row[-1].right < slack
    if len(gaps) == 1:
        return fills and not any(_has_gap_at(other, row) for other in beside)
    return fills and len(gaps) > 1 and max(gaps) < _WIDER * min(gaps)


def _has_gap_at(row: list[Segment], other: list[Segment]) -> bool:
    """Whether a line has a wide gap where the other has its one."""
    wide = _WIDE_GAP * other[0].height
    return any(
        after.left - before.right > wide
        and before.right < other[1].left
        and after.left > other[0].right
        for before, after in pairwise(row)
    )


def _line(
    row: list[Segment], margins: tuple[float, float], name: tuple[int, ...], *, spread: bool
) -> Line:
    height = max(one.height for one in row)
    cells = [row[0].text]
    widest = 0.0 if spread else _WIDE_GAP * height
    for before, segment in pairwise(row):
        if 0 < widest < segment.left - before.right:
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
