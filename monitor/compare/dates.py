"""Dates as values: 令和7年2月7日 is 2025-02-07, and 7 February 2025 is not 8 February 2025.

Only what is surely a date is taken for one, by form; a bare year is a number.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from monitor.compare import lexicon
from monitor.compare.changed import Hit
from monitor.compare.numerals import kanji

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_SIGNS = ("月火水木金土日", "월화수목금토일", "一二三四五六日")
_ONES = "一二三四五六七八九"
_FIGURES = f"〇零十{_ONES}"
_KANJI_DAYS, _HANGUL_DAYS, _CHINESE_DAYS = _SIGNS

_YEARS = ("y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8", "y9", "y10", "y11", "y12")
_DAYS = ("d1", "d2", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12")
_EDGES = ("part1", "part2", "part3", "part4", "part5", "part6")
_BY_LETTERS = re.compile("[一-龥가-힣]")

_PARTS = ("early", "middle", "late")  # of a month

Date = tuple[str, int | None, int | None, int | None, int | None]  # kind, year, month, day, weekday


def found(folded: str) -> list[Hit]:
    """The dates of a folded text, in order: each one's value, as it is written, and its place."""
    return [
        Hit(key=_value(one), written=written, start=one.start(), end=one.start() + len(written))
        for one in _matches(folded)
        if (written := folded[one.start() : one.end()].rstrip("."))
    ]


def without(folded: str) -> str:
    """The text with its dates blanked out, so that their figures are not read as numbers."""
    parts, at = [], 0
    for one in _matches(folded):
        parts += [folded[at : one.start()], "\n" * (one.end() - one.start())]
        at = one.end()
    return "".join([*parts, folded[at:]])


@functools.lru_cache(maxsize=64)
def _matches(folded: str) -> Sequence[re.Match[str]]:
    lower = lexicon.small(folded)
    if not _hints().search(lower):
        return ()
    return tuple(one for one in _dates().finditer(lower) if _is_date(one, folded))


def _is_date(one: re.Match[str], folded: str) -> bool:
    """Whether it is one: a month that stands alone is written as its language writes months."""
    if one["relative2"]:
        return one["relative2"] not in _words()["not_relative"]
    name = one["m0"]
    if not name:
        return True
    at = one.start("m0")
    if folded[at].islower():
        return name in _small()
    if name not in _large():
        return folded[at] == name[0]  # no capitals there
    if name not in _words()["words"] or one["part2"]:
        return True
    before = re.search(r"(\w+)[ ,-]+$", folded[max(0, at - 20) : at])
    return before is not None and before[1].lower() in _words()["before"]


def _value(one: re.Match[str]) -> Date:
    group = one.groupdict()

    def number(*names: str) -> int | None:
        digits = next((group[name] for name in names if group.get(name)), None)
        if digits is None:
            return None
        if digits == "元":
            return 1
        return int(digits) if digits.isdecimal() else kanji(digits)

    written = group["relative1"] or group["relative2"] or group["figures"]
    if written:
        return (written, None, None, None, None)
    year = number(*_YEARS)
    era = _ERAS.get(group["era"] or "", 0)
    if year is not None:
        year += era or (2000 if (group["y8"] and year < 100) else 0)
    name = group["m0"] or group["m1"] or group["m2"] or group["m3"]
    month = _months()[name] if name else number("m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11")
    if group["fiscal"] or group["y8"]:
        return ("fiscal", year, None, None, None)
    edge = next((group[name] for name in _EDGES if group[name]), "")
    part = {**_edges(before=True), **_edges(before=False)}.get(edge, "")
    return (f"day{part}{group['week'] or ''}", year, month, number(*_DAYS), _weekday(group))


def _weekday(group: dict[str, str | None]) -> int | None:
    name, sign = group["w1"], (group["w2"] or group["w3"] or group["w4"] or group["w5"])
    if name:
        return _weekdays()[name]
    return next((days.index(sign) for days in _SIGNS if sign[0] in days), None) if sign else None


@functools.cache
def _words() -> dict[str, list[Any]]:
    return lexicon.common("dates")


@functools.cache
def _months() -> dict[str, int]:
    every = (_words()[kind] for kind in ("large", "small", "other", "short"))
    return {name: at for kind in every for at, names in enumerate(kind, start=1) for name in names}


@functools.cache
def _large() -> frozenset[str]:
    return frozenset(chain(*_words()["large"]))


@functools.cache
def _small() -> frozenset[str]:
    return frozenset(chain(*_words()["small"]))


@functools.cache
def _weekdays() -> dict[str, int]:
    return {name: at for at, names in enumerate(_words()["weekdays"]) for name in names}


def month_names() -> frozenset[str]:
    """The names of the months and days in small letters: capitals do not make them names."""
    return frozenset(_months()) | frozenset(_weekdays())


def _longest(names: Iterable[str]) -> str:
    """Any of these words, the longest first; their first letters are asked before each of them."""
    words = sorted(names, key=lambda name: (-len(name), name))
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return rf"(?=[{first}])(?:{'|'.join(map(re.escape, words))})"


def _edges(*, before: bool) -> dict[str, str]:
    """What stands before or behind a month or year, and the part of it that is meant."""
    return {
        word.strip("-") if not before else word: part
        for part in _PARTS
        for word in _words()[part]
        if word.startswith("-") != before
    }


@functools.cache
def _hints() -> re.Pattern[str]:
    """What a text with a date has at least, quickly found."""
    kinds = (_months(), _weekdays(), _words()["relative"], _edges(before=True))
    names = "|".join(map(_longest, kinds))
    return re.compile(rf"\d[-./年月日년월일]|元年|fiscal|fy ?\d|[〇-龥]月|曜|星期|[周週]|{names}")


@functools.cache
def _dates() -> re.Pattern[str]:
    month, weekday = _longest(_months()), _longest(_weekdays())
    full = _longest({*chain(*(chain(*_words()[kind]) for kind in ("large", "small", "other")))})
    end = r"(?!\w)"
    ordinal, eras = r"(?:st|nd|rd|th|er|º|\.)?", "|".join(_ERAS)
    sign = rf"[{_KANJI_DAYS}](?:曜日?)?"
    early, late = _longest(_edges(before=True)), _longest(_edges(before=False))
    apart = [word for word in _words()["relative"] if not _BY_LETTERS.search(word)]
    joined = [*_words()["relative"], *_words()["not_relative"]]
    joined = [word for word in joined if _BY_LETTERS.search(word)]
    words = (
        (
            rf"(?P<d1>\d{{1,2}}){ordinal} (?:of |de )?(?P<m1>{month}){end}\.?"
            rf"(?:,? (?:de |del )?(?P<y1>\d{{4}}){end})?"
        ),
        (
            rf"(?P<m2>{month})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{end}(?!,\d)"
            rf"(?:,? (?P<y2>\d{{4}}){end})?"
        ),
        rf"(?P<m3>{month})\.?,? (?:de )?(?P<y3>\d{{4}}){end}",
        rf"(?P<part1>{early})(?P<y10>[12]\d{{3}}){end}",
        rf"(?P<part2>{early})?(?P<m0>{full}){end}(?:,? (?:de )?(?P<y11>[12]\d{{3}}){end})?",
        rf"(?:fy|fiscal(?: year)?) ?(?P<y8>\d{{4}}|\d\d){end}",
        rf"(?P<w1>{weekday}){end}",
        rf"(?P<relative1>{_longest(apart)}){end}",
    )
    forms = (
        r"(?<![\d/])(?P<figures>\d{1,2}/\d{1,2}/\d{4})(?![\d/])",
        rf"(?<!\w)(?:{'|'.join(words)})",
        r"(?<![\d.])(?P<y4>\d{4})(?P<sep>[-/.])(?P<m4>\d{1,2})(?P=sep)(?P<d4>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<y9>\d{4})\. (?P<m10>\d{1,2})\. (?P<d11>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<d8>\d{1,2})\.(?P<m6>\d{1,2})\.(?P<y7>\d{4})(?!\d)",
        (
            rf"(?P<era>{eras})?(?P<y5>\d+|元) ?年(?!間|间|以|(?<!\d{{3}}年)内)(?P<fiscal>度)?"
            rf"(?:(?P<m5>\d{{1,2}})月(?:(?P<d5>\d{{1,2}})日)?)?(?P<part3>{late})?"
            rf"(?:\((?P<w2>(?:{sign}))\))?"
        ),
        (
            rf"(?P<m7>\d{{1,2}})月(?:(?P<d7>\d{{1,2}})日)?(?P<part4>{late})?"
            rf"(?:\((?P<w4>{sign})\))?"
        ),
        (
            rf"(?<![{_FIGURES}百千数數几幾\d])(?:(?P<y12>[〇零{_ONES}]{{4}})年)?"
            rf"(?P<m11>十[一二]?|[{_ONES}])月(?![間余餘雨革])"
            rf"(?:(?P<d12>[二三]?十[{_ONES}]?|[{_ONES}])[日号號])?(?P<part6>{late})?"
        ),
        r"(?<!\d)(?P<d6>[12]\d|3[01]|0?[1-9])日(?![間间本中]|以内)",
        r"(?P<y6>\d{4})년(?: ?(?P<m8>\d{1,2})월(?: ?(?P<d9>\d{1,2})일)?)?",
        rf"(?P<m9>\d{{1,2}})월(?: ?(?P<d10>\d{{1,2}})일)?(?: ?(?P<part5>{late}))?",
        rf"(?P<w3>[{_KANJI_DAYS}{_HANGUL_DAYS}])(?:曜日?|요일)",
        (
            rf"(?P<week>[上下本这這]个?)?(?:星期|(?<![一二三四五六两每])[周週])"
            rf"(?P<w5>[{_CHINESE_DAYS}])"
        ),
        rf"(?P<relative2>{_longest(joined)})",
    )
    return re.compile("|".join(forms))
