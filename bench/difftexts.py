"""Pairs of texts for `bench.diff`: ordinary ones with known edits, and those that are hard.

Deterministic: the words of the demo's English texts, shuffled two by two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import shake_128

from bench.words import pair

Edit = tuple[str, str]
_SENTENCES_A_PARAGRAPH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two texts as paragraphs. `edits`: the words put in for others; `moved`: how many paragraphs.

    A hard one is measured by `seconds`, or by `ordinary`: the case of about the same size.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    edits: tuple[Edit, ...] = ()
    moved: int = 0
    ordinary: str = ""
    seconds: float = 0


def ordinary() -> Iterator[Case]:
    """1,500, 10,000 and 60,000 words with 5 and with 30 edits, and one paragraph moved."""
    for words in (1_500, 10_000, 60_000):
        for count in (5, 30):
            yield _edited(f"{words:,} words, {count} edits", words, count)


def hard() -> Iterator[Case]:
    """What costs other ways of comparing minutes: nothing in common, or all of it alike."""
    yield Case(
        name="10,000 words, unrelated",
        before=tuple(map(" ".join, _paragraphs(10_000, _chance("one")))),
        after=tuple(map(" ".join, _paragraphs(10_000, _chance("other")))),
        seconds=1,
    )
    for name, long in (("2 MB, unrelated", 12), ("20,000 short sentences, unrelated", 3)):
        before, after = (tuple(_made_up(20_000, long, letter)) for letter in "ab")
        yield Case(name=name, before=before, after=after, seconds=10)
    half = "x" * 5_000_000
    yield Case(
        name="10 MB of one token",
        before=(f"{half}{half}",),
        after=(f"{half}y{half}",),
        seconds=30,
    )
    size = "60,000 words, 30 edits"
    for name, joint in (("one paragraph", " "), ("paragraphs", "\n")):
        same = ["The same sentence stands here again."] * 10_000
        yield _texts(f"a sentence 10,000 times, {name}", same, _touched(same), joint, size)
    words = (
        " ".join(" ".join(p) for p in _paragraphs(52_000, _chance("x"))).replace(".", "").split()
    )
    yield _texts("300 kB without a full stop", words, _touched(words), " ", size)
    tokens = [f"token{number}" for number in range(60_000)]
    yield _texts("60,000 distinct tokens", tokens, _touched(tokens), " ", size)


def _made_up(count: int, words: int, letter: str) -> Iterator[str]:
    """Sentences of words that stand in no other text that begins with another letter."""
    for sentence in range(count):
        numbers = range(sentence * words, (sentence + 1) * words)
        yield f"{' '.join(f'{letter}word{number:x}' for number in numbers)}.".capitalize()


def _texts(name: str, before: list[str], after: list[str], joint: str, ordinary: str) -> Case:
    one, other = joint.join(before).split("\n"), joint.join(after).split("\n")
    return Case(name=name, before=tuple(one), after=tuple(other), ordinary=ordinary)


def _touched(parts: list[str]) -> list[str]:
    """Thirty parts changed, spread evenly, and one of them taken out near the middle."""
    step = len(parts) // 30
    after = [f"otherwise {part}" if at % step == 7 else part for at, part in enumerate(parts)]
    del after[len(after) // 2]
    return after


def _edited(name: str, words: int, count: int) -> Case:
    chance = _chance(name)
    before = _paragraphs(words, chance)
    after = [list(paragraph) for paragraph in before]
    moved = len(before) // 8
    places = [(i, j) for i, paragraph in enumerate(before) for j in range(len(paragraph))]
    places = [place for place in places if place[0] != moved]
    edits: list[Edit] = []
    for number in range(count):
        i, j = places[(number * len(places) + len(places) // 2) // count]
        after[i][j], edit = _replace(after[i][j], chance)
        edits.append(edit)
    after.insert(len(after) * 7 // 8, after.pop(moved))
    return Case(
        name=name,
        before=tuple(map(" ".join, before)),
        after=tuple(map(" ".join, after)),
        edits=tuple(edits),
        moved=1,
    )


def _replace(sentence: str, chance: Iterator[int]) -> tuple[str, Edit]:
    """One word within the sentence made another, that stands neither before nor after it."""
    words = sentence.split()
    at = 1 + next(chance) % (len(words) - 2)
    while (new := pair(next(chance)).split()[0].lower()) in {w.lower() for w in words}:
        pass
    edit = (words[at], new)
    words[at] = new
    return " ".join(words), edit


def _paragraphs(words: int, chance: Iterator[int]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    while words > 0:
        size = 6 + next(chance) % 9
        drawn = " ".join(pair(next(chance)) for _ in range(size))
        words -= 2 * size
        if len(paragraphs[-1]) == _SENTENCES_A_PARAGRAPH:
            paragraphs.append([])
        paragraphs[-1].append(f"{drawn[0].upper()}{drawn[1:]}.")
    return paragraphs


def _chance(seed: str) -> Iterator[int]:
    drawn = shake_128(seed.encode()).digest(4 * 70_000)
    return (int.from_bytes(drawn[at : at + 4]) for at in range(0, len(drawn), 4))
