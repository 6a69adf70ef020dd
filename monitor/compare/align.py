"""Aligning sentences: the same ones first, then the similar ones, then those that moved."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from monitor.compare import anchors, edits
from monitor.compare.groups import Group
from monitor.compare.texts import Text
from monitor.compare.units import Unit, features

_SIMILAR = 0.4  # of the words in common: below, a reader sees another sentence
_MOVED = 0.75  # a sentence that moved and was touched must be plainly the same
_PLAINLY = 0.7  # of the letters: then the words need not be counted
_MERGE_GAIN = 0.3  # of its words must the lesser sentence of a merge bring
_TABLE = (
    10_000  # pairs of sentences compared each with each; larger gaps are anchored by rare words
)
_RARE = 4  # a word that occurs at most so often in a gap tells sentences apart
_SHORT = 3  # words: shorter sentences come and go, but for those of two that stand once in each


def align(one: Text, other: Text, stretches: Sequence[anchors.Gap]) -> list[Group]:
    """Groups that cover these stretches of both texts; what was removed stays where it stood."""
    groups: list[Group] = []
    for stretch in stretches:
        groups += _align_stretch(one.units, other.units, stretch)
    groups.sort(key=Group.order)
    groups = _join_heads(one.units, other.units, groups)
    return _join_moves(one.units, other.units, _find_moves(one.units, other.units, groups))


def _align_stretch(before: Sequence[Unit], after: Sequence[Unit], gap: anchors.Gap) -> list[Group]:
    a0, a1, b0, b1 = gap
    keys = [unit.key for unit in before[a0:a1]], [unit.key for unit in after[b0:b1]]
    sizes = [len(key) for key in keys[0]], [len(key) for key in keys[1]]
    whole = (0, len(keys[0]), 0, len(keys[1]))
    held = anchors.steady(anchors.match(*keys), whole, sizes)
    same = [(a0 + i, b0 + j) for i, j in held]
    groups = [Group(a0=i, a1=i + 1, b0=j, b1=j + 1) for i, j in same]
    for inner in anchors.gaps(same, gap):
        groups += _align_gap(before, after, inner)
    return groups


def _dice(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> float:
    """How much two texts have in common, from 0 to 1, over counted words."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def _features(units: Sequence[Unit]) -> frozenset[tuple[str, int]]:
    return features(" ".join(unit.key for unit in units) if len(units) != 1 else units[0].key)


def _align_gap(before: Sequence[Unit], after: Sequence[Unit], gap: anchors.Gap) -> list[Group]:
    a0, a1, b0, b1 = gap
    if (a1 - a0) * (b1 - b0) <= _TABLE:
        return _align_table(before, after, gap)
    fixed = _rare_pairs(before, after, gap)
    groups = [Group(a0=i, a1=i + 1, b0=j, b1=j + 1) for i, j in fixed]
    for inner in anchors.gaps(fixed, gap):
        i0, i1, j0, j1 = inner
        small = (i1 - i0) * (j1 - j0) <= _TABLE
        groups += _align_table(before, after, inner) if small else _unpaired(inner)
    return groups


def _unpaired(gap: anchors.Gap) -> list[Group]:
    a0, a1, b0, b1 = gap
    removed = [Group(a0=i, a1=i + 1, b0=b0, b1=b0) for i in range(a0, a1)]
    return removed + [Group(a0=a1, a1=a1, b0=j, b1=j + 1) for j in range(b0, b1)]


def _rare_pairs(
    before: Sequence[Unit], after: Sequence[Unit], gap: anchors.Gap
) -> list[anchors.Pair]:
    """Pairs of sentences that share rare words and are similar, rising in both texts."""
    a0, a1, b0, b1 = gap
    holders: dict[str, list[int]] = defaultdict(list)
    for j in range(b0, b1):
        for word in {word for word, _ in features(after[j].key)}:
            holders[word].append(j)
    pairs: list[anchors.Pair] = []
    for i in range(a0, a1):
        mine = features(before[i].key)
        rare = (holders.get(word, ()) for word, _ in mine)
        votes = Counter(j for found in rare if len(found) <= _RARE for j in found)
        best = sorted(votes, key=lambda j: (-votes[j], j))[:3]
        scored = [(_dice(mine, features(after[j].key)), -j) for j in best]
        if scored and max(scored)[0] >= max(_SIMILAR, 0.5):
            pairs.append((i, -max(scored)[1]))
    return anchors.rising(pairs)


def _align_table(before: Sequence[Unit], after: Sequence[Unit], gap: anchors.Gap) -> list[Group]:
    """The alignment of a small gap that keeps most words together (dynamic programming)."""
    a0, a1, b0, b1 = gap
    if a0 == a1 or b0 == b1:
        return _unpaired(gap)
    if a1 - a0 == 1 == b1 - b0 and _plainly_same(before[a0].key, after[b0].key):
        return [Group(a0=a0, a1=a1, b0=b0, b1=b1)]
    one, other = before[a0:a1], after[b0:b1]
    steps = _best_steps(one, other)
    groups: list[Group] = []
    i, j = 0, 0
    while i < len(one) or j < len(other):
        down, right = steps[i][j]
        groups.append(Group(a0=a0 + i, a1=a0 + i + down, b0=b0 + j, b1=b0 + j + right))
        i, j = i + down, j + right
    return groups


def _plainly_same(one: str, other: str) -> bool:
    """Whether two sentences have most of their letters in common at their two ends."""
    return sum(edits.common_letters(one, other)) > _PLAINLY * max(len(one), len(other))


def _best_steps(one: Sequence[Unit], other: Sequence[Unit]) -> list[list[tuple[int, int]]]:
    """For each place of the table the step (sentences before, after) that is best from there."""
    height, width = len(one), len(other)
    gains = _gains(one, other)
    value = [[0.0] * (width + 3) for _ in range(height + 3)]
    steps = [[(1, 0)] * width + [(1, 0)] for _ in range(height)] + [[(0, 1)] * (width + 1)]
    for i in range(height, -1, -1):
        for j in range(width, -1, -1):
            options = []
            if i < height:
                options.append((value[i + 1][j], 0, (1, 0)))
            if j < width:
                options.append((value[i][j + 1], -1, (0, 1)))
            for step in ((1, 1), (1, 2), (2, 1)):
                if (i, j, step) in gains:
                    gain = gains[i, j, step]
                    if gain:
                        options.append((value[i + step[0]][j + step[1]] + gain, 1, step))
            if options:
                value[i][j], _, steps[i][j] = max(options)
    return steps


def _gains(
    one: Sequence[Unit], other: Sequence[Unit]
) -> dict[tuple[int, int, tuple[int, int]], float]:
    """What pairing sentences is worth: similarity, weighed by how many words it covers."""
    left, right = [_features([unit]) for unit in one], [_features([unit]) for unit in other]
    single = [[_dice(a, b) for b in right] for a in left]
    gains: dict[tuple[int, int, tuple[int, int]], float] = {}
    for i, row in enumerate(single):
        for j, score in enumerate(row):
            if score >= _SIMILAR:
                gains[i, j, (1, 1)] = score * (len(left[i]) + len(right[j]))
            beside = sum(row[j + 1 : j + 2])
            below = sum(line[j] for line in single[i + 1 : i + 2])
            for step, second in (((1, 2), beside), ((2, 1), below)):
                if min(score, second) >= 0.15:
                    a, b = one[i : i + step[0]], other[j : j + step[1]]
                    gains[i, j, step] = _merge_gain(a, b)
    return gains


def _merge_gain(a: Sequence[Unit], b: Sequence[Unit]) -> float:
    """What it is worth to pair two sentences with one; nothing where one of the two adds little."""
    left, right = _features(a), _features(b)
    if _dice(left, right) < _SIMILAR:
        return 0.0
    parts = [features(unit.key) for unit in (a if len(a) == 2 else b)]
    whole = right if len(a) == 2 else left
    shared = [len(whole & part) for part in parts]
    brought = len(left & right) - max(shared)
    if brought < _MERGE_GAIN * min(len(part) for part in parts) or not brought:
        return 0.0
    return 2.0 * len(left & right)


def _join_heads(
    before: Sequence[Unit], after: Sequence[Unit], groups: Sequence[Group]
) -> list[Group]:
    """Where a sentence was put in behind another's first word, that word stayed: one passage.

    "Q And did you?" → "Q Will you? And did you?": nobody took the mark of the speaker away.
    """
    joined: list[Group] = []
    for group in groups:
        last = joined[-1] if joined else None
        if last is not None and (last.a1, last.b1) == (group.a0, group.b0):
            olds, news = before[last.a0 : group.a1], after[last.b0 : group.b1]
            if _shares_head(olds, news) or _shares_head(news, olds):
                joined[-1] = replace(last, a1=group.a1, b1=group.b1)
                continue
        joined.append(group)
    return joined


def _shares_head(these: Sequence[Unit], others: Sequence[Unit]) -> bool:
    """Whether one sentence is the first words of the first of two, and all of the second."""
    if len(these) != 1 or len(others) != 2 or others[0].block != others[1].block:
        return False
    whole, rest = these[0].key, others[1].key
    head = whole[: len(whole) - len(rest)] if whole.endswith(rest) else ""
    return head.endswith(" ") and others[0].key.startswith(head)


def _find_moves(
    before: Sequence[Unit], after: Sequence[Unit], groups: Sequence[Group]
) -> list[Group]:
    """Pair what was removed with what was added elsewhere, where it is the same sentence."""
    removed = [group for group in groups if group.b0 == group.b1]
    added = [group for group in groups if group.a0 == group.a1]
    moves = _pair_moves(before, after, removed, added)
    gone = {id(group) for group, _ in moves}
    came = {id(group): source for source, group in moves}
    result: list[Group] = []
    for group in groups:
        if id(group) in came:
            source = came[id(group)]
            result.append(replace(group, a0=source.a0, a1=source.a1, moved=True))
        elif id(group) not in gone:
            result.append(group)
    return result


def _join_moves(
    before: Sequence[Unit], after: Sequence[Unit], groups: Sequence[Group]
) -> list[Group]:
    """Sentences of one paragraph that moved together are one move."""
    joined: list[Group] = []
    for group in groups:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.moved
            and group.moved
            and (last.a1, last.b1) == (group.a0, group.b0)
            and before[last.a0].block == before[group.a0].block
            and after[last.b0].block == after[group.b0].block
        ):
            joined[-1] = replace(last, a1=group.a1, b1=group.b1)
        else:
            joined.append(group)
    return joined


def _pair_moves(
    before: Sequence[Unit], after: Sequence[Unit], removed: list[Group], added: list[Group]
) -> list[tuple[Group, Group]]:
    left: dict[str, list[Group]] = defaultdict(list)
    for group in reversed(removed):
        left[before[group.a0].key].append(group)
    here, there = Counter(unit.key for unit in before), Counter(unit.key for unit in after)
    moves: list[tuple[Group, Group]] = []
    for group in added:
        key = after[group.b0].key
        least = _SHORT - (here[key] == there[key] == 1)
        if left.get(key) and len(features(key)) >= least:
            moves.append((left[key].pop(), group))
    gone = {id(group) for group, _ in moves}
    came = {id(group) for _, group in moves}
    rest = [group for group in removed if id(group) not in gone]
    new = [group for group in added if id(group) not in came]
    return moves + _touched_moves(before, after, rest, new)


def _touched_moves(
    before: Sequence[Unit], after: Sequence[Unit], removed: list[Group], added: list[Group]
) -> list[tuple[Group, Group]]:
    """Sentences that moved and were touched: found by rare words they share."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(removed):
        for word in {word for word, _ in features(before[group.a0].key)}:
            holders[word].append(at)
    moves: list[tuple[Group, Group]] = []
    taken: set[int] = set()
    for group in added:
        mine = features(after[group.b0].key)
        rare = (holders.get(word, ()) for word, _ in mine)
        votes = Counter(at for found in rare if len(found) <= _RARE for at in found)
        best = sorted(set(votes) - taken, key=lambda at: (-votes[at], at))[:3]
        scored = [(_dice(mine, features(before[removed[at].a0].key)), -at) for at in best]
        if scored and max(scored)[0] >= _MOVED and len(mine) > _SHORT:
            taken.add(-max(scored)[1])
            moves.append((removed[-max(scored)[1]], group))
    return moves
