"""Bars of words added and removed, as `git log --stat` draws them of lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.cli import terminal
from monitor.phrasing import many

_NARROW, _PAGE = 10, 100  # columns: the least that a bar is given, and where no terminal is


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many words of something went and came; `note` stands behind the bar."""

    label: str
    removed: int
    added: int
    note: str = ""

    @property
    def words(self) -> int:
        """How many in all."""
        return self.removed + self.added


def lines(bars: Sequence[Bar]) -> list[str]:
    """A line a bar, all on one scale: a sign a word as long as they have room."""
    if not bars:
        return []
    label = max(_columns(bar.label) for bar in bars)
    most = max(bar.words for bar in bars)
    number = len(str(most))
    room = max(_NARROW, (terminal.width() or _PAGE) - label - number - 5)
    padded = [bar.label + " " * (label - _columns(bar.label)) for bar in bars]
    named = [f" {name} | {bar.words:>{number}}" for name, bar in zip(padded, bars, strict=True)]
    drawn = [f"{_signs(bar, most, room)} {bar.note}" for bar in bars]
    return [f"{head} {bar}".rstrip() for head, bar in zip(named, drawn, strict=True)]


def total(count: int, what: str, added: int, removed: int) -> str:
    """` 3 versions, 12 words added(+), 9 words removed(-)`."""
    return (
        f" {many(count, what)}, {many(added, 'word')} added(+), {many(removed, 'word')} removed(-)"
    )


def summed(bars: Sequence[Bar], what: str) -> str:
    """The same of these bars."""
    return total(len(bars), what, sum(bar.added for bar in bars), sum(bar.removed for bar in bars))


def _columns(label: str) -> int:
    """How wide a label is; wide letters take two columns."""
    if label.isascii():
        return len(label)
    from rich.cells import cell_len

    return cell_len(label)


def _signs(bar: Bar, most: int, room: int) -> str:
    """At least one sign for each that is there, even of very few beside very many."""
    added, removed = (_scaled(count, most, room) for count in (bar.added, bar.removed))
    return _coloured("+" * added, 32) + _coloured("-" * removed, 31)


def _scaled(count: int, most: int, room: int) -> int:
    if most <= room or not count:
        return count
    return max(1, count * room // most)


def _coloured(signs: str, colour: int) -> str:
    if not signs or not terminal.coloured():
        return signs
    return f"\x1b[{colour}m{signs}\x1b[m"
