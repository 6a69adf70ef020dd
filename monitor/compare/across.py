"""Two editions in different languages: which items, figures and dates stand on one side only.

It compares structure, never wording: items are paired by their numbers, dates, figures and the
names that stand in Latin letters in both, else by their place; what is said in them is not read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from monitor.compare import (
    across_dates,
    across_figures,
    across_items,
    across_values,
    language,
    texts,
)
from monitor.compare.across_dates import Moment
from monitor.compare.across_figures import Figure
from monitor.compare.across_items import Item
from monitor.compare.across_pairs import Pair, pair
from storage.model import Block, unmarked

_SHARE = 0.1  # of the letters: what is in less of a text is a quotation or a caption

_LONG = 40  # characters of a block that does not stand in both texts by chance

Sort = Literal["figure", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lone:
    """A figure or date that stands on one side only, as written, and the item it stands in."""

    sort: Sort
    start: int  # in the item's text
    written: str
    value: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two texts: its items, those without a counterpart, its lone figures and dates."""

    language: str
    items: tuple[Item, ...]
    alone: tuple[Item, ...]
    lone: tuple[Lone, ...]

    @property
    def lone_count(self) -> int:
        """How many figures and dates these are, each counted once wherever it stands."""
        return len({(one.sort, one.value) for one in self.lone})


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """How two editions correspond; `common` counts the figures and dates that stand in both.

    Each is counted once, however often it stands in either, so that the direction is of no matter.
    """

    before: Side
    after: Side
    pairs: tuple[Pair, ...]
    common: int

    @property
    def same(self) -> bool:
        """Whether nothing stands on one side only."""
        sides = (self.before, self.after)
        return not any(side.alone or side.lone for side in sides)


def languages(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The languages in which a text is written, that of most of it first."""
    sizes: Counter[str] = Counter()
    for block in blocks:
        found = language.detect(block.text)
        if found is not None:
            sizes[found] += len(
                block.text.encode(errors="replace")
            )  # a character of Chinese says more
    if not sizes:
        found = language.detect(texts.sample(blocks))
        return (found,) if found else ()
    total = sum(sizes.values())
    return tuple(name for name, size in sizes.most_common() if size >= _SHARE * total)


def between_languages(before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Whether no language is common to both texts, so that no wording of them can be compared."""
    one, other = languages(before), languages(after)
    if not one or not other or set(one) & set(other):
        return False
    whole = {block.text for block in before if len(block.text) >= _LONG}
    return not any(block.text in whole for block in after)


def structure(before: Sequence[Block], after: Sequence[Block]) -> Structure:
    """How two texts in different languages correspond. Pure; says nothing of their wording."""
    one, other = _read(before), _read(after)
    pairs = pair(one[1], other[1])
    mine, theirs = _lone(one[1], other[1]), _lone(other[1], one[1])
    return Structure(
        before=_side(*one, {item.number for found in pairs for item in found.before}, mine),
        after=_side(*other, {item.number for found in pairs for item in found.after}, theirs),
        pairs=tuple(pairs),
        common=across_values.count(_held(one[1], mine), _held(other[1], theirs)),
    )


def _read(blocks: Sequence[Block]) -> tuple[str, list[Item]]:
    name = (languages(blocks) or ("",))[0]
    plain = [replace(block, text=unmarked(block.text)) for block in blocks]
    return name, across_items.read(plain, name)


def _side(name: str, items: Sequence[Item], paired: set[int], lone: Iterable[Lone]) -> Side:
    alone = tuple(item for item in items if item.number not in paired)
    return Side(language=name, items=tuple(items), alone=alone, lone=tuple(lone))


def _held(items: Sequence[Item], lone: Sequence[Lone]) -> Iterator[Moment | Figure]:
    """The figures and dates of these items that are not among the lone ones."""
    left = {(one.item.number, one.sort, one.start) for one in lone}
    for item in items:
        yield from (one for one in item.dates if (item.number, "date", one.start) not in left)
        yield from (one for one in item.figures if (item.number, "figure", one.start) not in left)


def _lone(items: Sequence[Item], others: Sequence[Item]) -> list[Lone]:
    """The figures and dates of these items that stand nowhere in the other text."""
    known = _known(others)
    found = []
    for item in items:
        for moment in item.dates:
            if not _holds_date(known, moment):
                written = item.written(moment.start, moment.end)
                found.append(
                    Lone(
                        sort="date", start=moment.start, written=written, value=moment.value(),
                        item=item,
                    )
                )  # fmt: skip
        for figure in item.figures:
            if not _holds_figure(known, figure):
                written = item.written(figure.start, figure.end)
                value = f"{figure.value} {figure.unit or ''}".strip()
                found.append(
                    Lone(sort="figure", start=figure.start, written=written, value=value, item=item)
                )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What stands in the other text; `words`: values that are written out, and no figures."""

    dates: dict[object, list[Moment]]
    figures: dict[Fraction, list[Figure]]
    words: frozenset[Fraction]


def _known(items: Sequence[Item]) -> _Known:
    dates: dict[object, list[Moment]] = {}
    figures: dict[Fraction, list[Figure]] = {}
    for item in items:
        for moment in item.dates:
            dates.setdefault(moment.key(), []).append(moment)
        for figure in item.figures:
            figures.setdefault(figure.value, []).append(figure)
    words = frozenset(value for item in items for value in item.words)
    return _Known(dates=dates, figures=figures, words=words - figures.keys())


def _holds_date(known: _Known, moment: Moment) -> bool:
    if moment.month is None and moment.year is not None and Fraction(moment.year) in known.figures:
        return True  # 2000年 and 2,000 soldiers: too near to tell apart
    return any(across_dates.agree(moment, one) for one in known.dates.get(moment.key(), ()))


def _holds_figure(known: _Known, figure: Figure) -> bool:
    if figure.value in known.words:
        return True
    if figure.unit is None and figure.value.denominator == 1 and int(figure.value) in known.dates:
        return True
    return any(across_figures.agree(figure, one) for one in known.figures.get(figure.value, ()))
