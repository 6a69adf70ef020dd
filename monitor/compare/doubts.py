"""Doubtful hyphens read as the other text has the word, so that no edit names what is no change.

A PDF that broke "coop-|eration" does not tell whether the hyphen is the word's own. Beside a text
that spells the word in one of the two ways, it is read like that; what is read here is for showing
alone. Whether the wording is the same is decided by the folds, in which the doubt stands.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from monitor.compare.equivalences import DOUBTFUL
from monitor.compare.fold import fold
from storage.model import DOUBT, Block, unmarked

_MOST = 6  # doubtful hyphens in one word: a longer one is read as it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two texts: `blocks` as they were read, `settled` without a mark of doubt.

    `words` are those in doubt, as they stand there, with what they are read as.
    """

    blocks: Sequence[Block]
    settled: Sequence[Block]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a text, folded: those spelled without doubt, and every reading of the others."""

    certain: frozenset[str]
    doubtful: tuple[str, ...]
    possible: frozenset[str]
    shown: frozenset[str]


def sides(before: Sequence[Block], after: Sequence[Block]) -> tuple[Side, Side]:
    """Two texts, with their doubtful words read each as the other has them. Symmetric."""
    if not any(DOUBT in block.text for block in (*before, *after)):
        return _plain(before), _plain(after)
    one, other = _words(before), _words(after)
    return _side(before, _readings(one, other)), _side(after, _readings(other, one))


def settled(text: str, words: Mapping[str, str]) -> str:
    """The text without a mark of doubt, its doubtful words read as given, else as shown."""
    if DOUBT not in text:
        return text
    return unmarked(_word().sub(lambda found: words.get(found[0], found[0]), text))


def _plain(blocks: Sequence[Block]) -> Side:
    return Side(blocks=blocks, settled=blocks, words={})


def _side(blocks: Sequence[Block], words: Mapping[str, str]) -> Side:
    read = [replace(block, text=settled(block.text, words)) for block in blocks]
    return Side(blocks=blocks, settled=read, words=words)


def _words(blocks: Sequence[Block]) -> _Words:
    found = dict.fromkeys(word for block in blocks for word in _word().findall(block.text))
    doubtful = tuple(word for word in found if DOUBT in word)
    return _Words(
        certain=frozenset(_key(word) for word in found if DOUBT not in word),
        doubtful=doubtful,
        possible=frozenset(_key(one) for word in doubtful for one in _spellings(word)),
        shown=frozenset(_key(unmarked(word)) for word in doubtful),
    )


def _readings(mine: _Words, theirs: _Words) -> dict[str, str]:
    return {word: _reading(word, mine, theirs) for word in mine.doubtful}


def _reading(word: str, mine: _Words, theirs: _Words) -> str:
    """As the other text spells it; where both are in doubt, as either text spells or shows it."""
    spellings = {_key(one): one for one in _spellings(word)}
    known = spellings.keys() & theirs.certain
    shared = spellings.keys() & theirs.possible
    if not known and shared:
        spelled = shared & mine.certain
        known = spelled or (shared & (mine.shown | theirs.shown)) or shared
        return spellings[min(known)]
    return spellings[known.pop()] if len(known) == 1 else unmarked(word)


def _spellings(word: str) -> list[str]:
    """The word with each doubtful hyphen kept and dropped."""
    parts, marks = _mark().split(word), _mark().findall(word)
    if len(marks) > _MOST:
        return [unmarked(word)]
    ways = product(*(("", "- " if mark.endswith(" ") else "-") for mark in marks))
    return [
        parts[0] + "".join(map("".join, zip(hyphens, parts[1:], strict=True))) for hyphens in ways
    ]


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(DOUBTFUL.pattern)


def _key(word: str) -> str:
    return (word if word.isascii() else fold(word)).lower()


@cache
def _word() -> re.Pattern[str]:
    """Letters with their hyphens and apostrophes, with what no reader sees, and with doubt."""
    unseen = "\u00ad\u200b-\u200d\u2060"
    joint = rf"(?:{DOUBTFUL.pattern}|['’\-\u2010\u2011{unseen}])"
    return re.compile(rf"[^\W_]+(?:{joint}[^\W_]+)*")
