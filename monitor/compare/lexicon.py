"""The words that raise flags, one file a language under data/, as patterns ready to search."""

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from itertools import chain

_BY_LETTERS = frozenset({"ja", "zh", "ko"})  # written without spaces, or with endings joined on


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words: patterns over folded text, in small letters."""

    negation: re.Pattern[str]
    modality: re.Pattern[str]
    ladders: tuple[re.Pattern[str], ...]
    rungs: tuple[dict[str, int], ...]  # for each ladder: how far down a word stands
    negating_prefixes: tuple[str, ...]
    negating_suffixes: tuple[str, ...]
    numerals: dict[str, int]


@functools.cache
def load(language: str) -> Lexicon | None:
    """The words of a language (`en`, `pt-BR`), or None where there is no file of them."""
    name = language[:2].lower()
    file = resources.files("monitor.compare") / "data" / f"{name}.toml"
    if not (name.isascii() and name.isalpha() and file.is_file()):
        return None
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    by_letters = name in _BY_LETTERS
    ladders = data["strength"]
    return Lexicon(
        negation=_pattern(data["negation"], by_letters=by_letters),
        modality=_pattern(data["modality"], by_letters=by_letters),
        ladders=tuple(
            _pattern(chain.from_iterable(ladder), by_letters=by_letters) for ladder in ladders
        ),
        rungs=tuple(
            {word: rung for rung, words in enumerate(ladder) for word in words}
            for ladder in ladders
        ),
        negating_prefixes=tuple(data["negating_prefixes"]),
        negating_suffixes=tuple(data["negating_suffixes"]),
        numerals=data["numerals"],
    )


def count(pattern: re.Pattern[str], text: str) -> Counter[str]:
    """How often each word of a pattern stands in a folded text."""
    return Counter(pattern.findall(text.lower()))


def _pattern(words: Iterable[str], *, by_letters: bool) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
    if by_letters:
        return re.compile(longest_first)
    # "n't" and "n'" are parts of words; all else stands by itself.
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)|n't(?!\w)|(?<!\w)n'(?=\w)")
