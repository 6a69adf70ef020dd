"""Dates and times of day by value, as eight languages and the Japanese eras write them."""

import functools
import re
from dataclasses import dataclass

from monitor.compare.numerals import kanji

_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911,
    "民国": 1911,
}  # fmt: skip
_DIGITS = "〇零○◯一二三四五六七八九"  # ○ and ◯ are often typed for 〇
_WORDS_TOO = frozenset({"may", "march", "mars"})  # months that are also other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date, as much of it as is written; `minute` of the day where it is a time."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    minute: int | None = None

    def value(self) -> str:
        """`2026-06-18`, `2026-06`, `--06-18`, `2026`, `10:40`."""
        if self.minute is not None:
            return f"{self.minute // 60:02}:{self.minute % 60:02}"
        year = f"{self.year:04}" if self.year is not None else "-"
        return year + "".join(f"-{part:02}" for part in (self.month, self.day) if part)

    def key(self) -> object:
        """What two writings of one date have in common: the year is often left out."""
        timed = self.month is not None or self.minute is not None
        return (self.month, self.day, self.minute) if timed else self.year


def agree(one: Moment, other: Moment) -> bool:
    """Whether two writings can mean the same: `2 June` and `2026年6月2日`, but not `2026`."""
    if one.minute is not None or other.minute is not None:
        return one.minute == other.minute
    if (one.month is None) != (other.month is None) or (one.day is None) != (other.day is None):
        return False
    return one.month == other.month and one.day == other.day and _meet(one.year, other.year)


def _meet(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def find(text: str) -> list[Moment]:
    """The dates and times of a text, in order, none within another."""
    found: dict[int, Moment] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            moment = _read(match, found, text)
            if moment is not None:
                found[moment.end] = moment
        text = blanked(text, list(found.values()))
    return sorted(found.values(), key=lambda moment: moment.start)


def blanked(text: str, moments: list[Moment]) -> str:
    """The text with its dates made blank, every other character at its place."""
    for one in moments:
        text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return text


def _read(match: re.Match[str], known: dict[int, Moment], text: str) -> Moment | None:
    part = match.groupdict()
    if "hour" in part:
        return _time(match)
    name = part.get("name")
    month = _months()[name.lower()] if name else _number(part.get("month"))
    year, day = _number(part.get("year")), _number(part.get("day"))
    if part.get("era"):
        year = _ERAS[part["era"]] + (_number(part["of_era"].replace("元", "1")) or 0)
    if "joined" in part:  # 6月7日及び11日: of the month of the date just before
        last = known.get(match.start())
        if last is None or last.day is None:
            return None
        year, month = last.year, last.month
    if name and year is None and day is None and not _is_month(text, match):
        return None
    if not _within(month, 12) or not _within(day, 31):
        return None
    return Moment(start=match.start(), end=match.end(), year=year, month=month, day=day)


def _number(written: str | None) -> int | None:
    """The value of digits, or of a number in kanji."""
    if not written:
        return None
    return int(written) if written.isdecimal() else kanji(re.sub("[○◯]", "〇", written))


def _within(number: int | None, highest: int) -> bool:
    return number is None or 1 <= number <= highest


def _time(match: re.Match[str]) -> Moment | None:
    hour, minute = _number(match["hour"]) or 0, _number(match["minute"]) or 0
    half = match["half"].lower()
    if hour > 24 or minute > 59:
        return None
    afternoon = half[0] == "p" or half in {"午後", "下午", "오후"}
    at = (hour % 12 + 12 if afternoon else hour % 12) * 60 + minute
    return Moment(start=match.start(), end=match.end(), minute=at)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month's name that stands alone is one: not *may*, nor *March* at a beginning."""
    name = match["name"]
    if not name[0].isupper():
        return len(name) > 4 and name.lower() not in _WORDS_TOO and not name.isascii()
    begins = re.search(r"(?:^|[.!?:]\s)\s*$", text[: match.start()])
    return len(name) > 2 and not (begins and name.lower() in _WORDS_TOO)


@functools.cache
def _months() -> dict[str, int]:
    return {name: at for names in _MONTHS for at, name in enumerate(names.split(), start=1)}


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Each form of writing a date, the fullest first."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    name = rf"(?P<name>{names})(?!\w)(?:\.(?=,?\s[\da-z]))?"
    day = r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d)"
    of = r"\s(?:of\s|de\s)?"
    some = rf"[{_DIGITS}十百千数數几幾\d]"
    count = rf"(?:\d{{1,2}}|[{_DIGITS}十]{{1,3}})"  # 三月五日, 一〇月二五日
    tail = rf"(?:\s?(?P<month>{count})[月월](?:\s?(?P<day>{count})[日号號일])?)?"
    minute = rf"(?:\s?(?P<minute>{count})[分분])?"
    in_full = (
        "(?:一?千[五六七八九]百|二千)[一二三四五六七八九十]{1,4}"  # 千九百四十五年, not 二千年
    )
    of_era = rf"\d{{1,3}}|元|(?:一?百)?[{_DIGITS}十]{{1,3}}|一?百"
    kanji_day = rf"(?P<month>[{_DIGITS}十]{{1,3}})月\s?(?P<day>{count})[日号號]"
    # 三月以内, 三月間 and 一年六月 are so many months.
    kanji_month = rf"(?<![{_DIGITS}十]年)(?P<month>十[一二]?|一[〇零○◯一二]|[一二三四五六七八九])月"
    forms = (
        rf"(?P<half>午前|午後|上午|下午|오전|오후)\s?(?P<hour>{count})[時时点點시]{minute}",
        r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\.?)(?!\w)",
        rf"(?P<era>{'|'.join(_ERAS)})(?P<of_era>{of_era})年度?{tail}",
        rf"(?<!\d)(?P<year>\d{{4}})[年년]度?{tail}",
        rf"(?<!{some})(?P<year>[{_DIGITS}]{{4}}|{in_full})年(?![間间以])度?{tail}",
        r"(?<![\d./-])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d-])",
        rf"{day}(?=\s?(?:and|to|et|und|y|и|[-–])\s?\d{{1,2}}\.?{of}{name})",
        rf"{day}{of}{name}(?:,?\s(?:de\s)?{year})?",
        rf"(?<!\w){name}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.]\d|\w)(?:,?\s{year})?",
        rf"(?<!\w){name}(?:,?\s(?:de\s)?{year})?",
        r"(?<!\d)(?P<month>\d{1,2})[月월](?:\s?(?P<day>\d{1,2})[日号일])?",
        rf"(?<!{some}){kanji_day}",
        rf"(?<!{some}){kanji_month}(?!以内|以上|を超|[間间余餘雨革])",
        rf"(?P<joined>及び|、|と|・|和|～|~|から)(?!一日も)(?P<day>{count})日(?![間间])",
        rf"(?<![\w.,$¥€£-]){year}(?![\w%]*[人名隻])",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)
