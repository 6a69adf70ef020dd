"""Pairing the items of two editions, in order: by what they share, else by their place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.compare import anchors
from monitor.compare.across_items import Item

_TABLE = 250_000  # pairs of items; in longer texts only those that share something rare are paired
_PLACE = (
    0.2  # what the same relative place is worth, beside 1 for a figure that stands once in each
)

Token = tuple[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Items that correspond. `by`: of number, figure, date, name; `place` where nothing else."""

    before: tuple[Item, ...]
    after: tuple[Item, ...]
    by: tuple[str, ...]


def pair(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """The items that correspond, in order; what is left out has no counterpart."""
    left, right = [_tokens(item) for item in before], [_tokens(item) for item in after]
    weights = _weights(left, right)
    if len(before) * len(after) > _TABLE:
        found = _rare(left, right, weights)
    else:
        found = _best(_scores(left, right, weights))
    found = sorted([*found, *_by_place(before, after, found)])
    pairs = [
        Pair(
            before=(before[i],),
            after=(after[j],),
            by=tuple(sorted({sort for sort, _ in left[i] & right[j]})) or ("place",),
        )
        for i, j in found
    ]
    return _joined(_joined(pairs, before, "before"), after, "after")


def _tokens(item: Item) -> frozenset[Token]:
    found: set[Token] = {("figure", one.value) for one in item.figures}
    found |= {("date", one.key()) for one in item.dates}
    found |= {("name", name) for name in item.names}
    return frozenset(found | {("number", item.label)} if item.label else found)


def _weights(
    left: Sequence[frozenset[Token]], right: Sequence[frozenset[Token]]
) -> dict[Token, float]:
    """What sharing a token is worth: 1 where it stands once in each text, less the oftener."""
    one = Counter(token for tokens in left for token in tokens)
    other = Counter(token for tokens in right for token in tokens)
    return {token: 2 / (one[token] + other[token]) for token in one.keys() & other.keys()}


def _scores(
    left: Sequence[frozenset[Token]],
    right: Sequence[frozenset[Token]],
    weights: dict[Token, float],
) -> list[list[float]]:
    """What each pair shares is worth; where several are worth the same, the place decides."""
    return [
        [
            sum(sorted(weights[token] for token in shared))
            + _PLACE * (1 - abs((i + 1) / len(left) - (j + 1) / len(right)))
            if (shared := left[i] & right[j])
            else 0.0
            for j in range(len(right))
        ]
        for i in range(len(left))
    ]


def _by_place(
    before: Sequence[Item], after: Sequence[Item], found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Items between those that are paired, where both texts have as many there, titles first."""
    pairs: list[tuple[int, int]] = []
    for gap in anchors.gaps(list(found), (0, len(before), 0, len(after))):
        i0, i1, j0, j1 = gap
        if i1 - i0 == j1 - j0:
            pairs += zip(range(i0, i1), range(j0, j1), strict=True)
            continue
        titles = _matched(before, after, gap, titles=True)
        pairs += titles
        for inner in anchors.gaps(titles, gap):
            pairs += _matched(before, after, inner, titles=False)
    return pairs


def _matched(
    before: Sequence[Item], after: Sequence[Item], gap: anchors.Gap, *, titles: bool
) -> list[tuple[int, int]]:
    """The titles of a gap, or all else, in turn; none where one text has more of them."""
    i0, i1, j0, j1 = gap
    one = [i for i in range(i0, i1) if before[i].title == titles]
    other = [j for j in range(j0, j1) if after[j].title == titles]
    return list(zip(one, other, strict=True)) if len(one) == len(other) else []


def _best(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs, rising in both texts, whose scores add up to most (dynamic programming)."""
    height, width = len(scores), len(scores[0]) if scores else 0
    value = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        row, below, score = value[i], value[i + 1], scores[i]
        for j in range(width - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + score[j] if score[j] else 0.0)
    found, i, j = [], 0, 0
    while i < height and j < width:
        if scores[i][j] and value[i][j] == value[i + 1][j + 1] + scores[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif value[i][j] == value[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _rare(
    left: Sequence[frozenset[Token]],
    right: Sequence[frozenset[Token]],
    weights: dict[Token, float],
) -> list[tuple[int, int]]:
    holders = {token: j for j, tokens in enumerate(right) for token in tokens}
    pairs = []
    for i, tokens in enumerate(left):
        unique = sorted(holders[token] for token in tokens if weights.get(token) == 1)
        if unique:
            pairs.append((i, max(set(unique), key=lambda j: (unique.count(j), -j))))
    return anchors.rising(pairs)


def _joined(pairs: Sequence[Pair], items: Sequence[Item], side: str) -> list[Pair]:
    """The pairs, with each left-out item that only continues a neighbour joined to its pair.

    A paragraph that one edition cut in two: all its figures and dates stand in the item with which
    the paragraph before or after it is paired.
    """
    found = list(pairs)
    held = {item.number: at for at, one in enumerate(found) for item in getattr(one, side)}
    for item in items:
        if item.number in held or not (tokens := _told(item)):
            continue
        for neighbour in (item.number - 1, item.number + 1):
            at = held.get(neighbour)
            if at is not None and tokens <= _told(*_across(found[at], side)):
                mine = sorted((*getattr(found[at], side), item), key=lambda one: one.number)
                found[at] = (
                    replace(found[at], before=tuple(mine))
                    if side == "before"
                    else replace(found[at], after=tuple(mine))
                )
                held[item.number] = at
                break
    return found


def _across(one: Pair, side: str) -> tuple[Item, ...]:
    return one.after if side == "before" else one.before


def _told(*items: Item) -> set[Token]:
    return {t for item in items for t in _tokens(item) if t[0] in {"figure", "date"}}
