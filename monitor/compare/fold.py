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
    COMPOSED,
    DOUBTFUL,
    LINE_BREAKS,
    LINE_END,
    PATTERNS,
    SOFT_LINE_END,
    VARIANTS,
    WHITE_SPACE,
    Equivalence,
)
from storage.model import DOUBT, unmarked

_BESIDE_CJK = PATTERNS[-1].name
_PLAIN_MARKS = ("-", "..", ". .", "~", "*")  # of ASCII, what the rows of the table ask for


def fold(text: str, language: str | None = None) -> str:
    """The text under the table of equivalences, for comparing and for searching.

    `text` is a whole block: an ornament at its beginning is dropped. Case, accents, digits and
    punctuation stand as they are.
    """
    return folded(unmarked(text), language, at_start=True).replace(LINE_END, "-")


def folded(text: str, language: str | None, *, at_start: bool, but: str = "") -> str:
    """As `fold`, for a part of a block; a hyphen at a line's end is marked by `LINE_END`.

    The rows of the kind `but` are left out.
    """
    if not text.isascii():
        text = _fold_characters(text, but)
    elif not but and not any(mark in text for mark in _PLAIN_MARKS):
        return " ".join(text.split())  # most sentences: nothing but white space to fold
    for row, pattern in _patterns(but):
        if row.at_start:
            ornament = pattern.match(text) if at_start else None
            text = text[ornament.end() :] if ornament else text
        elif row is WHITE_SPACE:
            text = _one_space(text) if but == LINE_BREAKS else " ".join(text.split())
        elif any(need in text for need in row.needs) and not (
            row.name == _BESIDE_CJK and text.isascii()
        ):
            text = text if language and language[:2] in row.not_in else pattern.sub(row.into, text)
    return text if but != WHITE_SPACE.kind else re.sub(r"\s*\n\s*", " ", text.strip())


def _one_space(text: str) -> str:
    """White space as one space or one line break each, none at the ends."""
    return re.sub(r"\s+", lambda found: "\n" if "\n" in found[0] else " ", text.strip())


def letters(folded_text: str) -> str:
    """What of a folded text stands in every form of it: without its spaces and hyphens."""
    return folded_text.replace(" ", "").replace("-", "").replace(LINE_END, "")


def same_wording(a: str, b: str, language: str | None) -> bool:
    """Whether two texts say the same to the letter, typography aside."""
    if a == b:
        return True
    one, other = folded(a, language, at_start=True), folded(b, language, at_start=True)
    listed = functools.cache(lambda: spacing.has_word_list(language, a, b))
    return spacing.same(one, other, lambda _offset: listed())


def _fold_characters(text: str, but: str) -> str:
    hyphenated, composed = but != DOUBTFUL.kind, but != COMPOSED.kind
    if DOUBT in text and hyphenated:
        text = _doubtful().sub(DOUBTFUL.into, text)
    if hyphenated:
        text = _soft_line_end().sub("", text)
    text = _composed(text) if composed else text
    text = text.translate(_characters(but))
    if but != ARABIC_FORMS.kind:
        text = _arabic().sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return _composed(text) if composed else text


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    return _common().sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


@functools.cache
def _common() -> re.Pattern[str]:
    return re.compile(f"[^{VARIANTS}]+")


@functools.cache
def _characters(but: str) -> dict[int, str]:
    table: dict[str, str] = {}
    for row in CHARACTERS:
        table.update(row.chars if row.kind != but else {})
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
def _patterns(but: str) -> tuple[tuple[Equivalence, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.pattern)) for row in PATTERNS if row.kind != but)
