"""Units: the sentences of a document, each knowing where it stands and what it folds to."""

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.compare import endless, fold, labels, sentences, tokens
from monitor.compare.equivalences import LINE_END
from monitor.compare.labels import Label
from storage.model import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a block stands: the heading over it, and its number under that heading from 1."""

    section: str | None
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence. `text` is raw, with the white space after it; `key` is its fold.

    `spaced` says whether a space parts it, in the fold of its block, from what stands before it.
    `label` is what numbers an item, where that counts items and says nothing else; it is in `text`,
    and of it `key` has only the form.
    """

    text: str
    key: str
    spaced: bool
    label: Label | None
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


def cut(
    block: Block, index: int, language: str | None, *, counted: frozenset[str] = frozenset()
) -> list[Unit]:
    """The sentences of one block, whose folds make up the fold of the block.

    `counted` are the forms of labels that only count. One unit where folding it sentence by
    sentence would fold it otherwise.
    """
    label = labels.read(block.text) if counted else None
    label = label if label and label.form in counted else None
    whole = _key(block.text, label, language, first=True)
    parts = _parts(block.text, label, language)
    keys = [_key(part, label, language, first=not i) for i, part in enumerate(parts)]
    spaces = _spaces(whole, keys)
    if spaces is None:
        parts, keys, spaces = [block.text], [whole], [False]
    return [
        Unit(text=part, key=key, spaced=spaced, label=None if i else label, block=index)
        for i, (part, key, spaced) in enumerate(zip(parts, keys, spaces, strict=True))
    ]


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


def _parts(text: str, label: Label | None, language: str | None) -> list[str]:
    mark = label.text if label else ""
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
def _key(part: str, label: Label | None, language: str | None, *, first: bool) -> str:
    """The fold of a part; of a label only its form is left, since its coming or going counts."""
    if label is None or not first:
        return fold.folded(part, language, at_start=first)
    rest = fold.folded(part[len(label.text) :], language, at_start=True)
    return f"{label.form} {rest}".rstrip()


def _is_single(pair: str) -> bool:
    return len(pair) == 2 and all("\u3040" <= char <= "\u9fff" for char in pair)


def _is_kana(word: str) -> bool:
    return len(word) == 1 and "\u3040" <= word <= "\u309f"
