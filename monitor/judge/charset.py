"""The third judgement: whether a text is the one before, read in another character set.

Such a page would be a change in every sentence that has a letter beyond ASCII, and is none. The
text before is put through every pair of sets, and what comes out is held against the new text by
pairs of neighbouring characters: an edit or a lost letter between the two does not hide it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from storage.model import Document, Judgement

_OK = Judgement(verdict="ok", reason=None)
_SETS = {
    "UTF-8": "utf-8",
    "windows-1252": "cp1252",
    "ISO-8859-1": "latin-1",
    "Shift_JIS": "cp932",
    "EUC-JP": "euc_jp",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "EUC-KR": "cp949",
    "windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "windows-1256": "cp1256",
}
_LOST = "\ufffd"
_CONTROLS = re.compile("[\x80-\x9f]")
_LEAST = 4  # characters beyond ASCII: fewer are judged by their words
_SAMPLE = 2_000  # characters, by which a pair of sets is chosen
_ALIKE = 0.8  # of the pairs of characters; two texts of one wording have more, others far less
_HALF_ALIKE = 0.4  # of the sample, whose second half is no text but its characters in a row
_UNLIKE = 0.5  # a text that keeps so much of the one before was not misread as a whole


def judge_charset(before: Document, after: Document) -> Judgement:
    """`failed` where `after` is the text of `before` in another character set, else `ok`."""
    misread = misreading(before.text, after.text)
    if misread is None:
        return _OK
    right, wrong = misread
    return Judgement(
        verdict="failed",
        reason=f"the text is in another character set than before: {right} read as {wrong}",
    )


def mended(before: Document, after: Document) -> Document | None:
    """The document before as it should have been read, where `after` shows that it was misread."""
    misread = misreading(after.text, before.text)
    if misread is None:
        return None
    right, wrong = misread
    blocks = {_letters(_misread(block.text, right, wrong)): block.text for block in after.blocks}
    words = {_misread(word, right, wrong): word for word in after.text.split()}
    headings = {_misread(word, right, wrong): word for word in (after.headline or "").split()}
    meant = (
        blocks.get(_letters(block.text)) or _reread(block.text, words, right, wrong)
        for block in before.blocks
    )
    return replace(
        before,
        headline=before.headline and _reread(before.headline, headings, right, wrong),
        blocks=tuple(replace(old, text=new) for old, new in zip(before.blocks, meant, strict=True)),
    )


def _reread(text: str, words: Mapping[str, str], right: str, wrong: str) -> str:
    """A garbled text as it was meant, word by word; as it stands where that is lost."""
    meant = (words.get(word) or _decoded(word, right, wrong) or word for word in text.split(" "))
    return " ".join(meant)


def _decoded(word: str, right: str, wrong: str) -> str | None:
    try:
        return word.encode(_SETS[wrong]).decode(_SETS[right])
    except UnicodeError:
        return None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def misreading(text: str, other: str) -> tuple[str, str] | None:
    """The set `text` was written in and the one it was read in, where that gives `other`."""
    lossy = _LOST in other
    there = _pairs(other, lossy=lossy)
    beyond = "".join(char for char in text if not char.isascii())
    if len(beyond) < _LEAST or there.total() < _LEAST - 1:
        return _misread_words(text, other)
    if _share(there, _pairs(text, lossy=lossy)) >= _UNLIKE:
        return None
    for right, wrong in _sets():
        sample = _pairs(_misread(text[:_SAMPLE] + beyond[:_SAMPLE], right, wrong), lossy=lossy)
        known = sum(count for pair, count in sample.items() if pair in there)
        if wrong == "UTF-8" and not lossy:
            continue  # no other set is valid UTF-8 by chance: it is `text` that was garbled
        if sample and known >= _HALF_ALIKE * sample.total():
            whole = _pairs(_misread(text, right, wrong), lossy=lossy)
            if _share(there, whole) >= _ALIKE:
                return right, wrong
    return _misread_words(text, other)


def _misread_words(text: str, other: str) -> tuple[str, str] | None:
    """As `misreading`, where few pairs tell: UTF-8 alone, by what becomes of whole words.

    Nobody writes â€™ for an apostrophe. Most words of `other` that are new and not ASCII must be
    words of `text` misread, perhaps after their straight marks were made curly ones.
    """
    right, here, there = "UTF-8", set(text.split()), set(_CONTROLS.sub(_LOST, other).split())
    words = {word for word in here if not word.isascii()}
    strange = {word for word in there - here if not word.isascii()}
    if not strange or there & words:
        return None
    words |= {curly for word in here for curly in _curled(word)}
    for wrong in ("windows-1252", "ISO-8859-1"):
        misread = {piece for word in words for piece in _misread(word, right, wrong).split()}
        if len(strange & misread) * 2 >= len(strange) and _garbled(strange & misread):
            return right, wrong
    return None


def _curled(word: str) -> Iterator[str]:
    """A word with its straight quotation marks and apostrophes made curly, as far as it has any."""
    if '"' in word or "'" in word:
        curly = word.replace("'", "’")
        yield curly.replace('"', "“")
        yield curly.replace('"', "”")


def _garbled(words: Iterable[str]) -> bool:
    """Whether a word holds two characters beyond ASCII in a row, as misread UTF-8 always does."""
    return any(a > "\u007f" < b for word in words for a, b in pairwise(word))


def oddness(text: str) -> float:
    """How often letters beyond ASCII stand as no writer sets them; more says which is garbled.

    A capital behind a small letter, a sign behind a letter, two Latin ones with accents in a row.
    """
    odd = sum(
        (a.islower() and b.isupper())
        or (a.isalpha() and not b.isalnum() and not b.isspace())
        or (a < "\u0250" > b)
        for a, b in pairwise(text)
        if a > "\u007f" < b
    )
    return odd / max(1, sum(char > "\u007f" for char in text))


def _sets() -> Iterator[tuple[str, str]]:
    return ((right, wrong) for right in _SETS for wrong in _SETS if right != wrong)


def _misread(text: str, right: str, wrong: str) -> str:
    """The text as it would be read: control characters beyond ASCII are lost to every reader."""
    read = text.encode(_SETS[right], "ignore").decode(_SETS[wrong], "replace")
    return _CONTROLS.sub(_LOST, read) if wrong == "ISO-8859-1" else read


def _pairs(text: str, *, lossy: bool) -> Counter[tuple[str, str]]:
    """Neighbours among the characters beyond ASCII that can be seen; if lossy, the lost ones too.

    Readers differ in what they make of bytes that a set does not have: where the new text shows
    none as lost, none counts.
    """
    seen = (char for char in text if char > "\u009f" and (char != _LOST or lossy))
    return Counter(pairwise(char for char in seen if char.isprintable() and not char.isspace()))


def _share(pairs: Counter[tuple[str, str]], others: Counter[tuple[str, str]]) -> float:
    """How many of the pairs are among the others, by their number, from 0 to 1."""
    return (pairs & others).total() / pairs.total() if pairs else 0.0
