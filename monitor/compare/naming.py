"""Names that capitals alone do not show: in German, where every noun has one, in other scripts.

A name is told by what stands beside it (a title, a strait, a form of state), by how it ends, by
having no article, or by letters that are kept for foreign sounds.
"""

import functools
import re
from collections.abc import Callable, Iterator

from monitor.compare import dates, lexicon
from monitor.compare.lexicon import Naming

Span = tuple[int, int]

_CAPITALISED = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w']+(?:-[A-ZÀ-ÖØ-Þ]\w+)*")
# Nouns that are formed so are common ones: Verhandlung, Sicherheit; these and more: Technologie.
_SURELY_COMMON = re.compile(r"(?:ung|heit|keit|schaft|ion|tät)(?:en|s)?$")
_COMMON = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|ismus|nis|tum|enz|anz|ment|ik|ie|ur|ei|nahme|form|kapital|lager)(?:en?|n|s|sen?)?$"
)
_ARTICLE = re.compile(
    r"(?:der|die|das|den|dem|des|im|am|zum|zur|vom|beim|ins|ans|als|ein\w{0,2}|zwei|drei|vier|fünf|sechs|"
    r"sieben|acht|neun|zehn|viel\w*|wenig\w*|mehr\w*|einig\w*|\w*\d|"
    r"(?:kein|mein|sein|ihr|unser|dies|jen|jed|all|beid|manch|solch|welch)\w{0,2})$"
)
_LONG = 20  # letters: no listed noun has more
_INFLECTED = re.compile(r"[^aeiou]e[nrsm]?$")  # like an adjective before its noun
_NOT_INFLECTED = frozenset(
    {"über", "unter", "hinter", "neben", "zwischen", "gegen", "wegen", "ohne", "oder", "aber"}
)
# Korean words that end so are no names before a title: a state, an office, a word with its ending.
_KOREAN_COMMON = re.compile("[국부의은는이가과와및인된할을를한로던며서에들각청실원]$")
_FROM_CHINA = ("외교부장", "국방부장", "국무위원")
# Letters of foreign names that are common ones too: they count among others, or before a title.
_MIXED = "比普京宾賓金拜内內达達丽麗夫"
# What stands behind a Chinese name behind its title: 发言人毛宁表示.
_GOES_ON = (
    "表示|表明|指出|强调|強調|宣布|回答|介绍|介紹|主持|出席|来访|來訪|到访|抵达|抵達|一行|并|並|会见|會見|访问|訪問|同|与|與|和|就|在|"
    "将|將|说|說|称|稱|对|對"
)
# Arabic words behind a title that are what it is said to do: الرئيسة الخطة; names are السيسي, تبون.
_ARABIC_COMMON = re.compile(r"و|[بكف]ال|لل|ال\w*[^ي]$|\w+(?:ة|ات|ها|هم)$")
_ELIDED = re.compile(r"(?<=(?<!\w)[LlDd]')[A-ZÀ-ÖØ-Þ]\w+(?:-[A-ZÀ-ÖØ-Þ]\w+)*")
# Verbs that look inflected so, and stand before who it was that said it.
_SAID = frozenset(
    {"sagte", "erklärte", "betonte", "warnte", "forderte", "dankte", "kritisierte", "lobte",
     "besuchte", "begrüßte", "habe", "hatte", "wurde", "werde", "werden", "wurden"}
)  # fmt: skip


def found(folded: str, code: str) -> list[Span]:
    """Where such names stand in a folded text of this language; none for most languages."""
    words = lexicon.load(code)
    finder = _finders().get(code)
    return list(finder(folded, words.naming)) if finder and words else []


def _german(folded: str, words: Naming) -> Iterator[Span]:
    head, last = "", (0, 0)  # the capitalised word before, or the title that it followed
    for one in _CAPITALISED.finditer(folded):
        word, (start, end) = one[0], one.span()
        between = folded[last[1] : start] if head else ""
        named = (
            (head in words.titles and _is_person(folded, last, between, word, words))
            or (head in words.bearers and between in {" ", " von "} and _is_free(word, words))
            or _is_place(word, _lead(folded, start), words)
        )
        if named:
            yield start, end
        elif between == " " and _is_pair(head, word, _lead(folded, last[0]), words):
            yield last[0], end
        goes_on = named and between == " " and head in words.titles and word not in words.titles
        head, last = (head if goes_on else word), (start, end)  # General Rowan Hale


def _is_person(folded: str, last: Span, between: str, word: str, words: Naming) -> bool:
    """Whether a title has its name after it, and no object: dass der Minister Gespräche führt."""
    if between == " von ":
        return _is_free(word, words)
    lower = word.lower()
    common = _SURELY_COMMON.search(lower) or _is_listed(lower, words) or _is_dated(lower)
    plural = lower.endswith(("e", "en")) and _ARTICLE.match(_lead(folded, last[0]).lower())
    return between == " " and not common and not plural


def _is_free(word: str, words: Naming) -> bool:
    """Whether nothing of a German word says that it is a common noun."""
    lower = word.lower()
    return not (
        lower.endswith(("e", "en", "ern", "eln"))
        or _COMMON.search(lower)
        or _is_dated(lower)
        or _is_listed(lower, words)
    )


def _is_dated(lower: str) -> bool:
    return lower in dates.month_names()


def _is_listed(lower: str, words: Naming) -> bool:
    """Whether a word is a listed common noun, or put together with one of five letters or more."""
    return any(
        lower[at:] in words.common for at in (0, *range(max(1, len(lower) - _LONG), len(lower) - 4))
    )


def _is_pair(head: str, word: str, lead: str, words: Naming) -> bool:
    """Whether two words make one name: Port Amity; not: eine Reihe Fragen, den Opfern Hilfe."""
    if not lead or _ARTICLE.match(lead.lower()):
        return False
    if lead.islower() and _INFLECTED.search(lead) and lead not in _NOT_INFLECTED | _SAID:
        return False
    return _is_free(head, words) and _is_free(word, words)


def _is_place(word: str, lead: str, words: Naming) -> bool:
    """Whether a word without an article ends like a place, or stands where one is named."""
    if _ARTICLE.match(lead.lower()) or _is_listed(word.lower(), words):
        return False
    return bool(_endings(words).search(word)) or (lead.lower() == "in" and _is_free(word, words))


def _lead(folded: str, start: int) -> str:
    """The word or comma before a place within its sentence; empty where a sentence begins there."""
    word = re.search(r"([\w'-]+|,) [\"'(]?$", folded[max(0, start - 40) : start])
    return word[1] if word else ""


def _japanese(folded: str, words: Naming) -> Iterator[Span]:
    """Katakana that end like a place, or stand before a title or what bears a name."""
    for one in re.finditer("[ァ-ヺー]{2,}", folded):
        beside = folded.startswith((*words.titles, *words.bearers), one.end())
        if (beside or _endings(words).search(one[0])) and one[0] not in words.common:
            yield one.span()


def _chinese(folded: str, words: Naming) -> Iterator[Span]:
    """Three letters for foreign sounds and more, or two beside a title or what bears a name; and
    who has a family name before a given name and a title.
    """
    masked = _ordinary(words).sub(lambda one: "\n" * len(one[0]), folded)
    for one in re.finditer(f"[{words.letters}]{{2,}}", masked):
        before = folded[max(0, one.start() - 8) : one.start()]
        beside = folded.startswith((*words.titles, *words.bearers), one.end())
        told = len(one[0]) > 2 or beside or before.endswith(words.titles)
        if told and one[0] not in words.common:
            yield one.span()
    for one in _foreign(words).finditer(masked):
        yield one.span()
    for one in _after_title(words).finditer(folded):
        yield one.span("name")
    given = "(?:(?![国國副方前现現新各级級])[一-龥]){1,2}?"
    for one in re.finditer(f"[{words.surnames}]{given}(?={'|'.join(words.titles)})", folded):
        if not one[0].endswith(words.titles):
            yield one.span()


def _korean(folded: str, words: Naming) -> Iterator[Span]:
    """Who stands before a title: 이재명 대통령; with a family name, or four letters and more."""
    for one in _korean_names(words).finditer(folded):
        name = one[0]
        family = name[0] in words.surnames and len(name) in {3, 4}
        told = len(name) == 2 and folded.startswith(_FROM_CHINA, one.end() + 1)  # 왕이 외교부장
        if name not in words.common and (family or told or not _KOREAN_COMMON.search(name)):
            yield one.span()


def _french(folded: str, _words: Naming) -> Iterator[Span]:
    """Capitalised words after an elided article or preposition: l'Estorie, d'Ostrava."""
    return (one.span() for one in _ELIDED.finditer(folded))


def _arabic(folded: str, words: Naming) -> Iterator[Span]:
    """What bears a name, where that stands after it with its article: تحالف الدول; and who stands
    behind a title with its own: الرئيس تبون.
    """
    yield from (one.span(1) for one in _bearing(words).finditer(folded))
    for one in _arabic_titled(words).finditer(folded):
        if one["name"] not in words.common and not _ARABIC_COMMON.match(one["name"]):
            yield one.span("name")


@functools.cache
def _finders() -> dict[str, Callable[[str, Naming], Iterator[Span]]]:
    return {
        "de": _german,
        "fr": _french,
        "ja": _japanese,
        "zh": _chinese,
        "ko": _korean,
        "ar": _arabic,
    }


@functools.cache
def _endings(words: Naming) -> re.Pattern[str]:
    return re.compile(rf"\w\w(?:{'|'.join(words.endings)})s?$")


@functools.cache
def _ordinary(words: Naming) -> re.Pattern[str]:
    """Common words that share letters with names, and are not wholly of them: 感谢."""
    mixed = sorted(word for word in words.common if not set(word) <= set(words.letters))
    return re.compile("|".join(mixed))


@functools.cache
def _korean_names(words: Naming) -> re.Pattern[str]:
    titles = "|".join(sorted(words.titles, key=len, reverse=True))
    return re.compile(rf"(?<![가-힣])[가-힣]{{2,6}}(?= (?:\w{{2,6}} )?(?:{titles}))")


@functools.cache
def _bearing(words: Naming) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وفبكل]?({'|'.join(words.bearers)})(?= ال\w)")


@functools.cache
def _foreign(words: Naming) -> re.Pattern[str]:
    """Three letters of which two are of foreign names, or two before a title: 鲁比奥, 普京总统."""
    every = f"{words.letters}{_MIXED}"
    rare = f"[{words.letters}]"
    two = rf"(?=[{_MIXED}]?{rare}[{_MIXED}]?{rare})[{every}]{{3,}}"
    return re.compile(f"{two}|[{every}]{{2,6}}(?={'|'.join(words.titles)})")


@functools.cache
def _after_title(words: Naming) -> re.Pattern[str]:
    """Who stands behind a title: 总统普京; a Chinese name only if it is plain where it ends."""
    own = rf"[{words.surnames}][一-龥]{{1,2}}?(?={_GOES_ON}|[^\w]|$)"
    name = f"(?P<name>[{words.letters}{_MIXED}]{{2,6}}|{own})"
    return re.compile(f"(?:{'|'.join(words.titles)}){name}")


@functools.cache
def _arabic_titled(words: Naming) -> re.Pattern[str]:
    plain = "|".join(title for title in words.titles if " " not in title)
    whole = "|".join(title for title in words.titles if " " in title)
    return re.compile(
        rf"(?<!\w)[وفبك]?(?:(?:ال|(?<=ل)ل|لل)(?:{plain})|ل?(?:{whole})) (?P<name>(?:عبد )?\w+)"
    )
