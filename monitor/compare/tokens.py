"""Tokens: the units in which edits are named. Joined they give the text to the character."""

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

# Words as Unicode's UAX 29 cuts them, but for numbers, which are whole with their sign, unit and
# percent; abbreviations with their full stops; and hyphenated words. The first that matches wins.
# Possessive throughout: a token of ten million letters costs no memory to go back over.
_WORD = r"[[\p{L}\p{M}\p{N}_]--[\p{Han}\p{Hiragana}\p{Katakana}ー]]++"
# Within a number; a space or apostrophe only before three figures: 1 000 000 unbroken, 1'000.
_INNER = r"(?:[.,．，:/٫٬]|[\u00a0\u2009\u202f'’](?=\p{Nd}{3}(?!\p{Nd})))"
_MYRIADS = "[百千万萬億亿兆천만억조]"
# Figures in groups of three with a space of any kind before each: 20 000, and not "in 5 2000".
_GROUPED = r"\p{Nd}{1,3}(?:[\x20\u00a0\u2009\u202f]\p{Nd}{3})++(?!\p{Nd})"
_PATTERN = rf"""
    [¥￥$＄€£₩]?(?:{_GROUPED}|\p{{Nd}}++)(?:{_INNER}\p{{Nd}}++)*+(?:\+\p{{Nd}}++(?:[.,]\p{{Nd}}++)*+)*+
        (?:[%％‰٪]|(?:{_MYRIADS}++(?:\p{{Nd}}++(?:[.,．，]\p{{Nd}}++)*+(?={_MYRIADS}))?+)++
        |\p{{Latin}}++)?+
  | \p{{Lu}}\p{{M}}*+\.(?:\p{{Lu}}\p{{M}}*+\.)++
  | [\p{{Katakana}}ーｰ]++\p{{M}}*+
  | [\p{{Han}}\p{{Hiragana}}]\p{{M}}*+
  | {_WORD}(?:['’ʼ＇\-‐‑\u00ad\u200b-\u200d\u2060]{_WORD})*+
  | \s++
  | ~~ | \.\.\.+ | --+ | ……
  | .\p{{M}}*+
"""


def tokenize(text: str) -> list[str]:
    """Cut a text into words, numbers, single CJK characters, punctuation and spaces."""
    return _pattern().findall(text)


def is_word(token: str) -> bool:
    """Whether a token is counted as a word: it has a letter or a figure in it."""
    return token.isalnum() or any(map(str.isalnum, token))


@functools.cache
def _pattern() -> "regex.Pattern[str]":
    import regex  # a tenth of start-up, and most commands compare nothing

    return regex.compile(_PATTERN, regex.VERSION1 | regex.VERBOSE | regex.DOTALL)
