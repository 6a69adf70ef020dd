"""Units: the sentences of a document, each knowing where it stands and what it folds to."""

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.compare import endless, fold, sentences, tokens
from monitor.compare.equivalences import LINE_END
from storage.model import Block

_COUNTED = "\ufdd1"  # stands for a number that only counts
_UNSEEN = "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"  # in a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a block stands: the heading over it, and its number under that heading from 1."""

    section: str | None
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence. `text` is raw, with the white space after it; `key` is its fold.

    `spaced` says whether a space parts it, in the fold of its block, from what stands before it.
    `mark` is the number of a numbered item, where numbers count items and say nothing else; it is
    in `text`, and not in `key`.
    """

    text: str
    key: str
    spaced: bool
    mark: str
    block: int


def places(blocks: Sequence[Block]) -> list[Place]:
    """The place of each block; a heading stands under itself, at 0."""
    found: list[Place] = []
    section: str | None = None
    paragraph = 0
    for block in blocks:
        if block.kind == "heading":
            section, paragraph = block.text, 0
        else:
            paragraph += 1
        found.append(Place(section=section, paragraph=paragraph))
    return found


def cut(block: Block, index: int, language: str | None, *, counted: bool) -> list[Unit]:
    """The sentences of one block, whose folds make up the fold of the block.

    One unit where folding it sentence by sentence would fold it otherwise.
    """
    mark = counter(block.text) if counted else ""
    whole = _key(block.text, mark, language, first=True)
    parts = _parts(block.text, mark, language)
    keys = [_key(part, mark, language, first=not i) for i, part in enumerate(parts)]
    spaces = _spaces(whole, keys)
    if spaces is None:
        parts, keys, spaces = [block.text], [whole], [False]
    return [
        Unit(text=part, key=key, spaced=spaced, mark="" if i else mark, block=index)
        for i, (part, key, spaced) in enumerate(zip(parts, keys, spaces, strict=True))
    ]


def counter(text: str) -> str:
    """The number a block begins with, as it stands there: `1. `, `(2)`, `３　`; empty if none."""
    found = _counter().match(text)
    return found[0] if found else ""


def counted(blocks: Sequence[Block]) -> bool:
    """Whether every number that blocks begin with only counts: runs of two or more from 1 on."""
    runs: dict[str, int] = {}
    for block in blocks:
        mark = counter(block.text)
        if not mark:
            continue
        number = int(re.sub(r"\D", "", mark))
        form = re.sub(rf"\d|{_UNSEEN}", "", mark).strip()
        if number == 1 and runs.get(form) == 1:
            return False
        if number not in (1, runs.get(form, 0) + 1):
            return False
        runs[form] = number
    return 1 not in runs.values()


def forget() -> None:
    """Keep nothing of the texts in memory for another comparison."""
    features.cache_clear()
    _key.cache_clear()


@functools.lru_cache(maxsize=4096)
def features(key: str) -> frozenset[tuple[str, int]]:
    """What of a folded sentence is counted as common with another: words, and pairs of CJK."""
    whole = key.replace(LINE_END, "")
    words = [token.lower() for token in tokens.tokenize(whole) if tokens.is_word(token)]
    pairs = [a + b for a, b in pairwise(words) if _is_single(a + b)]
    kept = [word for word in words if not _is_kana(word)] + pairs
    seen: Counter[str] = Counter()
    found: list[tuple[str, int]] = []
    for word in kept:
        found.append((word, seen[word]))
        seen[word] += 1
    return frozenset(found)


def _parts(text: str, mark: str, language: str | None) -> list[str]:
    whole = sentences.split(text[len(mark) :], language)
    first, *rest = [part for sentence in whole for part in endless.cut(sentence)] or [""]
    return [mark + first, *rest]


def _spaces(whole: str, keys: Sequence[str]) -> list[bool] | None:
    """Before which of its parts a text has a space; None where the parts do not make it up."""
    found: list[bool] = []
    at = 0
    for key in keys:
        spaced = key != "" and whole[at : at + 1] == " "
        at += spaced
        if not whole.startswith(key, at):
            return None
        found.append(spaced)
        at += len(key)
    return found if at == len(whole) else None


@functools.lru_cache(maxsize=4096)
def _key(part: str, mark: str, language: str | None, *, first: bool) -> str:
    """The fold of a part; of a mark only its form is left, since its coming or going counts."""
    if not (mark and first):
        return fold.folded(part, language, at_start=first)
    form = fold.folded(re.sub(rf"\d(?:{_UNSEEN}*\d)*", _COUNTED, mark), language, at_start=False)
    return f"{form} {fold.folded(part[len(mark) :], language, at_start=True)}"


def _is_single(pair: str) -> bool:
    return len(pair) == 2 and all("\u3040" <= char <= "\u9fff" for char in pair)


def _is_kana(word: str) -> bool:
    return len(word) == 1 and "\u3040" <= word <= "\u309f"


@functools.cache
def _counter() -> re.Pattern[str]:
    unseen = f"{_UNSEEN}*"
    short, long = (rf"\d(?:{unseen}\d){{0,{more}}}{unseen}" for more in (1, 2))
    return re.compile(
        rf"\s*{unseen}(?:[(（]{unseen}{long}[)）]\s*|{long}[.)．）](?!{unseen}\d)\s*"
        rf"|{short}\u3000\s*)(?=\S)"
    )
