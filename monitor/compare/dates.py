"""Dates as values: 令和7年2月7日 is 2025-02-07, and 7 February 2025 is not 8 February 2025.

Only what is surely a date is taken for one, by form; a bare year is a number.
"""

import functools
import re
from collections.abc import Sequence

from monitor.compare import lexicon
from monitor.compare.changed import Hit

_MONTHS = (
    "january jan janvier januar enero января يناير",
    "february feb février februar febrero февраля فبراير",
    "march mar mars märz marzo марта مارس",
    "april apr avril abril апреля أبريل",
    "may mai mayo мая مايو",
    "june jun juin juni junio июня يونيو",
    "july jul juillet juli julio июля يوليو",
    "august aug août agosto августа أغسطس",
    "september sept sep septembre septiembre сентября سبتمبر",
    "october oct octobre oktober octubre октября أكتوبر",
    "november nov novembre noviembre ноября نوفمبر",
    "december dec décembre dezember diciembre декабря ديسمبر",
)
_WEEKDAYS = (
    "monday lundi montag lunes понедельник الاثنين",
    "tuesday mardi dienstag martes вторник الثلاثاء",
    "wednesday mercredi mittwoch miércoles среду среда الأربعاء",
    "thursday jeudi donnerstag jueves четверг الخميس",
    "friday vendredi freitag viernes пятницу пятница الجمعة",
    "saturday samedi samstag sábado субботу суббота السبت",
    "sunday dimanche sonntag domingo воскресенье الأحد",
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_SIGNS = ("月火水木金土日", "월화수목금토일", "一二三四五六日")
_KANJI_DAYS, _HANGUL_DAYS, _CHINESE_DAYS = _SIGNS

_YEARS = ("y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8")
_DAYS = ("d1", "d2", "d4", "d5", "d6", "d7", "d8", "d9", "d10")

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
    if not (_hints().search(lower)):
        return ()
    return tuple(_dates().finditer(lower))


def _value(one: re.Match[str]) -> Date:
    group = one.groupdict()

    def number(*names: str) -> int | None:
        digits = next((group[name] for name in names if group.get(name)), None)
        return None if digits is None else 1 if digits == "元" else int(digits)

    year = number(*_YEARS)
    era = _ERAS.get(group["era"] or "", 0)
    if year is not None:
        year += era or (2000 if (group["y8"] and year < 100) else 0)
    name = group["m1"] or group["m2"] or group["m3"]
    month = _months()[name] if name else number("m4", "m5", "m6", "m7", "m8", "m9")
    if group["fiscal"] or group["y8"]:
        return ("fiscal", year, None, None, None)
    return ("day", year, month, number(*_DAYS), _weekday(group))


def _weekday(group: dict[str, str | None]) -> int | None:
    name, sign = group["w1"], (group["w2"] or group["w3"] or group["w4"] or group["w5"])
    if name:
        return _weekdays()[name]
    return next((days.index(sign) for days in _SIGNS if sign[0] in days), None) if sign else None


@functools.cache
def _months() -> dict[str, int]:
    return {name: at for at, names in enumerate(_MONTHS, start=1) for name in names.split()}


@functools.cache
def _weekdays() -> dict[str, int]:
    return {name: at for at, names in enumerate(_WEEKDAYS) for name in names.split()}


def month_names() -> frozenset[str]:
    """The names of the months and days in small letters: capitals do not make them names."""
    return frozenset(_months()) | frozenset(_weekdays())


def _longest(names: dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


@functools.cache
def _hints() -> re.Pattern[str]:
    """What a text with a date has at least, quickly found."""
    names = f"{_longest(_months())}|{_longest(_weekdays())}"
    return re.compile(rf"\d[-./年月日년월일]|元年|fiscal|fy ?\d|曜|星期|[周週]|{names}")


@functools.cache
def _dates() -> re.Pattern[str]:
    month, weekday = _longest(_months()), _longest(_weekdays())
    no, end = r"(?<!\w)", r"(?!\w)"
    ordinal, eras = r"(?:st|nd|rd|th|er|º|\.)?", "|".join(_ERAS)
    sign = rf"[{_KANJI_DAYS}](?:曜日?)?"
    forms = (
        (
            rf"{no}(?P<d1>\d{{1,2}}){ordinal} (?:of |de )?(?P<m1>{month}){end}\.?"
            rf"(?:,? (?:de |del )?(?P<y1>\d{{4}}){end})?"
        ),
        (
            rf"{no}(?P<m2>{month})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{end}(?!,\d)"
            rf"(?:,? (?P<y2>\d{{4}}){end})?"
        ),
        rf"{no}(?P<m3>{month})\.?,? (?:de )?(?P<y3>\d{{4}}){end}",
        r"(?<![\d.])(?P<y4>\d{4})(?P<sep>[-/.])(?P<m4>\d{1,2})(?P=sep)(?P<d4>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<d8>\d{1,2})\.(?P<m6>\d{1,2})\.(?P<y7>\d{4})(?!\d)",
        (
            rf"(?P<era>{eras})?(?P<y5>\d+|元) ?年(?!間|间|以|(?<!\d{{3}}年)内)(?P<fiscal>度)?"
            rf"(?:(?P<m5>\d{{1,2}})月(?:(?P<d5>\d{{1,2}})日)?)?(?:\((?P<w2>(?:{sign}))\))?"
        ),
        rf"(?P<m7>\d{{1,2}})月(?:(?P<d7>\d{{1,2}})日)?(?:\((?P<w4>{sign})\))?",
        r"(?<!\d)(?P<d6>[12]\d|3[01]|0?[1-9])日(?![間间本中]|以内)",
        r"(?P<y6>\d{4})년(?: ?(?P<m8>\d{1,2})월(?: ?(?P<d9>\d{1,2})일)?)?",
        r"(?P<m9>\d{1,2})월(?: ?(?P<d10>\d{1,2})일)?",
        rf"{no}(?:fy|fiscal(?: year)?) ?(?P<y8>\d{{4}}|\d\d){end}",
        rf"{no}(?P<w1>{weekday}){end}",
        rf"(?P<w3>[{_KANJI_DAYS}{_HANGUL_DAYS}])(?:曜日?|요일)",
        rf"(?:星期|(?<![一二三四五六两每])[周週])(?P<w5>[{_CHINESE_DAYS}])",
    )
    return re.compile("|".join(forms))
