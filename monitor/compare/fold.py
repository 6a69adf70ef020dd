"""Folding: a text under the closed table of equivalences, and the strict test of sameness.

Two texts whose folds are equal have the same wording. `same_wording` allows one thing more, which
no fold can express: a space lost or gained where the joined letters cannot be read as a word.
"""

import functools
import re
import unicodedata

from monitor.compare import spacing
from monitor.compare.equivalences import ARABIC_FORMS, CHARACTERS, LINE_END, PATTERNS


def fold(text: str, language: str | None = None) -> str:
    """The text under the table of equivalences, for comparing and for searching.

    `text` is a whole block: an ornament at its beginning is dropped. Case, accents, digits and
    punctuation stand as they are.
    """
    return folded(text, language, at_start=True).replace(LINE_END, "-")


def folded(text: str, language: str | None, *, at_start: bool) -> str:
    """As `fold`, for a part of a block; a hyphen at a line's end stays marked by `LINE_END`."""
    if not text.isascii():
        text = _fold_characters(text)
    for pattern, into, only_at_start, not_in in _patterns():
        if language is not None and language[:2] in not_in:
            continue
        if not only_at_start:
            text = pattern.sub(into, text)
        elif at_start and (ornament := pattern.match(text)):
            text = text[ornament.end() :]
    return text.strip(" ")


def same_wording(a: str, b: str, language: str | None) -> bool:
    """Whether two texts say the same to the letter, typography aside."""
    if a == b:
        return True
    one, other = folded(a, language, at_start=True), folded(b, language, at_start=True)
    return spacing.same(one, other, lambda _offset: spacing.has_word_list(language, a, b))


def _fold_characters(text: str) -> str:
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
def _arabic() -> re.Pattern[str]:
    return re.compile(ARABIC_FORMS.pattern + "+")


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, bool, tuple[str, ...]], ...]:
    return tuple((re.compile(r.pattern), r.into, r.at_start, r.not_in) for r in PATTERNS)
