"""Edits of Japanese and Chinese widened to whole words: 促した → 促さない, not した → さない.

Only where an edit begins or ends within a word, by BudouX's models, which are read when the first
such text is met. What an edit takes in stands on both sides of it, so both texts are rebuilt as
before; `passages.hunks` leaves it out again where words are counted and flagged.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from storage.model import EditOp

Edit = tuple[EditOp, str]
_Words = Callable[[str], list[str]]
_Ends = Callable[[str, int], bool]
_FARTHEST = 6  # characters: an edit is widened by no more
_CONTEXT = 12  # characters around a place that are read to tell whether a word ends there
_TRADITIONAL = frozenset("國會與對於來這應關發實際議兩們團總員島為將區個")


def widen(edits: Sequence[Edit]) -> list[Edit]:
    """The same edits, with the rest of the words in which they begin or end."""
    if not any(op != "=" and _letter().search(text) for op, text in edits):
        return list(edits)
    before = "".join(text for op, text in edits if op != "+")
    after = "".join(text for op, text in edits if op != "-")
    words = _parser(_model(before + after))
    found: list[Edit] = []
    i, j, taken = 0, 0, 0  # `taken`: of the common text that follows, by the edit before it
    for at, (op, text) in enumerate(edits):
        if op == "=":
            end = i + len(text)
            back = 0
            if at + 1 < len(edits) and _is_lettered(edits, at + 1):
                ends = _borders(words, edits, at + 1)
                back = _distance(ends, (before, end), (after, j + len(text)), -1, len(text))
            kept = text[taken : max(taken, len(text) - back)]
            found.append(("=", kept))
            swallowed = text[taken + len(kept) :]
            found += [("-", swallowed), ("+", swallowed)]
            i, j, taken = end, j + len(text), 0
            continue
        found.append((op, text))
        i, j = i + len(text) * (op == "-"), j + len(text) * (op == "+")
        if at + 1 < len(edits) and edits[at + 1][0] == "=" and _is_lettered(edits, at):
            room = len(edits[at + 1][1])
            taken = _distance(_borders(words, edits, at), (before, i), (after, j), 1, room)
            shared = edits[at + 1][1][:taken]
            found += [("-", shared), ("+", shared)]
    return found


def _is_lettered(edits: Sequence[Edit], at: int) -> bool:
    """Whether the edit at a place, with the one beside it that it replaces, has such letters."""
    while at > 0 and edits[at - 1][0] != "=":
        at -= 1
    while at < len(edits) and edits[at][0] != "=":
        if _letter().search(edits[at][1]):
            return True
        at += 1
    return False


def _borders(words: _Words, edits: Sequence[Edit], at: int) -> _Ends:
    """Whether a word ends at a place of a text, as far as the edit at a place must know.

    What was only taken out, or only put in, and is more than a letter, may be a part of a compound:
    大筋|合意, ドル|という|規模. It is widened only where it begins or ends within a word of kana.
    """
    alone = all(edits[beside][0] == "=" for beside in (at - 1, at + 1) if 0 <= beside < len(edits))
    if alone and len(_letter().findall(edits[at][1])) > 1:
        return lambda text, place: _parts(text, place) or _ends(words, text, place)
    return lambda text, place: _ends(words, text, place)


def _parts(text: str, at: int) -> bool:
    """Whether two letters of different scripts, or two of Han, meet, and no ending of kana."""
    pair = text[max(0, at - 1) : at + 1]
    return _compound().fullmatch(pair) is not None


def _distance(
    ends: _Ends, one: tuple[str, int], other: tuple[str, int], step: int, room: int
) -> int:
    """How far it is to the next place where a word ends in both texts; 0 if there is none near."""
    for far in range(min(room, _FARTHEST) + 1):
        if all(ends(text, at + step * far) for text, at in (one, other)):
            return far
    return 0


def _ends(words: _Words, text: str, at: int) -> bool:
    """Whether a word ends at this place: it does where anything but two such letters meet."""
    if at <= 0 or at >= len(text) or not _letter().match(text[at - 1]):
        return True
    if not _letter().match(text[at]):
        return True
    start = max(0, at - _CONTEXT)
    place = start
    for word in words(text[start : at + _CONTEXT]):
        place += len(word)
        if place >= at:
            break
    return place == at


def _model(text: str) -> str:
    if re.search(r"[\u3041-\u30fa]", text):
        return "ja_word"
    return "zh-hans" if _TRADITIONAL.isdisjoint(text) else "zh-hant"


@cache
def _parser(model: str) -> _Words:
    import budoux  # only texts in these scripts that differ need it

    read = resources.files(budoux).joinpath(f"models/{model}.json").read_text(encoding="utf-8")
    return budoux.Parser(json.loads(read)).parse


@cache
def _compound() -> re.Pattern[str]:
    han, kana, kata = r"\u3400-\u4dbf\u4e00-\u9fff", r"\u3041-\u3096", r"\u30a1-\u30fc"
    return re.compile(
        f"[{han}{kata}][{han}]|[{kana}][{han}{kata}]|[{han}][{kata}]|[{kata}][{kana}]"
    )


@cache
def _letter() -> re.Pattern[str]:
    # Not those that are part of a number, which is whole: １兆|円.
    return re.compile(r"(?![百千万萬億亿兆])[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]")
