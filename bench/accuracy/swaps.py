"""Finding the places of a text at which one token may be put for another."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.accuracy.cases import Hunks
from bench.accuracy.texts import LETTER_SCRIPTS
from bench.accuracy.vocabulary import Pairs

Finder = Callable[[str, str], Iterator["Swap"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`text[start:end]` becomes `new`. `hunks`: the ways in which the edit may be named."""

    start: int
    end: int
    new: str
    hunks: tuple[Hunks, ...]
    flag: str = ""  # where it is another than the kind's


def swap(at: re.Match[str], new: str, *, group: int = 0, hunks: tuple[Hunks, ...] = ()) -> Swap:
    """What a pattern found, in the place of which something else stands."""
    ways = hunks or (((at[group].strip(), new.strip()),),)
    return Swap(start=at.start(group), end=at.end(group), new=new, hunks=ways)


def by_pairs(table: dict[str, Pairs]) -> Finder:
    """Each first half of a pair that stands in the text."""

    def find(text: str, language: str) -> Iterator[Swap]:
        for old, new in table.get(language, ()):
            for at in re.finditer(_word(old, language, taken_out=not new), text):
                yield swap(at, new, hunks=_ways(old, new, language))

    return find


def each(pattern: str, into: Callable[[re.Match[str]], str]) -> Finder:
    """What a pattern finds, given as something else."""
    return lambda text, _language: (swap(at, into(at)) for at in re.finditer(pattern, text))


def _word(old: str, language: str, *, taken_out: bool) -> str:
    if language in LETTER_SCRIPTS:
        return re.escape(old)
    end = r" (?=\w)" if taken_out else r"(?![\w'’-])"
    return rf"(?<![\w'’-]){re.escape(old)}{end}"


def _ways(old: str, new: str, language: str) -> tuple[Hunks, ...]:
    """The least that differs: by letters in scripts without spaces, else by words."""
    if language in LETTER_SCRIPTS:
        one, other = list(old), list(new)
        joint = ""
    else:
        one, other = old.split(" "), new.split(" ") if new else []
        joint = " "
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (((joint.join(one), joint.join(other)),),)
