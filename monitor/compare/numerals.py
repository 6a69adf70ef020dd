"""Numbers in words: twenty-five, two hundred thousand, 三百五十."""

import functools
import re
from collections.abc import Iterator, Mapping

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "兩": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_LONGEST = 60  # letters of a number in kanji
_KANJI = "".join([*_DIGITS, *_SMALL, *_LARGE])


def in_words(lower: str, numerals: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """The value of each number in words, and where it stands; `numerals` are a language's."""
    if any(char in lower for char in _KANJI):
        for run in _kanji_runs().finditer(lower):
            if len(run[0]) > _LONGEST:
                continue  # no number, whatever it is
            yield kanji(run[0]), run.start(), run.end()
    held: list[tuple[int, int, int]] = []
    for found in re.finditer(r"[^\W\d_]+", lower):
        value = numerals.get(found[0])
        if value is None or found[0][0] in _KANJI:
            continue
        between = lower[held[-1][2] : found.start()] if held else ""
        if held and not re.fullmatch(r" and |[ -]", between):
            yield _together(held)
            held = []
        if held and not _goes_on([one for one, _, _ in held], value):
            yield _together(held)
            held = []
        held.append((value, found.start(), found.end()))
    if held:
        yield _together(held)


def _goes_on(held: list[int], value: int) -> bool:
    """Whether a word belongs to the number before it: twenty five, five hundred; not two three."""
    return value >= 100 or (held[-1] >= 20 and value < held[-1])


def _together(held: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    total, current, last = 0, 0, 0
    for value, _, _ in held:
        if value == 100:
            current = (current or 1) * value
        elif value > last >= 1000:  # cinco mil millones
            total, current, last = (total + current) * value, 0, value
        elif value >= 1000:
            total, current, last = total + (current or 1) * value, 0, value
        else:
            current += value
    return total + current, held[0][1], held[-1][2]


def kanji(run: str) -> int:
    """The value of a number in kanji: 三百五十, 二〇二五, 一億二千万."""
    total, section, digits = 0, 0, ""
    for char in run:
        if char in _DIGITS:
            digits += str(_DIGITS[char])
        elif char in _SMALL:
            section += (_int(digits) or 1) * _SMALL[char]
            digits = ""
        else:
            total += (section + _int(digits) or 1) * _LARGE[char]
            section, digits = 0, ""
    return total + section + _int(digits)


def _int(digits: str) -> int:
    return int(digits[:4000]) if digits else 0


@functools.cache
def _kanji_runs() -> re.Pattern[str]:
    return re.compile(f"[{_KANJI}]+")
