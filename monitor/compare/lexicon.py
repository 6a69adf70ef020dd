"""The words that raise flags, one file a language under data/, as patterns ready to search."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

from monitor.compare.changed import Hit

_BY_LETTERS = frozenset({"ja", "zh", "ko"})  # written without spaces, or with endings joined on

_TOKEN = re.compile(r"\w+")
_HAN = re.compile("[一-龥]+")
_PARTS = {"n't": r"n't(?!\w)", "n'": r"(?<!\w)n'(?=\w)", "'ll": r"(?<=\w)'ll(?!\w)",
          "'d": r"(?<=\w)'d(?!\w)"}  # fmt: skip  # parts of words; all else stands by itself
_KATAKANA = "[ァ-ヺー]"
# Before an Arabic word: and, with, to, the; what is joined to it is looked back at, width by width.
_ARTICLE = (
    r"(?:(?<=(?<!\w)ال)|(?<=(?<!\w)لل)|(?<=(?<!\w)[وفبك]ال)|(?<=(?<!\w)ولل)|(?<=(?<!\w)[وف][بك]ال))"
)
_JOINED = r"(?:(?<!\w)|(?<=(?<!\w)[وفبكل])|(?<=(?<!\w)[وف][بكل]))"
# What makes one sign part of a longer word: 条約, 规约, 附近, 조약.
_BEFORE_ONE_SIGN = "条條规規契公盟节節婚解密誓预預予大制协協要集附付最接亲親邻鄰远遠迫几幾가-힣"
_NEVER = re.compile(r"(?!)")
_NUMBERED = r"(?!no\.? ?\d|may \d|(?<=\d )may\b)"  # "No. 5", "7 May" are figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words to be found in folded text in small letters; `harmless` are longer ones passed over.

    `firsts`: a text that has none of these has none of the words; None where that cannot be told.
    """

    pattern: re.Pattern[str]
    harmless: frozenset[str]
    firsts: frozenset[str] | None = None


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

    language: str
    by_letters: bool  # whether words are found inside longer ones
    negation: Words
    modality: Words
    ladders: tuple[Words, ...]
    rungs: tuple[dict[str, int], ...]  # for each ladder: how far down a word stands
    negating_prefixes: tuple[str, ...]
    negating_suffixes: tuple[str, ...]
    not_negated: frozenset[str]  # words that look like a negated one
    opposed: tuple[tuple[str, str], ...]  # a word and what negates it
    opposites: re.Pattern[str] | None  # each of these
    affixed: re.Pattern[str] | None  # a negating sign and the `rest` of its word
    signs: str
    strengthening: Words
    weakening: Words
    faint: frozenset[str]  # words of ladders that count only beside others of theirs
    name_like: re.Pattern[str] | None  # names that look like a listed word in small letters
    numerals: dict[str, int]
    quantities: Words  # half, dozens: they count where another quantity takes their place
    bounds: re.Pattern[str] | None  # what stands before or `after` a figure: at least, 以上
    bounded: dict[str, int]  # for each of these: which say the same
    not_numerals: frozenset[str]
    abbreviations: re.Pattern[str] | None  # and the space behind their full stop
    names: re.Pattern[str] | None
    naming: Naming


@functools.cache
def load(language: str) -> Lexicon | None:
    """The words of a language (`en`, `pt-BR`), or None where there is no file of them."""
    code = language[:2].lower()
    data = read(code)
    if data is None:
        return None
    by_letters = code in _BY_LETTERS
    ladders = data["strength"]
    signs = "".join(one for one in data["negating_prefixes"] if len(one) == 1)

    def words(kind: str, harmless: str) -> Words:
        return _words(data[kind], data[harmless], by_letters=by_letters)

    return Lexicon(
        language=code,
        by_letters=by_letters,
        negation=words("negation", "not_negation"),
        modality=_words(
            data["modality"],
            data["not_modality"],
            by_letters=by_letters,
            affixes=data["modal_affixes"],
            not_affixed=data["not_modal_affixed"],
        ),
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
        not_negated=frozenset(data["not_negated"]),
        opposed=tuple((plain, negated) for plain, negated in data["opposites"]),
        opposites=_opposites([*chain(*data["opposites"])], by_letters=by_letters),
        affixed=re.compile(f"[{signs}](?P<rest>[一-龥]{{1,2}})") if _HAN.match(signs) else None,
        signs=signs,
        strengthening=words("strengthening", "not_strength"),
        weakening=words("weakening", "not_strength"),
        faint=frozenset(data["faint"]),
        name_like=_name_like(data["also_names"], data["before_names"]),
        numerals=data["numerals"],
        quantities=_words(data["quantities"], (), by_letters=by_letters),
        bounds=_bounds([*chain(*data["bounds"])], data["numerals"], by_letters=by_letters),
        bounded={word.strip("-"): at for at, words in enumerate(data["bounds"]) for word in words},
        not_numerals=frozenset(data["not_numerals"]),
        abbreviations=_abbreviations(data["abbreviations"]),
        names=_names([*data["names"], *data["titles"]], code),
        naming=Naming(
            titles=tuple(data["titles"]),
            bearers=tuple(data["bearers"]),
            endings=tuple(data["name_endings"]),
            common=frozenset(word.lower() for word in data["not_names"]),
            surnames=data["surnames"],
            letters=data["name_letters"],
        ),
    )


def _opposites(words: Sequence[str], *, by_letters: bool) -> re.Pattern[str] | None:
    return _pattern(words, by_letters=by_letters) if words else None


def _bounds(
    words: Sequence[str], numerals: Iterable[str], *, by_letters: bool
) -> re.Pattern[str] | None:
    """These words before a number, or behind one where they begin with a hyphen."""
    if not words:
        return None
    head = rf"(?<![{_BEFORE_ONE_SIGN}])" if by_letters else r"(?<!\w)"
    after = [word[1:] for word in words if word.startswith("-")]
    before = [word for word in words if not word.startswith("-")]
    tail = "" if by_letters else r"(?!\w)"
    figures = common("figures")
    scales, units = _any(figures["scales"]), _any(chain(*figures["units"].values()))
    # The figure goes on to its scale and currency, so that they are said: 約1兆円.
    digits = rf"(?:[a-z]{{0,3}}[$€£¥])?\d[\d.,]*(?:\s?(?:{scales}){tail})*(?:\s?(?:{units}){tail})?"
    number = rf"(?:{digits}|(?:{_any(numerals)}){tail})"
    if by_letters:
        long = [word for word in before if len(word) > 1]
        short = [word for word in before if len(word) == 1]
        known = "|".join([_any(long), *([f"{head}(?:{_any(short)})"] if short else [])])
    else:
        known = head + f"(?:{_any(before)})"
    forms = [rf"(?P<bound>{known})\s?{number}"]
    behind = rf"{number}[^\d\s、。]{{0,5}}?(?P<after>{_any(after)})"
    forms.append(behind if after else "(?P<after>(?!))")
    return re.compile("|".join(forms))


def _abbreviations(words: Sequence[str]) -> re.Pattern[str] | None:
    """What is cut short before a name, initials too: Mr. Smith, J. Hale, the U.S. Senate."""
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{_any(words)}|(?:[A-ZÀ-ÖØ-ÞА-ЯЁ]\.)*[A-ZÀ-ÖØ-ÞА-ЯЁ])\. (?=\w)")


def _name_like(words: Sequence[str], before: Sequence[str]) -> re.Pattern[str] | None:
    """Listed words with a capital inside a sentence, and those before a word with one."""
    forms = []
    if words:
        capital = _any(word.capitalize() for word in words)
        forms += [rf"(?<={lead} )(?:{capital})(?!\w)" for lead in (r"\w", r"Mr\.", r"Mrs\.")]
    lower = [word for word in before if word.islower()]
    if lower:
        forms.append(rf"(?<!\w)(?:{_any(lower)})(?= [A-ZÀ-ÖØ-Þ])")
    if given := [word for word in before if not word.islower()]:
        # Within a sentence, or where one begins that asks nothing: Will Japan act?
        lead = r"(?<!\w)(?P<lead>[a-z][\w']* |(?:Mr|Sen|Rep|Gov)\. )"
        ends = r"(?= [A-ZÀ-ÖØ-Þ]\w+[^.?!]{0,300}(?:[.!]|$))"
        forms.append(rf"(?:{lead}|(?:^|(?<=[.!?] )))(?:{_any(given)})(?= [A-ZÀ-ÖØ-Þ]){ends}")
    return re.compile("|".join(forms)) if forms else None


def read(name: str) -> dict[str, Any] | None:
    """The file of a language as it is written; None where there is none."""
    file = resources.files("monitor.compare") / "data" / f"{name}.toml"
    if not (name.isascii() and name.isalpha() and file.is_file()):
        return None
    return tomllib.loads(file.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=16)
def _tokens(lower: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(lower))


@functools.cache
def common(name: str) -> dict[str, Any]:
    """A file of words that all languages share: `figures`, `dates`."""
    file = resources.files("monitor.compare") / "data" / "common" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def found(words: Words, lower: str) -> list[Hit]:
    """The words in a folded text in small letters, in order, each with its place."""
    if words.firsts is not None and words.firsts.isdisjoint(_tokens(lower)):
        return []
    return [
        Hit(key=one[0], written=one[0], start=one.start(), end=one.end())
        for one in words.pattern.finditer(lower)
        if one[0] not in words.harmless
    ]


def small(text: str) -> str:
    """The text in small letters, every character at its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)  # İ


@functools.cache
def without_numerals(words: frozenset[str]) -> re.Pattern[str] | None:
    """What looks like a numeral and is part of another word."""
    return _pattern(words, by_letters=True) if words else None


def _words(
    words: Iterable[str],
    harmless: Sequence[str],
    *,
    by_letters: bool,
    affixes: Sequence[str] = (),
    not_affixed: Sequence[str] = (),
) -> Words:
    every = {*words}
    if not every:
        return Words(pattern=_NEVER, harmless=frozenset())
    passed = frozenset(harmless) - every
    pattern = _pattern(every | passed, by_letters=by_letters)
    parts = [form for part, form in _PARTS.items() if part in every]
    if parts or affixes:
        forms = [pattern.pattern, *parts, *_affixed(affixes, not_affixed)]
        pattern = re.compile("|".join(forms))
    firsts = None
    if not by_letters and not affixes:
        firsts = frozenset(token for word in every for token in _firsts(word))
    return Words(pattern=pattern, harmless=passed, firsts=firsts)


def _firsts(word: str) -> list[str]:
    """The token that a text with this word has; of a part of a word, both ends of it."""
    found = _TOKEN.findall(word)
    return found if word in _PARTS else found[:1]


def _affixed(affixes: Sequence[str], but: Sequence[str]) -> Iterator[str]:
    """Words that end so (-eront) or begin so (سي-), but for those that begin like these."""
    no = rf"(?<!\w)(?!{_any(but)})" if but else r"(?<!\w)"
    ends = [one[1:] for one in affixes if one.startswith("-")]
    starts = [one[:-1] for one in affixes if one.endswith("-")]
    if ends:
        yield rf"{no}\w{{2,}}(?:{_any(ends)})(?!\w)"
    if starts:
        yield rf"{no}(?:{_any(starts)})\w{{2,}}"


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
