"""In which version each sentence of a text arrived, by what every version did to it. Pure.

A sentence that moved, or was set in other type, keeps its arrival. One that left and came back
arrives anew. Sentences are told apart as the comparison does it: by their folds, and where these
differ by its passages, which know what is wording and what is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from monitor.compare import anchors, units
from monitor.compare.fold import letters
from storage.model import Block, BlockKind, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A version's text, and how it differs from the one before it in time."""

    number: int
    blocks: Sequence[Block]
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A sentence and the version that brought it.

    Where it stood before and was gone in between: `stood`, the version that first had it, and
    `gone`, the one that last took it out.
    """

    text: str
    block: int
    kind: BlockKind
    number: int
    stood: int | None
    gone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    key: str
    block: int


_Origin = tuple[int, int | None, int | None]  # the version; first stood, and last gone before it


def arrivals(readings: Iterable[Reading], language: str | None) -> list[Arrived]:
    """The sentences of the last of these readings, which follow each other in time."""
    known: dict[tuple[BlockKind, str], list[tuple[str, str]]] = {}
    past = _Past()
    before: list[_Sentence] = []
    origins: list[_Origin] = []
    blocks: Sequence[Block] = ()
    for reading in readings:
        blocks = reading.blocks
        now = list(_sentences(blocks, language, known))
        came = _carried(before, now, reading.passages)
        origins = _eldest(before, now, [
            past.arrival(one.key, reading.number) if at is None else origins[at]
            for one, at in zip(now, came, strict=True)
        ], origins)  # fmt: skip
        past.note(before, now, reading.number)
        before = now
    return [
        Arrived(
            text=one.text,
            block=one.block,
            kind=blocks[one.block].kind,
            number=number,
            stood=stood,
            gone=gone,
        )
        for one, (number, stood, gone) in zip(before, origins, strict=True)
    ]


def _eldest(
    before: Sequence[_Sentence],
    now: Sequence[_Sentence],
    made: list[_Origin],
    older: Sequence[_Origin],
) -> list[_Origin]:
    """Of a sentence that stands less often than before, those that came last went first."""
    counts = Counter(one.key for one in now)
    fewer = {
        key for key, count in Counter(one.key for one in before).items() if count > counts[key]
    }
    left = {
        key: sorted((origin for one, origin in zip(before, older, strict=True) if one.key == key),
                    key=itemgetter(0), reverse=True)
        for key in fewer & counts.keys()
    }  # fmt: skip
    return [
        left[one.key].pop() if one.key in left else origin
        for one, origin in zip(now, made, strict=True)
    ]


class _Past:
    """When each sentence first stood, and was last taken out."""

    def __init__(self) -> None:
        self.first: dict[str, int] = {}
        self.gone: dict[str, int] = {}

    def arrival(self, key: str, number: int) -> _Origin:
        """Where a sentence comes from that was not there just now."""
        gone = self.gone.get(key)
        return number, None if gone is None else self.first[key], gone

    def note(self, before: Sequence[_Sentence], now: Sequence[_Sentence], number: int) -> None:
        """Remember which sentences this version has, and which it has no more."""
        here = {one.key for one in now}
        for key in here:
            self.first.setdefault(key, number)
        self.gone.update({one.key: number for one in before if one.key not in here})


def _sentences(
    blocks: Sequence[Block],
    language: str | None,
    known: dict[tuple[BlockKind, str], list[tuple[str, str]]],
) -> Iterator[_Sentence]:
    """The sentences of all blocks; `known` keeps those of blocks that were cut already."""
    for index, block in enumerate(blocks):
        name = (block.kind, block.text)
        if name not in known:
            known[name] = [(one.text, one.key) for one in units.cut(block, index, language)]
        for text, key in known[name]:
            yield _Sentence(text=text, key=key, block=index)


def _carried(
    before: Sequence[_Sentence], now: Sequence[_Sentence], passages: Sequence[Passage]
) -> list[int | None]:
    """Which sentence of the text before each of these is; None for those that arrived."""
    found: list[int | None] = [None] * len(now)
    for i, j in anchors.match([one.key for one in before], [one.key for one in now]):
        found[j] = i
    left = _Left(before, {at for at in found if at is not None})
    for j, one in enumerate(now):  # what only moved
        found[j] = left.take(one.key) if found[j] is None else found[j]
    for j, one in enumerate(now):
        if found[j] is None and not _is_news(one.text, passages):
            found[j] = left.take_like(one, passages)
    return found


class _Left:
    """The sentences of the older text that were not found again yet."""

    def __init__(self, before: Sequence[_Sentence], taken: set[int]) -> None:
        self.before = before
        self.by_key: dict[str, list[int]] = defaultdict(list)
        for at in range(len(before) - 1, -1, -1):
            if at not in taken:
                self.by_key[before[at].key].append(at)

    def take(self, key: str) -> int | None:
        """One that is the same, the first of them."""
        places = self.by_key.get(key)
        return places.pop() if places else None

    def take_like(self, one: _Sentence, passages: Sequence[Passage]) -> int | None:
        """The one of which this is another setting: by its letters, or by a passage."""
        wanted = letters(one.key)
        same = (key for key, at in self.by_key.items() if at and letters(key) == wanted)
        if (key := next(same, None)) is not None:
            return self.take(key)
        for passage in passages:
            if one.text.strip() in passage.after:
                held = [at for at in range(len(self.before)) if self._is_left(at, passage)]
                return max(held, default=None)
        return None

    def _is_left(self, at: int, passage: Passage) -> bool:
        sentence = self.before[at]
        return at in self.by_key[sentence.key] and sentence.text.strip() in passage.before


def _is_news(text: str, passages: Sequence[Passage]) -> bool:
    """Whether a sentence stands in words that came with the version."""
    return any(
        passage.change == "wording" and passage.kind != "moved" and text.strip() in passage.after
        for passage in passages
    )
