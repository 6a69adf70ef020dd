"""Numbers as values: to tell 2,000 from 20,000, and to see that 1兆 and 1,000,000,000,000 agree."""

import functools
import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

_UNITS = {
    "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12,
    "만": 10**4, "억": 10**8, "조": 10**12, "%": 1, "‰": 1, "percent": 1, "per cent": 1,
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9,
}  # fmt: skip
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}


def written(text: str) -> Counter[str]:
    """The numbers of a folded text as they are written, in figures."""
    return Counter(_figures().findall(text.lower()))


def values(text: str, numerals: Mapping[str, int]) -> Counter[Fraction]:
    """The values of the numbers of a folded text, in figures and in words."""
    lower = text.lower()
    found = Counter(_value(figure) for figure in _figures().findall(lower))
    for word in _words(lower, numerals):
        found[word] += 1
    return found


def _value(figure: str) -> Fraction:
    match = _parts().match(figure)
    digits = re.sub(r"[,:/+\s]", "", match[1]) if match else ""
    whole, _, part = digits.partition(".")
    number = Fraction(_integer(whole + part.replace(".", "")), 10 ** len(part.replace(".", "")))
    for unit in re.findall(
        "|".join(map(re.escape, _UNITS)), figure[match.end(1) :] if match else ""
    ):
        number *= _UNITS[unit]
    return number


def _integer(digits: str) -> int:
    """Any script's digits, however many: Python's limit on reading numbers is not ours."""
    value = 0
    for at in range(0, len(digits), 4000):
        part = digits[at : at + 4000]
        value = value * _power(len(part)) + int(part)
    return value


def _words(lower: str, numerals: Mapping[str, int]) -> list[Fraction]:
    stripped = _figures().sub(" ", lower)
    found = [
        Fraction(_kanji(run))
        for run in re.findall(r"[〇一二三四五六七八九十百千万億兆]+", stripped)
    ]
    return found + [
        Fraction(numerals[word])
        for word in re.findall(r"[^\W\d_]+", stripped)
        if word in numerals and not re.match(r"[〇一二三四五六七八九十百千]", word)
    ]


def _kanji(run: str) -> int:
    total, section, digit = 0, 0, 0
    for char in run:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total += (section + digit or 1) * _LARGE[char]
            section, digit = 0, 0
    return total + section + digit


def _power(digits: int) -> int:
    return int("1" + "0" * min(digits, 4000)) if digits else 1


@functools.cache
def _figures() -> re.Pattern[str]:
    units = "|".join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))
    return re.compile(rf"[-¥$€£]?\d+(?:[.,:/+]\d+)*(?:\s?(?:{units})(?![a-z]))*")


@functools.cache
def _parts() -> re.Pattern[str]:
    return re.compile(r"[-¥$€£]?(\d+(?:[.,:/+]\d+)*)")
