"""Names within a folded text, by form and by list."""

import functools
import re

from monitor.compare import dates as dating
from monitor.compare import lexicon, naming, spacing
from monitor.compare.changed import Hit

_NOT_NAMES = (
    "i the a an and or but of in on at to for with by as it its he she they we you this that these "
    "those our their his her there both also however moreover furthermore no nº not yes if "
    "when while"
)
_BY_CAPITALS = frozenset({"en", "fr", "es", "it", "pt", "ru"})
_UPPER = "A-ZÀ-ÖØ-ÞА-ЯЁ"
# Given names that the list of words knows, and those of them that are words as well: they are names
# before another word with a capital.
_GIVEN = "Bob|Boris|Emmanuel|James|Joe|John|Josh|Liz|Mike|Nick|Paul|Peter|Ruth|Theresa|Tim|Tom"
_GIVEN_WORDS = (
    "April|Bill|Carol|Chase|Chuck|Clay|Dale|Dean|Don|Drew|Frank|Gene|Glen|Grace|Grant|Hope|Jack|"
    "Jay|June|Lance|Mark|May|Mitch|Pat|Ray|Rich|Rob|Rod|Rose|Will"
)
_MONTHS = "April|August|June|May"  # those that are names as well


def names(text: str, language: str) -> list[Hit]:
    """The names of a folded text, in order: those of the language's list, and capitalised words.

    A word that only begins a sentence is one if it is on the list or, in English, if no word list
    knows it. Where capitals do not make a name (German, scripts without them), the list and
    abbreviations count, what stands beside a title or ends like a name (`naming`), and in Japanese
    who bears a title.
    """
    words = lexicon.load(language)
    listed = words.names if words else None
    code = language[:2]
    folded = text
    if words and words.abbreviations:  # no full stop ends a sentence there
        folded = words.abbreviations.sub(lambda one: one[0][:-1] + "\t", folded)
    folded = _roman().sub(lambda one: one[1] + "\t" * len(one[2]), folded)
    found = [(one.start(), one.end()) for one in listed.finditer(folded)] if listed else []
    form = _capitalised() if code in _BY_CAPITALS else _abbreviations()
    found += [(one.start(), one.end()) for one in form.finditer(folded) if _is_name(one[0])]
    if code == "en":
        found += _first_words(folded)
        found += [one.span("name") for one in _like_months().finditer(folded) if _is_led(one)]
    if code == "ja":
        found += [(one.start(), one.end()) for one in _titled().finditer(folded)]
    found += naming.found(folded, code)
    return [
        Hit(key=text[start:end], written=text[start:end], start=start, end=end)
        for start, end in _merged(found)
    ]


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap left out for the longer."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _is_name(word: str) -> bool:
    lower = word.lower()
    if len(lower) == 2 and lower[0] in "qh" and lower[1].isdecimal():
        return False  # a quarter, a half of a year
    return lower not in _not_names() and lower not in dating.month_names()


def _first_words(folded: str) -> list[tuple[int, int]]:
    return [
        one.span(1)
        for one in _beginning().finditer(folded)
        if one["given"] or (_is_name(one[1]) and not spacing.is_word(one[1].lower()))
    ]


def _is_led(one: re.Match[str]) -> bool:
    """Whether a month is a person: behind a title, or a name that is no word (*In May*)."""
    lead = one["lead"]
    return lead is None or not (
        lead.lower() in dating.month_names()
        or (spacing.is_word(lead.lower()) and not re.fullmatch(_GIVEN, lead))
    )


@functools.cache
def _roman() -> re.Pattern[str]:
    """Roman figures of articles: they are numbers."""
    words = "|".join(lexicon.common("figures")["numbered"])
    return re.compile(rf"(?<!\w)((?i:{words}) )([IVXL]+)(?!\w)")


@functools.cache
def _not_names() -> frozenset[str]:
    figures = lexicon.common("figures")
    codes = (code.lower() for code in figures["units"] if len(code) == 3)
    return frozenset([*_NOT_NAMES.split(), "rmb", "ntd", *codes, *figures["scales"]])


@functools.cache
def _capitalised() -> re.Pattern[str]:
    # A word that begins a sentence is a name for sure only if it is all capitals.
    begins = r'(?<![.!?:…"] )(?<![.!?:…] ["\'(])(?<!^)(?<!^["\'(])(?<![¿¡])'
    word = rf"[{_UPPER}](?:[\w]+|(?:\.[{_UPPER}])+\.?)(?:-[{_UPPER}]\w+)*"
    return re.compile(rf"(?<![\w'])(?:[{_UPPER}]{{2,}}(?!\w)|{begins}{word})(?!\$)")


@functools.cache
def _abbreviations() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9+]+(?![A-Za-z0-9$])")


@functools.cache
def _beginning() -> re.Pattern[str]:
    before_name = rf"(?= [{_UPPER}]\w+[^?]{{0,300}}(?:[.!]|$))"
    given = rf"(?P<given>(?:{_GIVEN})(?!\w)|(?:{_GIVEN_WORDS}){before_name})"
    return re.compile(
        rf"(?:^|[.!?:…\"] |[.!?:…] [\"'(])[\"'(]?({given}|[{_UPPER}][a-z]\w+)", re.MULTILINE
    )


@functools.cache
def _like_months() -> re.Pattern[str]:
    title = "|".join(rf"(?<={one}\.\t)" for one in ("Mr", "Ms", "Mrs", "Dr", "Sen", "Gov"))
    return re.compile(
        rf"(?:{title}|(?<!\w)(?P<lead>[{_UPPER}][a-z]+) )(?P<name>{_MONTHS})(?!\w| \d)"
    )


@functools.cache
def _titled() -> re.Pattern[str]:
    """Who stands before a title: 石破総理, ラーム・エマニュエル大使."""
    words = lexicon.load("ja")
    listed = words.naming.titles if words else ()
    titles = "|".join([*listed, "総理", "大臣", "長官", "主席", "議長", "会長", "知事", "氏"])
    return re.compile(rf"(?:(?<![ァ-ヺー・=])[ァ-ヺー・=]{{2,}}+|[一-龥]{{2,5}}?)(?=(?:{titles}))")
