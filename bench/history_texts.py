"""Texts for `bench.history`: readouts in four languages, and what becomes of them edit by edit.

Deterministic: the same numbers give the same texts on every machine. Most sentences are made of
neighbouring words of the texts in `bench/texts`, shuffled, with an invented name here and there: as
easy or hard to compress and to search as prose is, and hardly any of them stands in two sources.
Some are shared by many (`SHARED`), some were put there to be looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import shake_128
from itertools import chain, pairwise
from pathlib import Path

from storage.model import Block, EditOp, Passage, PassageKind

LANGUAGES = ("en", "ja", "zh", "fr")
_FILES = {"en": "statement.en", "ja": "readout.ja", "zh": "statement.zh", "fr": "statement.fr"}
_TEXTS = Path(__file__).parent / "texts"
_SYLLABLES = ("ba", "den", "ko", "lor", "mi", "nar", "os", "pel", "ra", "sti", "tor", "ul", "ve")
_KANA = "アカサタナハマヤラワイキシチニヒミリウクスツヌフムルエケセテネ"
_HAN = "安平明成国家和海山林建文德华新长青云白石"
_SENTENCES, _PARAGRAPHS = 5, 3  # in a paragraph; under a heading
SHARED = {
    "en": "Both sides agreed to keep the northern channel open to all shipping.",
    "ja": "双方は、北の水路を全ての船舶に開放し続けることで一致しました。",
    "zh": "双方同意继续向所有船只开放北部航道。",
    "fr": "Les deux parties sont convenues de laisser le chenal nord ouvert à tous les navires.",
}
RARE = "the lighthouse keepers’ pension fund is not affected"
_SENTENCE_WITH_IT = f"They noted that {RARE}."
# Of 10,000 sources an invented name stands in some 70, two characters of some in some 180, and a
# word of the texts in nearly every Japanese and Chinese one.
NAME, TWO, EVERYWHERE = "Kolorba", "アカ", "海峡"


@dataclass(slots=True)
class Page:
    """A source's text as it stands: paragraphs of sentences, and its last few states."""

    number: int
    language: str
    chance: "Chance"
    paragraphs: list[list[str]]
    past: list[list[list[str]]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """The text in reading order."""
        joint = "" if self.language in {"ja", "zh"} else " "
        found: list[Block] = []
        for at, paragraph in enumerate(self.paragraphs):
            if at % _PARAGRAPHS == 0:
                head = f"{at // _PARAGRAPHS + 1} {_head(paragraph)}"
                found.append(Block(kind="heading", text=head))
            found.append(Block(kind="paragraph", text=joint.join(paragraph)))
        return found


class Chance:
    """Numbers drawn by the seed, for ever."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count, self._left = seed, 0, list[int]()

    def below(self, limit: int) -> int:
        """A number from 0 to below the limit."""
        if not self._left:
            drawn = shake_128(f"{self._seed}/{self._count}".encode()).digest(1024)
            self._count += 1
            self._left = [int.from_bytes(drawn[i : i + 4]) for i in range(0, 1024, 4)]
        return self._left.pop() % limit


def page(number: int) -> Page:
    """The number-th source's first text: 300 to 3,000 words, most of them short."""
    language = LANGUAGES[number % len(LANGUAGES)]
    chance = Chance(f"page {number}")
    words = 300 + 2700 * chance.below(1000) ** 3 // 1000**3
    sentences: list[str] = []
    while words > 0:
        sentence, long = _sentence(language, chance)
        sentences.append(sentence)
        words -= long
    if number % 97 < len(LANGUAGES):  # one in a hundred of each language
        sentences.insert(len(sentences) // 2, SHARED[language])
    cut = range(0, len(sentences), _SENTENCES)
    return Page(number, language, chance, [sentences[i : i + _SENTENCES] for i in cut])


def edit(one: Page, version: int) -> list[Passage]:
    """Change the page: a word, a sentence, its quotation marks, or back to what it said before."""
    before = [list(paragraph) for paragraph in one.paragraphs]
    drawn = one.chance.below(100)
    if one.number == 0 and version % 4 == 2:
        found = [_inserted(one, _SENTENCE_WITH_IT)]
    elif one.number == 0 and version % 4 == 0:
        found = [_taken_out(one, _SENTENCE_WITH_IT)]
    elif drawn < 6 and len(one.past) > 1:
        found = _back(one)
    elif drawn < 18:
        found = [_inserted(one, _sentence(one.language, one.chance)[0])]
    elif drawn < 30 and sum(map(len, one.paragraphs)) > 6:
        found = [_taken_out(one, None)]
    else:
        found = [_reworded(one)]
    one.past = [*one.past[-2:], before]
    return found


def _inserted(one: Page, sentence: str) -> Passage:
    at = one.chance.below(len(one.paragraphs))
    one.paragraphs[at].insert(one.chance.below(len(one.paragraphs[at]) + 1), sentence)
    return _passage("added", "", sentence, at)


def _taken_out(one: Page, sentence: str | None) -> Passage:
    at = next(
        (i for i, some in enumerate(one.paragraphs) if sentence in some),
        one.chance.below(len(one.paragraphs)),
    )
    some = one.paragraphs[at]
    gone = some.pop(some.index(sentence) if sentence in some else one.chance.below(len(some)))
    if not some:
        del one.paragraphs[at]
    return _passage("removed", gone, "", at)


def _reworded(one: Page) -> Passage:
    at = one.chance.below(len(one.paragraphs))
    some = one.paragraphs[at]
    index = one.chance.below(len(some))
    old, (fresh, _) = some[index], _sentence(one.language, one.chance)
    if one.language in {"ja", "zh"}:
        cut = one.chance.below(max(1, len(old) - 6))
        new = old[:cut] + fresh[:3] + old[cut + 4 :]
    else:
        words = old.split(" ")
        words[one.chance.below(len(words))] = fresh.split(" ")[1]
        new = " ".join(words)
    some[index] = new
    return _passage("changed", old, new, at)


def _back(one: Page) -> list[Passage]:
    was, one.paragraphs = one.paragraphs, [list(some) for some in one.past[-1]]
    old, new = (" ".join(chain.from_iterable(texts)) for texts in (was, one.paragraphs))
    return [_passage("changed", old, new, 0)] if old != new else []


def _passage(kind: PassageKind, before: str, after: str, at: int) -> Passage:
    """How one sentence became another, without the words that both begin and end with."""
    old, new = (re.findall(r"[^ ぁ-鿿]+ ?| |.", text) for text in (before, after))
    short = min(len(old), len(new))
    head = next((i for i in range(short) if old[i] != new[i]), short)
    tail = next((i for i in range(short - head) if old[-1 - i] != new[-1 - i]), short - head)
    edits: tuple[tuple[EditOp, str], ...] = (
        ("=", "".join(old[:head])),
        ("-", "".join(old[head : len(old) - tail])),
        ("+", "".join(new[head : len(new) - tail])),
        ("=", "".join(old[len(old) - tail :])),
    )
    return Passage(
        kind=kind, change="wording", before=before, after=after,
        edits=tuple(part for part in edits if part[1]),
        flags=("number",) if re.search(r"\d", before + after) else (),
        section=f"{at // _PARAGRAPHS + 1}", paragraph=at % _PARAGRAPHS + 1,
    )  # fmt: skip


def _sentence(language: str, chance: Chance) -> tuple[str, int]:
    """A sentence, and how many words it counts as: two characters are one in ja and zh."""
    pairs = _pairs(language)
    drawn = [pairs[chance.below(len(pairs))] for _ in range(5 + chance.below(9))]
    drawn.insert(chance.below(len(drawn)), _name(language, chance))
    if language in {"ja", "zh"}:
        said = f"{''.join(drawn)}。"
        return said, len(said) // 2
    said = " ".join(drawn)
    return f"{said[0].upper()}{said[1:]}.", said.count(" ") + 1


def _name(language: str, chance: Chance) -> str:
    """An invented name, or a figure."""
    if chance.below(3) == 0:
        return f"{chance.below(90_000):,}"
    letters: Sequence[str] = {"ja": _KANA, "zh": _HAN}.get(language, _SYLLABLES)
    return "".join(letters[chance.below(len(letters))] for _ in range(2 + chance.below(3))).title()


def _head(paragraph: Sequence[str]) -> str:
    return " ".join(paragraph[0].split(" ")[:4])[:18].rstrip(" .,。、")


@cache
def _pairs(language: str) -> tuple[str, ...]:
    """Each two neighbouring words of the language's text."""
    text = (_TEXTS / f"{_FILES[language]}.txt").read_text(encoding="utf-8")
    return tuple(_neighbours(text, language))


def _neighbours(text: str, language: str) -> Iterator[str]:
    if language in {"ja", "zh"}:  # a word is a run of one script
        words = re.findall(r"[一-鿿]{1,3}|[ァ-ー]+|[ぁ-ん]+|、", text)
        yield from (one + other for one, other in pairwise(words) if other != "、")
    else:
        words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*,?", text)
        yield from (f"{one} {other}" for one, other in pairwise(words))
