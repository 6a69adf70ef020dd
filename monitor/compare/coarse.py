"""Texts that differ in thousands of sentences: told in stretches, so that they cost seconds.

Nobody reads ten thousand passages. No sentence is looked for in another's place then, and none is
lost: what was taken out and what was put in are told whole, and each is read for flags by itself.
What bounds it is a count, never a clock.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from monitor.compare import anchors
from monitor.compare.anchors import Gap
from monitor.compare.groups import Group
from monitor.compare.texts import Text
from monitor.compare.units import Unit
from storage.model import Passage

MOST = 12_000  # what the sentences that differ weigh together: some seconds
_WEIGHT = 100  # bytes that cost as much as that there is a sentence
_LONG = 20_000  # bytes: what a longer one costs is bounded by the tokens of its edits
_PASSED = 3  # a sentence that only moved costs a third
_RUN = 50  # sentences in a stretch; so many that are the same part two of them
_READ = 1_000_000  # characters of passages that are read for flags
# What those that are not may hold: a channel that asks for one of these flags is told.
POSSIBLE = ("negation", "strength", "number", "modality", "date", "name", "quote")


def is_needed(one: Text, other: Text, stretches: Sequence[Gap]) -> bool:
    """Whether these stretches differ in more than can be compared sentence by sentence."""
    olds = [[unit.key for unit in one.units[a0:a1]] for a0, a1, _, _ in stretches]
    news = [[unit.key for unit in other.units[b0:b1]] for _, _, b0, b1 in stretches]
    left, right = (Counter(key for keys in side for key in keys) for side in (olds, news))
    differing = (left - right) + (right - left)
    if _weight(differing) > MOST:
        return True
    if (left & right).total() <= _PASSED * MOST:
        return False
    held = sum(len(anchors.match(*keys)) for keys in zip(olds, news, strict=True))
    return left.total() - held > _PASSED * MOST


def groups(one: Text, other: Text) -> list[Group]:
    """What was taken out of one whole text and put into the other, in stretches."""
    whole = (0, len(one.units), 0, len(other.units))
    same = anchors.match(_keys(one.units), _keys(other.units))
    return [group for gap in anchors.gaps(_long_runs(same), whole) for group in _in_stretches(gap)]


def parted(found: Sequence[Passage]) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """The passages that are read for flags, and those for which too much stands before them."""
    sizes = accumulate(len(one.before) + len(one.after) for one in found)
    count = bisect_left(list(sizes), _READ) + 1
    return found[:count], found[count:]


def _weight(keys: Counter[str]) -> int:
    sizes = {key: len(key.encode(errors="surrogatepass")) for key in keys}
    return sum(count * (1 + min(sizes[key], _LONG) // _WEIGHT) for key, count in keys.items())


def _keys(units: Iterable[Unit]) -> list[str]:
    return [unit.key for unit in units]


def _long_runs(pairs: Sequence[anchors.Pair]) -> list[anchors.Pair]:
    """The pairs that stand in a run of many: a few sentences among what differs part nothing."""
    runs: list[list[anchors.Pair]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return [pair for run in runs if len(run) >= _RUN for pair in run]


def _in_stretches(gap: Gap) -> Iterator[Group]:
    a0, a1, b0, b1 = gap
    for at in range(a0, a1, _RUN):
        yield Group(a0=at, a1=min(at + _RUN, a1), b0=b0, b1=b0)
    for at in range(b0, b1, _RUN):
        yield Group(a0=a1, a1=a1, b0=at, b1=min(at + _RUN, b1))
