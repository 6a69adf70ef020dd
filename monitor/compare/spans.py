"""Dates and names within a folded text, by form: enough to say that one of them changed."""

import functools
import re

# Month names in the languages that write dates with them; inflected forms where they are usual.
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "januar februar märz juni juli oktober dezember "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_NOT_NAMES = (
    "i the a an and or but of in on at to for with by as it its he she they we you this that these "
    "those our their his her there both also however moreover furthermore"
)
_NAMED_BY_CAPITALS = frozenset({"en", "fr", "es", "it", "pt", "ru"})


def dates(folded: str) -> list[str]:
    """The dates of a text, in order, as written but for capitals."""
    return _dates().findall(folded.lower())


def names(folded: str, language: str) -> list[str]:
    """The capitalised words of a text, in order, but for those that only begin a sentence."""
    if language[:2] not in _NAMED_BY_CAPITALS:
        return []
    months = _months()
    return [
        word
        for word in _capitalised().findall(folded)
        if word.lower() not in _not_names() and word.lower() not in months
    ]


@functools.cache
def _months() -> frozenset[str]:
    return frozenset(_MONTHS.split())


@functools.cache
def _not_names() -> frozenset[str]:
    return frozenset(_NOT_NAMES.split())


@functools.cache
def _dates() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=lambda name: (-len(name), name)))
    day = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
    return re.compile(
        rf"(?<!\w){day} (?:of |de )?(?:{month})(?!\w)\.?(?:,? (?:de )?\d{{4}})?"
        rf"|(?<!\w)(?:{month})\.? {day}(?!\w)(?:,? \d{{4}})?"
        rf"|(?<!\w)(?:{month}),? \d{{4}}"
        r"|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
        r"|(?:令和|平成|昭和|民國)?[\d元]+年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|\d+日"
        r"|\d+년(?: ?\d+월)?(?: ?\d+일)?|\d+월(?: ?\d+일)?"
    )


@functools.cache
def _capitalised() -> re.Pattern[str]:
    upper = "A-ZÀ-ÖØ-ÞА-ЯЁ"
    # A word that begins a sentence is a name for sure only if it is all capitals.
    begins = r'(?<![.!?:…"] )(?<![.!?:…] ["\'(])(?<!^)(?<!^["\'(])'
    word = rf"[{upper}](?:[\w]+|(?:\.[{upper}])+\.?)(?:-[{upper}]\w+)*"
    return re.compile(rf"(?<![\w'])(?:[{upper}]{{2,}}(?!\w)|{begins}{word})")
