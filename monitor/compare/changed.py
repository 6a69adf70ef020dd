"""What of two texts differs, and where: words that stand untouched on both sides raise no flag.

Words are found in whole texts, with the places where they stand. Those that stand in what both
texts have in common, at the same place, are left out; the rest belongs to the hunk it touches.
"""

import bisect
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.compare import edits
from monitor.compare.fold import fold
from storage.model import Passage

_SLACK = 8  # characters of typography that may stand between what was kept and what changed
_MOST = 200  # hunks that are looked at one by one; no sentence of anybody's has more
_FARTHEST = 40  # characters: no word beside a hunk is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A word, number or date of a text: what it is, as it is written, and where."""

    key: Hashable
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """The places in both texts of what was taken out and put in."""

    a0: int
    a1: int
    b0: int
    b1: int

    def old(self) -> tuple[int, int]:
        """Its place in the older text."""
        return self.a0, self.a1

    def new(self) -> tuple[int, int]:
        """Its place in the newer text."""
        return self.b0, self.b1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two folded texts and their hunks. `apart`: whether words have spaces between them."""

    old: str
    new: str
    hunks: Sequence[Hunk]
    apart: bool = True

    def sides(self, hunk: Hunk, *, around: int = 0) -> tuple[str, str]:
        """The text of a hunk on both sides, with the rest of its words or so much around it."""
        return (
            _widened(self.old, hunk.old(), around),
            _widened(self.new, hunk.new(), around),
        )

    def split(
        self, old: Sequence[Hit], new: Sequence[Hit]
    ) -> list[tuple[Hunk, list[Hit], list[Hit]]]:
        """For each hunk the hits on both sides that are not the same in what both share."""
        if not old and not new:
            return []
        places = [h.old() for h in self.hunks], [h.new() for h in self.hunks]
        left = [(*_place(hit, places[0]), hit) for hit in old]
        right = [(*_place(hit, places[1]), hit) for hit in new]
        known = Counter((place, hit.key) for place, _, hit in left if place)
        known &= Counter((place, hit.key) for place, _, hit in right if place)
        found: list[tuple[Hunk, list[Hit], list[Hit]]] = [(hunk, [], []) for hunk in self.hunks]
        for side, placed in ((1, left), (2, right)):
            for place, at, hit in placed:
                if place is None or not known[place, hit.key]:
                    found[at][side].append(hit)  # type: ignore[union-attr]
        return [one for one in found if one[1] or one[2]]


def hunks(passage: Passage, before: str, after: str) -> list[Hunk]:
    """Where the hunks of a passage stand in its two folded texts; typography is none."""
    start, end = edits.common_letters(before, after)
    whole = Hunk(a0=start, a1=len(before) - end, b0=start, b1=len(after) - end)
    if sum(op == "=" for op, _ in passage.edits) < 3 and len(passage.edits) < 5:
        return [whole]  # one edit, surely: by its letters it is found more exactly
    found, i, j = [], 0, 0
    parts = [*passage.edits, ("=", "")]
    minus = plus = ""
    for op, text in parts:
        if op == "-":
            minus = text
            continue
        if op == "+":
            plus = text
            continue
        a, b = _past(before, i, minus), _past(after, j, plus)
        if (minus or plus) and fold(minus) != fold(plus):
            found.append(Hunk(a0=i, a1=a, b0=j, b1=b))
        i, j, minus, plus = _past(before, a, text), _past(after, b, text), "", ""
        if min(a, b, i, j) < 0:
            return [whole]
    return found if 0 < len(found) <= _MOST else [whole]


def shifted(found: Sequence[Hunk], by: int) -> list[Hunk]:
    """The hunks of texts of which so much was cut off at the beginning."""
    return [Hunk(a0=h.a0 - by, a1=h.a1 - by, b0=h.b0 - by, b1=h.b1 - by) for h in found]


def excess(these: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """Those of the first that the second do not hold as often."""
    if not these or not others:
        return list(these)
    left = Counter(hit.key for hit in others)
    found = []
    for hit in these:
        if left[hit.key] > 0:
            left[hit.key] -= 1
        else:
            found.append(hit)
    return found


def differing(pair: Pair, old: Sequence[Hit], new: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """What each side holds of words in its hunks and the other does not, hunk by hunk.

    A word that went in one hunk and came in another counts, unless its company went with it: who
    will not act and will attack will do something else than who will act and will not attack.
    """
    gone: list[Hit] = []
    come: list[Hit] = []
    bare: set[int] = set()
    for hunk, lost, won in pair.split(old, new):
        one, other = excess(lost, won), excess(won, lost)
        if not one and not other and _crossed(pair, hunk, lost, won):
            one, other = list(lost), list(won)
            bare |= {*map(id, one), *map(id, other)}
        gone += one
        come += other
        bare |= {id(hit) for hit in one if _is_all(pair.old, hit, hunk.old())}
        bare |= {id(hit) for hit in other if _is_all(pair.new, hit, hunk.new())}
    return _without_moved(pair, gone, come, bare)


def _without_moved(
    pair: Pair, gone: Sequence[Hit], come: Sequence[Hit], bare: set[int]
) -> tuple[list[Hit], list[Hit]]:
    """What is left without the words that have the same company on both sides."""
    if not gone or not come:
        return list(gone), list(come)
    beside = {id(hit): _company(pair, pair.old, hit) for hit in gone}
    beside |= {id(hit): _company(pair, pair.new, hit) for hit in come}
    old, new = (
        Counter(
            (hit.key, beside[id(hit)]) for hit in side if beside[id(hit)] and id(hit) not in bare
        )
        for side in (gone, come)
    )
    moved = old & new

    def left(side: Sequence[Hit]) -> list[Hit]:
        once = moved.copy()
        kept = []
        for hit in side:
            if id(hit) not in bare and once[hit.key, beside[id(hit)]] > 0:
                once[hit.key, beside[id(hit)]] -= 1
            else:
                kept.append(hit)
        return kept

    return left(gone), left(come)


def _company(pair: Pair, text: str, hit: Hit) -> str:
    if pair.apart:
        word = re.match(r"\W*(\w+)", text[hit.end : hit.end + _FARTHEST])
        return word[1] if word else ""
    return text[max(0, hit.start - 2) : hit.start]


def with_company(pair: Pair, text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Hits that are written with the word after them, or the letters before."""
    return [
        replace(hit, written=f"{hit.written} {beside}" if pair.apart else beside + hit.written)
        if (beside := _company(pair, text, hit))
        else hit
        for hit in hits
    ]


def with_lead(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Hits that are written with up to two words before them."""
    leads = [re.search(r"(?:\w+ ){0,2}$", text[: hit.start][-_FARTHEST:]) for hit in hits]
    return [
        replace(hit, written=(lead[0] if lead else "") + hit.written)
        for hit, lead in zip(hits, leads, strict=True)
    ]


def _crossed(pair: Pair, hunk: Hunk, lost: Sequence[Hit], won: Sequence[Hit]) -> bool:
    """Whether within one hunk words changed their company among each other."""
    if not (pair.apart and lost):
        return False
    before = {_company(pair, pair.old, hit): hit.key for hit in lost}
    after = {_company(pair, pair.new, hit): hit.key for hit in won}
    old, new = (set(re.findall(r"\w+", text)) for text in _with_next(pair, hunk))
    away = [word for word, key in before.items() if word in new and after.get(word) != key]
    back = [word for word, key in after.items() if word in old and before.get(word) != key]
    return bool(away and back)


def _with_next(pair: Pair, hunk: Hunk) -> Iterator[str]:
    for text, (start, end) in ((pair.old, hunk.old()), (pair.new, hunk.new())):
        after = re.match(r"\w*\W*\w*", text[end : end + _FARTHEST])
        yield text[start:end] + (after[0] if after else "")


def _is_all(text: str, hit: Hit, place: tuple[int, int]) -> bool:
    """Whether a hit is all that stands in its hunk, but for parts of words."""
    start, end = place
    start, end = min(start, hit.start), max(end, hit.end)
    return not re.search(r"\w", text[start : hit.start] + text[hit.end : end])


def _place(hit: Hit, hunks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int] | None, int]:
    """Where a hit stands in what both texts share, or None; and the hunk that it is nearest to."""
    at = bisect.bisect_right(hunks, hit.start, key=lambda place: place[1])
    if at < len(hunks) and hunks[at][0] < hit.end:
        return None, at
    since = hunks[at - 1][1] if at else 0
    near = at
    if at == len(hunks) or (at and hit.start - since < hunks[at][0] - hit.end):
        near = at - 1
    return (at, hit.start - since), near


def nearest(hit: Hit, hunks: Sequence[tuple[int, int]], hunk: tuple[int, int]) -> bool:
    """Whether of all hunks this one is the nearest to a hit."""
    return hunks[_place(hit, hunks)[1]] == hunk


def _past(text: str, at: int, part: str) -> int:
    """The place after a part of an edit that begins at a place of the folded text, or -1."""
    if at < 0:
        return -1
    if text.startswith(part, at):
        return at + len(part)
    folded = fold(part)
    found = text.find(folded, at, at + len(folded) + _SLACK)
    return found + len(folded) if found >= 0 else -1


def _widened(text: str, place: tuple[int, int], around: int) -> str:
    """A part of a text with the rest of the words at its ends."""
    start, end = place
    if around:
        return text[max(0, start - around) : end + around]
    head = re.search(r"[\w'-]*$", text[max(0, start - _FARTHEST) : start])
    tail = re.match(r"[\w'-]*", text[end : end + _FARTHEST])
    return (head[0] if head else "") + text[start:end] + (tail[0] if tail else "")
