"""The labels of numbered items: `1.`, `(2)`, `３　`, `①`, `第1、`, `a)`, `IV.`, `ア`, `Article 5`.

They count the items and say nothing else, so an item that was put in does not change the others.
Only what certainly counts is a label: blocks in one form that run from 1 on without a gap. Else the
number is wording like any other.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.compare import fold
from monitor.compare.equivalences import CJK
from storage.model import Block

_COUNTED = "\ufdd1"  # stands for a number that only counts
_UNSEEN = "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"  # in a number
_KANJI = "一二三四五六七八九"
_KANA = "アイウエオカキクケコサシスセソタチツテト", "イロハニホヘトチリヌルヲワカヨタレソツネ"
_ALPHABETS = "абвгдежзиклмнопрст", "가나다라마바사아자차카타파하"
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LEAST = 2
_LEAST_BARE = 3  # where but a space parts the number from a word, which it may count


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a block begins with, as it stands there; `i)` may be the first or the ninth.

    `form` is all of it but the number, folded: the same form counts on.
    """

    text: str
    form: str
    numbers: frozenset[int]
    least: int  # items in a run that certainly counts


def read(text: str) -> Label | None:
    """The label that a block may begin with; None if there is none."""
    found = _pattern().match(text)
    if found is None:
        return None
    kind, start, end = _number(found)
    number = re.sub(_UNSEEN, "", text[start:end])
    form = text[:start] + _COUNTED + _style(kind, number) + text[end : found.end()]
    wordy = kind == "bare" and "\u3000" not in found[0] and text[found.end()] < "\u2e80"
    return Label(
        text=found[0],
        form=fold.folded(form, None, at_start=False),
        numbers=frozenset(_numbers(kind, number)),
        least=_LEAST_BARE if wordy else _LEAST,
    )


def common(before: Sequence[Block], after: Sequence[Block]) -> frozenset[str]:
    """The forms in which both texts count their items, and say nothing else by them."""
    return counting(before) & counting(after)


def counting(blocks: Iterable[Block]) -> frozenset[str]:
    """The forms whose every run of labels goes from 1 on, and has no fewer than two or three."""
    runs: dict[str, list[int]] = {}  # their lengths
    least: dict[str, int] = {}
    broken: set[str] = set()
    for block in blocks:
        label = read(block.text)
        if label is None:
            continue
        lengths = runs.setdefault(label.form, [])
        least[label.form] = max(label.least, least.get(label.form, 0))
        if lengths and lengths[-1] + 1 in label.numbers:
            lengths[-1] += 1
        elif 1 in label.numbers:
            lengths.append(1)
        else:
            broken.add(label.form)
    return frozenset(
        form for form, lengths in runs.items() if min(lengths, default=0) >= least[form]
    ).difference(broken)


def _number(found: "re.Match[str]") -> tuple[str, int, int]:
    """In which writing the number is, and where it stands."""
    name = next(name for name, text in found.groupdict().items() if text is not None)
    return name.rstrip("_"), found.start(name), found.end(name)


def _style(kind: str, number: str) -> str:
    """The first of the numbers in that writing; of Arabic figures nothing, whatever their width."""
    if kind in {"figure", "bare"}:
        return ""
    if kind == "circled":
        return chr(ord(number) - int(unicodedata.numeric(number)) + 1)
    if kind == "letter":
        return "a" if number.islower() else "A"
    if kind == "alphabet":
        return next(row[0] for row in _ALPHABETS if number in row)
    return {"kanji": "一", "kana": "ア"}[kind]


def _numbers(kind: str, number: str) -> list[int]:
    """The numbers that the writing may mean."""
    if kind == "circled":
        return [int(unicodedata.numeric(number))]
    if kind == "kanji":
        return _read_kanji(number)
    if kind == "kana":
        return [row.index(number) + 1 for row in _KANA if number in row]
    if kind == "alphabet":
        return [row.index(number) + 1 for row in _ALPHABETS if number in row]
    if kind == "letter":
        single = [ord(number.lower()) - ord("a") + 1] if len(number) == 1 else []
        return [*single, *_read_roman(number.lower())]
    return [int(number)]


def _read_kanji(number: str) -> list[int]:
    """一 to 九十九."""
    tens, ten, ones = number.rpartition("十")
    digits = [_KANJI.find(part) + 1 for part in (tens, ones) if part]
    if 0 in digits or len(tens) > 1 or len(ones) > 1:
        return []
    high = (_KANJI.find(tens) + 1 if tens else 1) * 10 if ten else 0
    return [high + (_KANJI.find(ones) + 1 if ones else 0)]


def _read_roman(number: str) -> list[int]:
    """i to xxxix, as they are written by rule."""
    if not re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", number):
        return []
    values = [_ROMAN[letter] for letter in number]
    after = [*values[1:], 0]
    return [sum(-one if one < two else one for one, two in zip(values, after, strict=True))]


@functools.cache
def _pattern() -> re.Pattern[str]:
    unseen = f"{_UNSEEN}*"
    figure, short = (rf"\d(?:{unseen}\d){{0,{more}}}{unseen}" for more in (2, 1))
    kanji, roman = "[一二三四五六七八九十]{1,3}", "[ivx]{2,6}|[IVX]{2,6}"
    kana = f"[{''.join(sorted(set(''.join(_KANA))))}]"
    circled = "[①-⑳⑴-⒇⒈-⒛❶-❿➀-➉➊-➓]"
    months = (
        "Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni?|July?"
        "|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?"
    )
    counters = (  # 1 日米関係, 2 人権 are items; 1 日, 2 人 are none
        "[年月秒回円万億兆千百個件つ]|日(?![米中韓豪印英仏独露朝加伊本系台])|時(?!局)|分(?!野)"
        "|人(?![権道的材口])|名(?!称)|[かカヶ][国所]"
    )
    words = (
        r"Article|Section|Chapter|Part|Point|Question|Annex|Artikel|Kapitel|Punkt|Chapitre"
        r"|Art[íi]culo|Cap[íi]tulo|Статья|Пункт|п\.|§"
    )
    return re.compile(
        rf"\s*{unseen}(?:"
        rf"[(（]{unseen}(?:(?P<figure>{figure})|(?P<kanji>{kanji})|(?P<letter>[a-zA-Z]|{roman})"
        rf"|(?P<kana>{kana})){unseen}[)）]\s*(?=\S)"
        rf"|[\[【〔](?:(?P<figure______>{figure})|(?P<kanji___>{kanji}))[\]】〕]\s*(?=\S)"
        rf"|(?P<figure_>{figure})(?:[.)．）、](?!{unseen}\d)\s*| [-–—] )(?=\S)"
        rf"|(?P<alphabet>[{''.join(_ALPHABETS)}])[.)．）]\s*(?=[^\s\d])"
        rf"|(?P<kanji_>{kanji})(?:[、，.．)）]\s*|\s+)(?=\S)"
        rf"|(?P<letter_>[a-zA-Z]|{roman}){unseen}[)）]\s*(?=\S)"
        rf"|(?P<letter__>[a-z]|[ivx]{{2,6}}|[IVX]{{1,6}})[.．]\s+(?=\S)"
        rf"|(?P<kana_>{kana})(?:[、．.)）]\s*|\s+)(?=\S)"
        rf"|(?P<circled>{circled})\s*(?=\S)"
        rf"|第(?:(?P<figure___>{short})|(?P<kanji__>{kanji}))(?:[条章節項部款](?!の)|(?=[\s、，：:]))"
        rf"(?:[、，：:]\s*|\s+|$)"
        rf"|제(?P<figure____>{short})[조장절항](?!의)[.:]?\s*"
        rf"|(?:{words})\s+(?:(?P<figure_____>{figure})|(?P<letter___>[IVX]{{1,6}}))"
        rf"(?:[.:—–-]\s*|\s+|$)"
        rf"|(?P<bare>{short})(?:\u3000\s*(?=\S)|\s*(?!{counters}|\s)(?=[{CJK}])"
        rf"|\s+(?!(?:{months})\b|[a-zß-öø-ÿа-я])(?=[^\W\d_])(?![{CJK}]))"
        rf")"
    )
