"""Folding: a text under the closed table of equivalences, and the strict test of sameness.

Two texts whose folds are equal have the same wording. `same_wording` allows one thing more, which
no fold can express: a space lost or gained where the joined letters cannot be read as a word.
"""

import functools
import re
import unicodedata

from monitor.compare import spacing
from monitor.compare.equivalences import (
    ARABIC_FORMS,
    CHARACTERS,
    DOUBTFUL,
    LINE_END,
    PATTERNS,
    SOFT_LINE_END,
    Equivalence,
)
from storage.model import DOUBT, unmarked

_BESIDE_CJK = PATTERNS[-1].name


def fold(text: str, language: str | None = None) -> str:
    """The text under the table of equivalences, for comparing and for searching.

    `text` is a whole block: an ornament at its beginning is dropped. Case, accents, digits and
    punctuation stand as they are.
    """
    return folded(unmarked(text), language, at_start=True).replace(LINE_END, "-")


def folded(text: str, language: str | None, *, at_start: bool) -> str:
    """As `fold`, for a part of a block; a hyphen at a line's end is marked by `LINE_END`."""
    plain = text.isascii()
    if not plain:
        text = _fold_characters(text)
    for row, pattern in _patterns():
        if row.at_start:
            ornament = pattern.match(text) if at_start else None
            text = text[ornament.end() :] if ornament else text
        elif row.pattern == r"\s+":
            text = " ".join(text.split())  # the same, and ten times faster
        elif any(need in text for need in row.needs) and not (plain and row.name == _BESIDE_CJK):
            text = text if language and language[:2] in row.not_in else pattern.sub(row.into, text)
    return text


def same_wording(a: str, b: str, language: str | None) -> bool:
    """Whether two texts say the same to the letter, typography aside."""
    if a == b:
        return True
    one, other = folded(a, language, at_start=True), folded(b, language, at_start=True)
    listed = functools.cache(lambda: spacing.has_word_list(language, a, b))
    return spacing.same(one, other, lambda _offset: listed())


def _fold_characters(text: str) -> str:
    if DOUBT in text:
        text = _doubtful().sub(DOUBTFUL.into, text)
    text = _soft_line_end().sub("", text)
    text = unicodedata.normalize("NFC", text).translate(_characters())
    text = _arabic().sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", text)


@functools.cache
def _characters() -> dict[int, str]:
    table: dict[str, str] = {}
    for row in CHARACTERS:
        table.update(row.chars)
    return {ord(char): _resolve(into, table) for char, into in table.items()}


def _resolve(into: str, table: dict[str, str]) -> str:
    """What a row gives may be what a later row takes: a full-width quote is a quote."""
    return "".join(table.get(char, char) for char in into)


@functools.cache
def _doubtful() -> re.Pattern[str]:
    return re.compile(DOUBTFUL.pattern)


@functools.cache
def _soft_line_end() -> re.Pattern[str]:
    return re.compile(SOFT_LINE_END.pattern)


@functools.cache
def _arabic() -> re.Pattern[str]:
    return re.compile(ARABIC_FORMS.pattern + "+")


@functools.cache
def _patterns() -> tuple[tuple[Equivalence, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.pattern)) for row in PATTERNS)
