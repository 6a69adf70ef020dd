"""Numbers as values: to tell 2,000 from 20,000, and to see that 1兆 and 1,000,000,000,000 agree."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from monitor.compare import lexicon
from monitor.compare.changed import Hit
from monitor.compare.numerals import in_words, kanji

_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_OPAQUE = frozenset(":/+" + _FRACTIONS)  # 10:30, 3/4, 2+2: no value, only a way of writing
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_KOREAN_ARTICLE = re.compile(r"(제 ?\d+)조")
_COMMA = frozenset({"de", "fr", "es", "it", "pt", "ru"})  # 3,5 is three and a half

# Left out as easily as put in: 5 years, 5 long years.
_SOFT = frozenset({"kg", "km", "nm", "mi", "t", "m", "ft", "h", "min", "d", "w", "mo", "y"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a text: its value, what it counts, as it is written, and its figures alone.

    The value is the figures themselves where they are none: 10:30, 2+2. `figures` is empty where
    the number is written in words.
    """

    value: Fraction | str
    unit: str
    written: str
    start: int
    end: int
    figures: str = ""

    @property
    def firm(self) -> tuple[Fraction | str, str]:
        """Value and unit, but for units that are left out as easily as put in."""
        return (self.value, "" if self.unit in _SOFT else self.unit)

    @property
    def is_soft(self) -> bool:
        """Whether its unit does not count in `firm`."""
        return self.unit in _SOFT


def read(text: str, language: str) -> list[Number]:
    """The numbers of a folded text, those in figures before those in words."""
    lower = lexicon.small(text)
    words = lexicon.load(language)
    found = [_roman(one, text) for one in _numbered().finditer(lower)]
    found += shares(text)
    rest = _blanked(without_articles(lower), [(n.start, n.end) for n in found])
    spans = list(_figures(comma=language[:2] in _COMMA).finditer(rest))
    found += [_number(one, text, language) for one in spans]
    if words is None:
        return found
    rest = _blanked(rest, [one.span() for one in spans])
    quantities = [
        hit
        for hit in lexicon.found(words.quantities, rest)
        if hit.written not in words.numerals or not _is_counted(rest, hit.start, words)
    ]
    found += [_quantity(hit) for hit in quantities]
    rest = _blanked(rest, [(hit.start, hit.end) for hit in quantities])
    no_numbers = lexicon.without_numerals(words.not_numerals)
    rest = no_numbers.sub(lambda one: " " * len(one[0]), rest) if no_numbers else rest
    for value, start, stop in in_words(rest, words.numerals):
        unit = _following().match(lower, stop)
        end = unit.end() if unit else stop
        called = _units()[unit[1]] if unit else ""
        found.append(
            Number(
                value=Fraction(value), unit=called, written=text[start:end], start=start, end=end
            )
        )
    return found


def without_articles(text: str) -> str:
    """The text without the sign of an article behind its number: 제5조 is not five trillion."""
    return _KOREAN_ARTICLE.sub(r"\1\n", text)


def shares(text: str) -> list[Number]:
    """The shares of a folded text that are written out: 百分之三点五, 三分の一."""
    return [_share(one, text) for one in _shares().finditer(text)]


def bounds(text: str, words: lexicon.Lexicon) -> list[Hit]:
    """What says on which side of a figure the number lies, with it: *at least 5*, 5人以上."""
    lower = lexicon.small(text)
    return [
        Hit(
            key=words.bounded[one["bound"] or one["after"]],
            written=text[one.start() : one.end()],
            start=one.start(),
            end=one.end(),
        )
        for one in (words.bounds.finditer(lower) if words.bounds else ())
    ]


def _quantity(hit: Hit) -> Number:
    value = _written_shares().get(hit.written, hit.written)
    return Number(value=value, unit="", written=hit.written, start=hit.start, end=hit.end)


def _is_counted(lower: str, start: int, words: lexicon.Lexicon) -> bool:
    """Whether a number in words stands before a place: five millions."""
    before = re.search(r"([^\W\d_]+)[ -]$", lower[max(0, start - 30) : start])
    return before is not None and before[1] in words.numerals


def _roman(one: re.Match[str], text: str) -> Number:
    """The number of an article in Roman figures."""
    worth = [_ROMAN[letter] for letter in one["roman"]]
    value = sum(-a if a < b else a for a, b in zip(worth, [*worth[1:], 0], strict=True))
    start, end = one.span("roman")
    written = text[start:end]
    return Number(
        value=Fraction(value), unit="", written=written, start=start, end=end, figures=written
    )


def _share(one: re.Match[str], text: str) -> Number:
    """百分之三点五, 三分の一: a share in words, hundredths as percent."""
    whole, share = _han(one["whole"]), _han(one["share"])
    unit = {100: "%", 1000: "‰"}.get(int(whole), "") if one["of"] == "之" else ""
    value = share if unit else share / whole if whole else share
    start, end = one.span()
    written = text[start:end]
    return Number(value=value, unit=unit, written=written, start=start, end=end, figures=written)


def _han(written: str) -> Fraction:
    """A number in Chinese or plain figures, with its point: 三点五, 3.5."""
    whole, _, part = re.sub("[点點]", ".", written).partition(".")
    digits = "".join(one if one.isdecimal() else str(kanji(one)) for one in part)
    value = Fraction(_integer(whole) if whole.isdecimal() else kanji(whole))
    return value + (Fraction(_integer(digits), int("1" + "0" * len(digits))) if digits else 0)


def _blanked(lower: str, spans: list[tuple[int, int]]) -> str:
    """The text with these parts blanked out, every other character where it was."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [lower[at:start], "\n" * (end - max(at, start))]
        at = end
    return "".join([*parts, lower[at:]])


def _number(found: re.Match[str], text: str, language: str) -> Number:
    unit = _units().get((found["unit"] or found["sign"] or "").strip(), "")
    number = (found["number"] + (found["short"] or found["letter"] or "")).strip()
    worth = _worth(number, language)
    value = _written_shares().get(number, number) if worth is None else worth
    if found["minus"]:
        value = f"-{value}" if isinstance(value, str) else -value
    figures = number if unit in _SOFT else found[0].strip()
    start, end = found.span()
    written = text[start:end].strip()
    return Number(value=value, unit=unit, written=written, start=start, end=end, figures=figures)


def _worth(number: str, language: str) -> Fraction | None:
    """The value of figures with their scales; None where they have none."""
    if _OPAQUE & set(number):
        return None
    comma = language[:2] in _COMMA
    parts = _scaled().findall(number)
    plain = [_plain(digits, comma=comma) for digits, _ in parts]
    value = Fraction(0)
    if parts and (short := _short().search(number)):
        parts[-1] = (parts[-1][0], "")
        plain[-1] = plain[-1] * 10 ** _common()["short"][short[1]] if plain[-1] else plain[-1]
    for one, (_, scale) in zip(plain, parts, strict=True):
        if one is None:
            return None
        value += one * _scale(scale)
    return value


def _scale(scales: str) -> int:
    product = 1
    for scale in _each_scale().findall(scales):
        product *= 10 ** _scales()[scale]
    return product


def _plain(digits: str, *, comma: bool) -> Fraction | None:
    """Figures with their separators as a value; None where they are no number (1.2.3)."""
    digits = digits.strip().replace("٬", ",").replace("٫", ".")
    group, point = (".", ",") if comma else (",", ".")
    digits = digits.replace(" ", "")
    whole, _, part = digits.partition(point)
    groups = whole.split(group)
    if len(groups) > 1 and any(len(one) != 3 for one in groups[1:]):
        if len(groups) > 2 or part:
            return None
        whole, part = groups  # the other language's point: 3,5 in English
    elif part and not part.isdigit():
        return None
    whole = whole.replace(group, "")
    return Fraction(_integer(whole + part), 10 ** len(part))


def _integer(digits: str) -> int:
    """Any script's digits, however many: Python's limit on reading numbers is not ours."""
    value = 0
    for at in range(0, len(digits), 4000):
        part = digits[at : at + 4000]
        value = value * int("1" + "0" * len(part)) + int(part)
    return value


def _any(words: Mapping[str, object]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + _end(word[-1]) for word in longest)


def _end(last: str) -> str:
    """What follows a word: no letter, where the script parts its words."""
    return r"(?!\w)" if last.isalpha() and ord(last) < 0x1100 else ""


@functools.cache
def _common() -> dict[str, Any]:
    return lexicon.common("figures")


@functools.cache
def _scales() -> dict[str, int]:
    return dict(_common()["scales"])


@functools.cache
def _units() -> dict[str, str]:
    return {word: unit for unit, words in _common()["units"].items() for word in words}


@functools.cache
def _signs() -> str:
    """What of a currency's names stands before figures with its letters: us$, aud, rmb."""
    return "|".join(
        re.escape(word) for word in sorted(_units(), key=len, reverse=True) if _is_code(word)
    )


def _is_code(word: str) -> bool:
    plain = word.rstrip("$¥")
    named = len(word) == 3 and (word.upper() in _common()["units"] or word in {"rmb", "ntd"})
    return plain.isascii() and plain.isalpha() and (plain != word or named)


@functools.cache
def _written_shares() -> dict[str, str]:
    return {word: share for share, words in _common()["shares"].items() for word in words}


@functools.cache
def _numbered() -> re.Pattern[str]:
    """Roman figures behind what is numbered so."""
    words = "|".join(_common()["numbered"])
    return re.compile(rf"(?<!\w)(?:{words}) (?P<roman>[ivxl]+)(?!\w)")


@functools.cache
def _shares() -> re.Pattern[str]:
    number = r"(?:[〇零一二三四五六七八九十百千]{1,20}|\d{1,20})"  # unbounded, it costs the square
    return re.compile(
        rf"(?P<whole>{number})分(?P<of>[之の])(?P<share>{number}(?:[点點.][〇零一二三四五六七八九\d]+)?)"
    )


@functools.cache
def _short() -> re.Pattern[str]:
    return re.compile(rf"\d\s?([{''.join(_common()['short'])}])$")


@functools.cache
def _figures(*, comma: bool) -> re.Pattern[str]:
    # 20 000 where that is the custom; elsewhere two groups are asked, since 2015 100 may be two.
    spaced = rf"\d{{1,3}}(?: \d{{3}}){{{1 if comma else 2},}}(?!\d)"
    spaced += r"(?:,\d+)?" if comma else r"(?:\.\d+)?"
    digits = rf"(?:{spaced}|\d*[{_FRACTIONS}]|\d+(?:[.,:/+٫٬]\d+)*)"
    scale = rf"(?:\s?(?:{_any(_scales())}))"
    sign = rf"(?<![a-z])(?:{_signs()}) ?|[¥$€£₩₹₽]"  # US$5, AUD 5
    letters = "".join(_common()["short"])
    currency = r"(?:[€$£]|d'euros?(?!\w)|euros?(?!\w)|eur(?!\w))"
    return re.compile(
        rf"(?P<minus>(?<![\w.,)\]\n])-)?(?P<sign>{sign})?"
        rf"(?P<number>{digits}(?:{scale}+(?:\s?\d+(?:[.,]\d+)*{scale})*(?:(?<=[百千万億亿兆])\d+(?:,\d{{3}})*)?)?)"
        rf"(?:(?(sign)(?P<short>(?<=\d)[{letters}](?!\w))"
        rf"|(?P<letter>(?<=\d) ?[{letters}](?= ?{currency}))))?"
        rf"(?:[\s-]?(?P<unit>{_any(_units())}))?"
    )


@functools.cache
def _scaled() -> re.Pattern[str]:
    scale = rf"(?:\s?(?:{_any(_scales())}))*"
    return re.compile(rf"(\d[\d.,٫٬]*(?: \d{{3}})*(?:,\d+)?)({scale})")


@functools.cache
def _each_scale() -> re.Pattern[str]:
    return re.compile(_any(_scales()))


@functools.cache
def _following() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?({_any(_units())})")
