"""Spaces that came or went: typography only where no other word can be read.

"TaiwanStrait" is a lost space; "away" for "a way" is another word. The test works on two folded
texts that agree when all spaces are taken out; each place where only one of them has a space is
looked at by itself. Linear, and the same in both directions.
"""

import functools
import importlib.util
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from monitor.compare import language as languages
from monitor.compare.equivalences import CJK, LINE_END

_FEW = 50  # words that are looked up before all of the list are known
_OPEN_CLOSE = '()[]{}"「」『』（）'


def same(one: str, other: str, english: Callable[[int], bool]) -> bool:
    """Whether two folded texts have the same wording.

    `english(offset)` says whether the list of English words may be asked at that offset of the
    text without spaces; it is called only where a space between two letters came or went.
    """
    if one == other:
        return True
    one, other = _read_line_ends(one, other)
    bare = one.replace(" ", "")
    if bare != other.replace(" ", ""):
        return False
    mine, theirs = _spaces(one), _spaces(other)
    return _harmless(bare, joined=theirs, parted=mine, english=english) and _harmless(
        bare, joined=mine, parted=theirs, english=english
    )


def has_word_list(language: str | None, *texts: str) -> bool:
    """Whether the texts are in the language whose words we have a list of: English."""
    if language is not None:
        return language[:2].lower() == "en"
    return all(languages.detect(text) in {"en", None} for text in texts) and any(
        languages.detect(text) == "en" for text in texts
    )


def is_word(text: str) -> bool:
    """Whether an English reader would take these letters for a word."""
    lower = text.lower()
    plain = lower.replace("'", "")
    stem = lower.removesuffix("'s").strip("'")
    return any(map(_is_listed, (lower, plain, stem)))


def matters(left: str, right: str) -> bool:
    """Whether a space between these two characters parts words, and is no mere typography."""
    return all(char and _in_word(char) and not _is_cjk(char) for char in (left, right))


def _spaces(folded: str) -> set[int]:
    """The offsets, in the text without spaces, before which there is a space."""
    offsets: set[int] = set()
    at = 0
    for part in folded.split(" "):
        at += len(part)
        offsets.add(at)
    offsets.discard(at)
    offsets.discard(0)
    return offsets


def _harmless(
    bare: str, *, joined: set[int], parted: set[int], english: Callable[[int], bool]
) -> bool:
    """Whether the spaces that only the parted text has leave the wording as it is.

    A run of letters is looked at once, however many spaces it lost.
    """
    end, lost = 0, False
    for place in sorted(parted - joined):
        left, right = bare[place - 1], bare[place]
        if _is_cjk(left) or _is_cjk(right):
            continue
        if not (_in_word(left) and _in_word(right)):
            if not _beside_mark(bare, place):
                return False
            continue
        if place >= end:
            start, end = _run(bare, place, joined)
            moved = any(at in joined and at not in parted for at in (start, end))
            run = bare[start:end]  # where a space moved: "an other", "a nother"
            lost = not moved and _is_latin(run) and not is_word(run)
        if not (lost and english(place)):
            return False
    return True


def _beside_mark(bare: str, place: int) -> bool:
    """Whether a space between two signs of which one is no letter is harmless."""
    left, right = bare[place - 1], bare[place]
    if "-" in (left, right):
        return False
    return _beside_number(bare, place) if left.isnumeric() or right.isnumeric() else True


def _run(bare: str, place: int, spaces: set[int]) -> tuple[int, int]:
    """The run of letters around a place, in the text that has these spaces and none there."""
    start, end = place, place
    while start > 0 and start not in spaces and _in_word(bare[start - 1]):
        start -= 1
    while end < len(bare) and end not in spaces and _in_word(bare[end]):
        end += 1
    return start, end


def _beside_number(bare: str, place: int) -> bool:
    """A space beside a figure is harmless at a bracket or quote, or before a closing mark."""
    left, right = bare[place - 1], bare[place]
    if left in _OPEN_CLOSE or right in _OPEN_CLOSE:
        return True
    after = bare[place + 1 : place + 2]
    return right in ".,;:!?" and not after.isnumeric()


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "'" or unicodedata.combining(char) > 0


def _is_latin(run: str) -> bool:
    """Whether a run is of Latin letters alone: no figures, and no script without a word list."""
    return all(char < "\u0250" and not char.isnumeric() for char in run)


def _is_cjk(char: str) -> bool:
    return _cjk().match(char) is not None


@functools.cache
def _cjk() -> re.Pattern[str]:
    return re.compile(f"[{CJK}]")


def _read_line_ends(one: str, other: str) -> tuple[str, str]:
    """Give each hyphen at a line's end the reading that the other text has at that place."""
    if LINE_END not in one and LINE_END not in other:
        return one, other
    return _read_as(one, other), _read_as(other, one)


def _read_as(text: str, model: str) -> str:
    """The text with each hyphen at a line's end as the model has it there: kept or dropped.

    Kept, too, where two words stand there, which are neither reading; and with the space after it
    that German sets ("See- und Luftverkehr"), since the line's end may stand for one.
    """
    read: list[str] = []
    at = 0
    for char in text:
        if char == " ":
            read.append(char)
            continue
        start = at
        while at < len(model) and model[at] == " ":
            at += 1
        there = model[at : at + 1]
        if char == LINE_END:
            at += there in ("-", LINE_END)
            kept = at > start or there == ""
            spaced = there == "-" and model[at : at + 1] == " "
            read.append("- " if spaced else "-" if kept else "")
            continue
        at += 2 if there == LINE_END and char != "-" else 1
        read.append(char)
    return "".join(read)


@functools.lru_cache(maxsize=4_096)
def _is_listed(word: str) -> bool:
    """Whether it is in the list of English words.

    The first few are looked up in the file as it is, which is there at once: to know all its words
    takes a tenth of what a command that compares two texts may take.
    """
    if _is_listed.cache_info().misses > _FEW:
        return word in _words()
    return f"\n{word} " in _list()


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(_list().split()[::2])


@functools.cache
def _list() -> str:
    """symspellpy's English list, read as a file: the library itself is not needed.

    On each line a word, a space and how often it is used.
    """
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError("symspellpy, whose list of English words is needed, is missing")
    folder = Path(spec.submodule_search_locations[0])
    lines = (folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return f"\n{lines}"
