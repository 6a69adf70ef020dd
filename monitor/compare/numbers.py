"""Numbers as values: to tell 2,000 from 20,000, and to see that 1兆 and 1,000,000,000,000 agree."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from monitor.compare import lexicon
from monitor.compare.numerals import in_words

_SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12,
    "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12,
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "mn": 10**6, "tn": 10**12, "millions": 10**6, "milliards": 10**9,
    "milliard": 10**9, "millionen": 10**6, "milliarden": 10**9, "milliarde": 10**9,
    "millones": 10**6, "millón": 10**6, "mil millones": 10**9, "тысяч": 10**3, "тыс.": 10**3,
    "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6, "млн": 10**6, "миллиард": 10**9,
    "миллиарда": 10**9, "миллиардов": 10**9, "млрд": 10**9, "مليون": 10**6, "مليار": 10**9,
}  # fmt: skip
# What is counted, where writing it otherwise is common: 5 per cent, 5%; ¥300億, 300億円.
_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "パーセント": "%", "prozent": "%", "pour cent": "%",
    "por ciento": "%", "процент": "%", "процента": "%", "процентов": "%", "‰": "‰",
    "٪": "%", "퍼센트": "%",
    "percentage point": "points", "percentage points": "points", "ポイント": "points",
    "%ポイント": "points", "パーセントポイント": "points", "prozentpunkte": "points",
    "百分点": "points", "百分點": "points", "bps": "bps", "basis points": "bps",
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "ドル": "USD",
    "米ドル": "USD", "美元": "USD", "달러": "USD", "долларов": "USD", "¥": "JPY", "jpy": "JPY",
    "yen": "JPY", "円": "JPY", "日元": "JPY", "엔": "JPY", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "ユーロ": "EUR", "欧元": "EUR", "евро": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "pounds": "GBP", "ポンド": "GBP", "人民元": "CNY", "yuan": "CNY", "元": "CNY",
    "人民币": "CNY", "won": "KRW", "ウォン": "KRW", "원": "KRW", "рублей": "RUB", "kg": "kg",
    "キログラム": "kg", "kilograms": "kg", "km": "km", "キロメートル": "km", "kilometers": "km",
    "kilometres": "km", "nautical miles": "nm", "海里": "nm", "miles": "mi", "tons": "t",
    "tonnes": "t", "トン": "t", "メートル": "m", "meters": "m", "metres": "m", "feet": "ft",
    "hours": "h", "時間": "h", "minutes": "min", "days": "d", "日間": "d", "weeks": "w",
    "週間": "w", "months": "mo", "か月": "mo", "ヶ月": "mo", "カ月": "mo", "years": "y",
    "年間": "y",
}  # fmt: skip
_OPAQUE = frozenset(":/+")  # 10:30, 3/4, 2+2: no value, only a way of writing
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
    spans = list(_figures(comma=language[:2] in _COMMA).finditer(lower))
    found = [_number(one, text, language) for one in spans]
    if words is None:
        return found
    rest = _blanked(lower, spans)
    no_numbers = lexicon.without_numerals(words.not_numerals)
    rest = no_numbers.sub(lambda one: " " * len(one[0]), rest) if no_numbers else rest
    for value, start, stop in in_words(rest, words.numerals):
        unit = _following().match(lower, stop)
        end = unit.end() if unit else stop
        called = _UNITS[unit[1]] if unit else ""
        found.append(
            Number(
                value=Fraction(value), unit=called, written=text[start:end], start=start, end=end
            )
        )
    return found


def _blanked(lower: str, spans: list[re.Match[str]]) -> str:
    """The text with its figures blanked out, every other character where it was."""
    parts, at = [], 0
    for one in spans:
        parts += [lower[at : one.start()], "\n" * (one.end() - one.start())]
        at = one.end()
    return "".join([*parts, lower[at:]])


def _number(found: re.Match[str], text: str, language: str) -> Number:
    unit = _UNITS.get((found["unit"] or found["sign"] or "").strip(), "")
    number = found["number"].strip()
    value = number if (worth := _worth(number, language)) is None else worth
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
    for one, (_, scale) in zip(plain, parts, strict=True):
        if one is None:
            return None
        value += one * _scale(scale)
    return value


def _scale(scales: str) -> int:
    product = 1
    for scale in _each_scale().findall(scales):
        product *= _SCALES[scale]
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
def _figures(*, comma: bool) -> re.Pattern[str]:
    spaced = r"\d{1,3}(?: \d{3})+(?:,\d+)?(?!\d)|" if comma else ""
    digits = rf"(?:{spaced}\d+(?:[.,:/+٫٬]\d+)*)"
    scale = rf"(?:\s?(?:{_any(_SCALES)}))"
    sign = r"us\$|[¥$€£]"
    return re.compile(
        rf"(?P<minus>(?<![\w.,)\]])-)?(?P<sign>{sign})?"
        rf"(?P<number>{digits}(?:{scale}+(?:\s?\d+(?:[.,]\d+)*{scale})*(?:(?<=[百千万億亿兆])\d+(?:,\d{{3}})*)?)?)"
        rf"(?:[\s-]?(?P<unit>{_any(_UNITS)}))?"
    )


@functools.cache
def _scaled() -> re.Pattern[str]:
    scale = rf"(?:\s?(?:{_any(_SCALES)}))*"
    return re.compile(rf"(\d[\d.,٫٬]*(?: \d{{3}})*(?:,\d+)?)({scale})")


@functools.cache
def _each_scale() -> re.Pattern[str]:
    return re.compile(_any(_SCALES))


@functools.cache
def _following() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?({_any(_UNITS)})")
