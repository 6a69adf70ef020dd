"""A text as it is read across languages, and what of the page's own letters reads as which."""

import unicodedata
from collections.abc import Iterator


def plain(text: str) -> str:
    """The text with full-width and other compatible forms as the usual ones."""
    return unicodedata.normalize("NFKC", text)


def own(text: str, start: int, end: int) -> str:
    """The letters of a text that `plain` reads as its characters from `start` to `end`."""
    found, at = [], 0
    for cluster in _clusters(text):
        size = len(plain(cluster))
        if at < end and at + size > start:
            found.append(cluster)
        at += size
    said = "".join(found)
    return said if plain(text)[start:end] in plain(said) else plain(text)[start:end]


def _clusters(text: str) -> Iterator[str]:
    """The letters, each with the marks behind it that `plain` may set onto it."""
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield text[begin:at]
            begin = at


def _joins(letter: str) -> bool:
    """Whether it is a mark, as of ﾞ in ｶﾞ, or what closes a syllable of Hangul."""
    return unicodedata.combining(plain(letter)[0]) != 0 or "\u1160" <= plain(letter) <= "\u11ff"
