"""Figures by value and unit: 1兆ドル is $1 trillion, 8,000万 is 80 million."""

import functools
import re
from dataclasses import dataclass
from fractions import Fraction

from monitor.compare import numbers

_LARGE = {
    "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12, "千": 10**3, "百": 10**2,
    "만": 10**4, "억": 10**8, "조": 10**12, "천": 10**3,
}  # fmt: skip
# Words for powers of ten; where two languages differ, the one of the text decides.
_WORDS = (
    (r"hundred", 10**2),
    (r"thousand|mille|tausend|mil|тыс(?:яч\w*|\.)|ألف|آلاف", 10**3),
    (r"million(?:s|en)?|mn|millones|millón|миллион\w*|млн\.?|مليون", 10**6),
    (r"bn|milliards?|milliarden?|миллиард\w*|млрд\.?|مليار", 10**9),
    (r"trillion|триллион\w*|трлн\.?|تريليون|billones|billón", 10**12),
)
_BILLION = {"fr": 10**12, "de": 10**12, "es": 10**12}
_UNITS = (
    (
        "%",
        r"%|％|percent(?:age)?|per cent|パーセント|pour cent|por ciento|prozent|процент\w*|퍼센트",
    ),
    ("USD", r"(?:U\.?S\.?\s|米|美)?(?:dollars?|ドル|美元|달러|доллар\w*|dólares|دولار)|美元"),
    ("JPY", r"(?:Japanese\s)?yen|円|日元|엔"),
    ("EUR", r"euros?|ユーロ|欧元|유로|евро|يورو"),
    ("GBP", r"pounds?(?:\ssterling)?|ポンド|英镑|파운드"),
    ("KRW", r"won|ウォン|원"),
)
_SIGNS = {"$": "USD", "US$": "USD", "¥": "JPY", "€": "EUR", "£": "GBP", "₩": "KRW"}
_COMMA_IS_POINT = frozenset({"fr", "de", "es", "it", "pt", "ru"})
_LONGEST = 400  # digits: no figure of a statement has more
_SHARE = re.compile(r"(?<!\d)([1-9]\d{0,3})分[の之](\d{1,4})(?!\d)")  # 3分の1: a third
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in figures. `unit`: a currency or `%`; None where it counts something else."""

    start: int
    end: int
    value: Fraction
    unit: str | None


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one value, and not of two different units."""
    return one.value == other.value and (
        one.unit is None or other.unit is None or one.unit == other.unit
    )


def find(text: str, language: str) -> list[Figure]:
    """The figures of a text without its dates, and the Roman ones of its articles."""
    without = _SHARE.sub(lambda match: " " * len(match[0]), numbers.without_articles(text))
    percents = [one for one in numbers.shares(without) if one.unit == "%"]
    for one in percents:
        without = without[: one.start] + " " * (one.end - one.start) + without[one.end :]
    found = [_read(match, language) for match in _pattern(language[:2]).finditer(without)]
    found += [
        Figure(start=one.start, end=one.end, value=Fraction(one.value), unit="%")
        for one in percents
    ]
    found += [
        Figure(start=match.start(), end=match.end(), value=_share(match), unit=None)
        for match in _SHARE.finditer(text)
    ]
    found += [
        Figure(start=match.start(1), end=match.end(), value=Fraction(_roman(match[1])), unit=None)
        for match in re.finditer(r"(?<!\w)(?:Articles?|Artikel|Artículo)\s([IVXL]+)(?!\w)", text)
    ]
    return sorted(found, key=lambda figure: figure.start)


def _read(match: re.Match[str], language: str) -> Figure:
    value = Fraction(0)
    for digits, powers in re.findall(
        rf"([\d., \u00a0\u202f]+)([{''.join(_LARGE)}]*)", match["cjk"]
    ):
        part = _number(digits, language)
        for power in powers:
            part *= _LARGE[power]
        value += part
    for power in filter(None, (match["word"] or "").lower().split()):
        value *= _power(power, language)
    unit = _SIGNS.get((match["sign"] or "").upper()) or _unit(match["unit"])
    return Figure(start=match.start(), end=match.end(), value=value, unit=unit)


def _number(digits: str, language: str) -> Fraction:
    """The value of digits with their separators, by the language's manner."""
    plain = re.sub(r"[ \u00a0\u202f]", "", digits).rstrip(".,")
    group, point = (".", ",") if language[:2] in _COMMA_IS_POINT else (",", ".")
    plain = re.sub(rf"\{group}(?=\d{{3}}(?!\d))", "", plain)
    if plain.count(".") + plain.count(",") > 1:
        plain = re.sub(r"[.,]", "", plain)
    whole, _, part = plain.replace(group, point).partition(point)
    return Fraction(_whole(whole + part), _ten_to(len(part)))


def _whole(digits: str) -> int:
    """The value of digits; absurdly many are cut off, alike on both sides."""
    return int(digits[:_LONGEST] or 0)


def _ten_to(power: int) -> int:
    return int("1" + "0" * min(power, _LONGEST))


def _power(word: str, language: str) -> int:
    if word.rstrip("s") == "billion":
        return _BILLION.get(language[:2], 10**9)
    if word == "billionen":
        return 10**12
    return next((power for form, power in _WORDS if re.fullmatch(form, word)), 1)


def _unit(written: str | None) -> str | None:
    if not written:
        return None
    return next(
        (code for code, form in _UNITS if re.fullmatch(form, written.strip(), re.IGNORECASE)), None
    )


def _share(match: re.Match[str]) -> Fraction:
    return Fraction(int(match[2]), int(match[1]))


def _roman(written: str) -> int:
    values = [_ROMAN[letter] for letter in written]
    after = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, after, strict=True))


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    large = "".join(_LARGE)
    # A thin space groups thousands; a plain one does so only where that is the custom.
    space = "\u00a0\u202f " if language in {"fr", "ru"} else "\u00a0\u202f"
    number = rf"\d{{1,3}}(?:[{space}]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*"
    words = "|".join([*(form for form, _ in _WORDS), "billions?", "billionen"])
    units = "|".join(form for _, form in _UNITS)
    return re.compile(
        rf"(?<![A-Za-z\d.,-])(?:(?P<sign>US\$|[$¥€£₩])\s?)?"
        rf"(?P<cjk>(?:(?:{number})[{large}]+)+(?:\d+)?|{number})"
        rf"(?P<word>(?:[\s-](?:{words})(?!\w))*)"
        rf"(?:\s?(?:de\s)?(?P<unit>{units})(?![a-z]))?",
        re.IGNORECASE,
    )
