"""The words that raise flags, one file a language under data/, as patterns ready to search."""

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

_BY_LETTERS = frozenset({"ja", "zh", "ko"})  # written without spaces, or with endings joined on

_PARTS = frozenset({"n't", "n'"})  # parts of words; all else stands by itself
_KATAKANA = "[ァ-ヺー]"
# Before an Arabic word: and, with, to, the; what is joined to it is looked back at, width by width.
_ARTICLE = (
    r"(?:(?<=(?<!\w)ال)|(?<=(?<!\w)لل)|(?<=(?<!\w)[وفبك]ال)|(?<=(?<!\w)ولل)|(?<=(?<!\w)[وف][بك]ال))"
)
_JOINED = r"(?:(?<!\w)|(?<=(?<!\w)[وفبكل])|(?<=(?<!\w)[وف][بكل]))"
_NUMBERED = r"(?!no\. ?\d|may \d|(?<=\d )may\b)"  # "No. 5", "7 May" are figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words to be found in folded text in small letters; `harmless` are longer ones passed over."""

    pattern: re.Pattern[str]
    harmless: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What shows a name where capitals do not; `common`: words that look like one and are none.

    Beside `titles` stands a person's name, beside `bearers` that of a strait, a state, an alliance;
    `endings` are those of places; `surnames` are letters that are a family name before a title,
    `letters` those that write foreign names.
    """

    titles: tuple[str, ...]
    bearers: tuple[str, ...]
    endings: tuple[str, ...]
    common: frozenset[str]
    surnames: str
    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words."""

    negation: Words
    modality: Words
    ladders: tuple[Words, ...]
    rungs: tuple[dict[str, int], ...]  # for each ladder: how far down a word stands
    negating_prefixes: tuple[str, ...]
    negating_suffixes: tuple[str, ...]
    numerals: dict[str, int]
    not_numerals: frozenset[str]
    names: re.Pattern[str] | None
    naming: Naming


@functools.cache
def load(language: str) -> Lexicon | None:
    """The words of a language (`en`, `pt-BR`), or None where there is no file of them."""
    data = read(language[:2].lower())
    if data is None:
        return None
    by_letters = language[:2].lower() in _BY_LETTERS
    ladders = data["strength"]
    return Lexicon(
        negation=_words(data["negation"], data["not_negation"], by_letters=by_letters),
        modality=_words(data["modality"], data["not_modality"], by_letters=by_letters),
        ladders=tuple(
            _words(chain(*ladder), data["not_strength"], by_letters=by_letters)
            for ladder in ladders
        ),
        rungs=tuple(
            {word: rung for rung, words in enumerate(ladder) for word in words}
            for ladder in ladders
        ),
        negating_prefixes=tuple(data["negating_prefixes"]),
        negating_suffixes=tuple(data["negating_suffixes"]),
        numerals=data["numerals"],
        not_numerals=frozenset(data["not_numerals"]),
        names=_names([*data["names"], *data["titles"]], language[:2].lower()),
        naming=Naming(
            titles=tuple(data["titles"]),
            bearers=tuple(data["bearers"]),
            endings=tuple(data["name_endings"]),
            common=frozenset(word.lower() for word in data["not_names"]),
            surnames=data["surnames"],
            letters=data["name_letters"],
        ),
    )


def read(name: str) -> dict[str, Any] | None:
    """The file of a language as it is written; None where there is none."""
    file = resources.files("monitor.compare") / "data" / f"{name}.toml"
    if not (name.isascii() and name.isalpha() and file.is_file()):
        return None
    return tomllib.loads(file.read_text(encoding="utf-8"))


def found(words: Words, lower: str) -> list[str]:
    """The words in a folded text in small letters, in order."""
    return [word for word in words.pattern.findall(lower) if word not in words.harmless]


@functools.cache
def without_numerals(words: frozenset[str]) -> re.Pattern[str] | None:
    """What looks like a numeral and is part of another word."""
    return _pattern(words, by_letters=True) if words else None


def _words(words: Iterable[str], harmless: Sequence[str], *, by_letters: bool) -> Words:
    every = {*words}
    passed = frozenset(harmless) - every
    pattern = _pattern(every | passed, by_letters=by_letters)
    if _PARTS & every:
        pattern = re.compile(rf"{pattern.pattern}|n't(?!\w)|(?<!\w)n'(?=\w)")
    return Words(pattern=pattern, harmless=passed)


def _names(names: Sequence[str], code: str) -> re.Pattern[str] | None:
    """Listed names, without what a language joins to them: ولليابان, Japans, エジプトアラブ."""
    if not names:
        return None
    if code == "ar":
        bare = {name.removeprefix("ال") for name in names}
        with_article = {name.removeprefix("ال") for name in names if name.startswith("ال")}
        found = rf"{_ARTICLE}(?:{_any(bare)})(?!\w)"
        free = bare - with_article
        return re.compile(rf"{found}|{_JOINED}(?:{_any(free)})(?!\w)" if free else found)
    if code == "de":
        return re.compile(rf"(?<!\w)(?:{_any(names)})(?=s?(?!\w))")
    if code == "ja":
        return re.compile("|".join(map(_whole_katakana, sorted(names, key=_longest_first))))
    return _pattern(names, by_letters=code in _BY_LETTERS)


def _whole_katakana(name: str) -> str:
    """Katakana names within others are no names: チリ in チリソース."""
    head = f"(?<!{_KATAKANA})" if re.match(_KATAKANA, name) else ""
    tail = f"(?!{_KATAKANA})" if re.match(_KATAKANA, name[-1]) else ""
    return head + re.escape(name) + tail


def _longest_first(word: str) -> tuple[int, str]:
    return (-len(word), word)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=_longest_first))


def _pattern(words: Iterable[str], *, by_letters: bool) -> re.Pattern[str]:
    if by_letters:
        return re.compile(_any(words))
    return re.compile(rf"(?<!\w){_NUMBERED}(?:{_any(words)})(?!\w)")
