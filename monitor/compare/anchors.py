"""Anchors: what two sequences have in common in the same order, in nearly linear time.

Patience: what occurs once on each side is paired, the longest rising run of those pairs stands,
and the gaps between are looked at again. Where nothing occurs once, the first is paired with the
first, the second with the second. No clock, no hashes in the result: the same on every machine.
"""

import bisect
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]
_DEPTH = 24  # each level needs something that became unique; real texts need two or three


def match(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """Pairs (i, j) with a[i] == b[j], rising in both."""
    pairs: list[Pair] = []
    stack = [((0, len(a), 0, len(b)), 0)]
    while stack:
        gap, depth = stack.pop()
        ends, inner = _trim(a, b, gap)
        pairs += ends
        fixed = _fixed(a, b, inner) if depth < _DEPTH else []
        pairs += fixed
        if fixed:
            stack += [(between, depth + 1) for between in gaps(fixed, inner)]
    return sorted(pairs)


def unique(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """The longest rising run of pairs that occur once on each side, and no others."""
    return rising(_once(a, b, (0, len(a), 0, len(b))))


def gaps(pairs: Sequence[Pair], whole: Gap) -> list[Gap]:
    """The stretches (a from, a to, b from, b to) between pairs, those that are not empty."""
    i0, i1, j0, j1 = whole
    found: list[Gap] = []
    for i, j in [*pairs, (i1, j1)]:
        if i > i0 or j > j0:
            found.append((i0, i, j0, j))
        i0, j0 = i + 1, j + 1
    return found


def steady(
    pairs: Sequence[Pair], whole: Gap, sizes: tuple[Sequence[int], Sequence[int]]
) -> list[Pair]:
    """The pairs, without those few that had much more pass them by than they are themselves.

    Where only a moved paragraph is as it was, and everything it passed was touched, the paragraph
    must not hold fast while the others seem to move.
    """
    one, other = ([0, *accumulate(side)] for side in sizes)
    runs: list[list[Pair]] = []
    for pair in pairs:
        if runs and (pair[0] - 1, pair[1] - 1) == runs[-1][-1]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
        while len(runs) > 1 and _passed_by(runs, len(runs) - 2, whole, one, other):
            del runs[-2]
    while runs and _passed_by(runs, len(runs) - 1, whole, one, other):
        del runs[-1]
    return [pair for run in runs for pair in run]


def _passed_by(
    runs: Sequence[Sequence[Pair]], at: int, whole: Gap, one: Sequence[int], other: Sequence[int]
) -> bool:
    """Whether more is missing on one side of a run, and over on the other, than it holds."""
    i0, j0 = (runs[at - 1][-1][0] + 1, runs[at - 1][-1][1] + 1) if at else (whole[0], whole[2])
    last = at + 1 == len(runs)
    i3, j3 = (whole[1], whole[3]) if last else runs[at + 1][0]
    (i1, j1), i2 = runs[at][0], runs[at][-1][0] + 1
    j2 = runs[at][-1][1] + 1
    above = (one[i1] - one[i0]) - (other[j1] - other[j0])
    below = (one[i3] - one[i2]) - (other[j3] - other[j2])
    return above * below < 0 and min(abs(above), abs(below)) > 2 * (one[i2] - one[i1])


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs, given in order of i, that rises in j as well."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        pile = bisect.bisect_left(tops, j)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        last[pile : pile + 1] = [at]
    run: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _trim(a: Sequence[Hashable], b: Sequence[Hashable], gap: Gap) -> tuple[list[Pair], Gap]:
    i0, i1, j0, j1 = gap
    pairs: list[Pair] = []
    while i0 < i1 and j0 < j1 and a[i0] == b[j0]:
        pairs.append((i0, j0))
        i0, j0 = i0 + 1, j0 + 1
    while i0 < i1 and j0 < j1 and a[i1 - 1] == b[j1 - 1]:
        i1, j1 = i1 - 1, j1 - 1
        pairs.append((i1, j1))
    return pairs, (i0, i1, j0, j1)


def _fixed(a: Sequence[Hashable], b: Sequence[Hashable], gap: Gap) -> list[Pair]:
    i0, i1, j0, j1 = gap
    if i0 == i1 or j0 == j1:
        return []
    return rising(_once(a, b, gap) or _by_occurrence(a, b, gap))


def _once(a: Sequence[Hashable], b: Sequence[Hashable], gap: Gap) -> list[Pair]:
    i0, i1, j0, j1 = gap
    left, right = Counter(a[i0:i1]), Counter(b[j0:j1])
    where = {b[j]: j for j in range(j0, j1) if right[b[j]] == 1}
    return [(i, where[a[i]]) for i in range(i0, i1) if a[i] in where and left[a[i]] == 1]


def _by_occurrence(a: Sequence[Hashable], b: Sequence[Hashable], gap: Gap) -> list[Pair]:
    i0, i1, j0, j1 = gap
    seen: Counter[Hashable] = Counter()
    where: dict[tuple[Hashable, int], int] = {}
    for j in range(j0, j1):
        where[b[j], seen[b[j]]] = j
        seen[b[j]] += 1
    seen.clear()
    pairs: list[Pair] = []
    for i in range(i0, i1):
        if (j_or_none := where.get((a[i], seen[a[i]]))) is not None:
            pairs.append((i, j_or_none))
        seen[a[i]] += 1
    return pairs
