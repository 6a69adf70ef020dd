"""The flags of marks, spaces and quotations, and of numbers, dates and names."""

import re
from collections import Counter
from collections.abc import Sequence

from monitor.compare import dates, numbers, spans
from monitor.compare.raised import Raised, differing, way
from storage.model import Passage

Hunks = Sequence[tuple[str, str]]

_MARKS = {
    "'": "an apostrophe", ",": "a comma", "、": "a comma", ";": "a semicolon", ":": "a colon",
    ".": "a full stop", "。": "a full stop", "!": "an exclamation mark", "?": "a question mark",
    '"': "a quotation mark", "「": "a quotation mark", "」": "a quotation mark",
    "『": "a quotation mark", "』": "a quotation mark", "-": "a hyphen", "(": "a bracket",
    ")": "a bracket", "/": "a slash", "・": "a middle dot", "؟": "a question mark",
    "،": "a comma", "؛": "a semicolon", "¿": "a question mark", "¡": "an exclamation mark",
}  # fmt: skip
_LAST_WORD = re.compile(r"[\w'\-]+\W*$")


def marks(hunks: Hunks, passage: Passage, before: str, after: str) -> list[Raised]:
    """`spacing` where only spaces differ, `mark` where only marks do, said in words."""
    said: list[str] = []
    spaced: list[tuple[str, str]] = []
    for at, (minus, plus) in enumerate(hunks):
        if minus.replace("~~", "") == plus.replace("~~", ""):
            continue  # struck through, or no longer: said below
        if minus.replace(" ", "") == plus.replace(" ", ""):
            spaced.append((minus.strip(), plus.strip()))
        elif _letters(minus) == _letters(plus):
            said.append(_mark(minus, plus, passage if at == 0 else None))
    found = []
    if spaced:
        gone, come = zip(*spaced, strict=True)
        found.append(Raised(flag="spacing", gone=gone, come=come))
    struck = after.count("~~") - before.count("~~")
    if struck:
        said.insert(0, f"strike-through {'came' if struck > 0 else 'went'}")
    if said:
        found.append(Raised(flag="mark", said="; ".join(dict.fromkeys(said))))
    return found


def _mark(minus: str, plus: str, passage: Passage | None) -> str:
    """`an apostrophe came: supporters → supporter's`."""
    old, new = Counter(filter(_is_mark, minus)), Counter(filter(_is_mark, plus))
    turns = [
        f"{' and '.join(dict.fromkeys(_MARKS.get(m, f'the mark {m}') for m in lost))} {turn}"
        for lost, turn in ((old - new, "went"), (new - old, "came"))
        if lost
    ]
    if not _letters(minus):
        lead = _lead(passage) if passage else ""
        minus, plus = (lead + minus, lead + plus) if lead else ("", "")
    where = " → ".join(filter(None, (minus.strip(), plus.strip())))
    turn = ", ".join(turns) or "marks changed places"
    return f"{turn}: {where}" if where else turn


def _lead(passage: Passage) -> str:
    """The word before the first edit."""
    kept = passage.edits[0] if passage.edits else ("=", "")
    word = _LAST_WORD.search(kept[1][-40:]) if kept[0] == "=" else None
    return word[0] if word else ""


def _is_mark(char: str) -> bool:
    return not char.isalnum() and not char.isspace() and char != "~"


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char.isspace()).strip()


def quotes(before: str, after: str) -> Raised | None:
    """`quote` where what stands in quotation marks differs in two texts that both stand."""
    return differing("quote", _quoted(before), _quoted(after)) if before and after else None


def _quoted(folded: str) -> list[str]:
    return re.findall(r"\"[^\"]*\"|「[^」]*」|『[^』]*』", folded)


def dated(before: str, after: str) -> Raised | None:
    """`date` where the days differ, `same_value` where only their writing does."""
    old, new = dates.found(before), dates.found(after)
    if old == new:
        return None
    gone, come = Counter(d for d, _ in old), Counter(d for d, _ in new)
    lost, won = _written(old, gone - come), _written(new, come - gone)
    if lost or won:
        return Raised(flag="date", way=way(lost, won), gone=lost, come=won)
    if [date for date, _ in old] != [date for date, _ in new]:  # they changed places
        return Raised(flag="date", gone=tuple(w for _, w in old), come=tuple(w for _, w in new))
    return differing("same_value", (w for _, w in old), (w for _, w in new))


def _written(
    found: Sequence[tuple[dates.Date, str]], wanted: Counter[dates.Date]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(written for date, written in found if date in wanted))


def counted(hunks: Hunks, before: str, after: str, language: str) -> Raised | None:
    """`number` where values differ, `same_value` where only their writing does."""
    old = numbers.read(dates.without(before), language)
    new = numbers.read(dates.without(after), language)
    one, other = ([n.figures for n in numbers_ if n.figures] for numbers_ in (old, new))
    if Counter(one) != Counter(other):
        return _values(old, new) or _rewritten(old, new)
    found = _soft(old, new)
    for minus, plus in hunks:
        left, right = (
            [
                n
                for n in numbers.read(dates.without(text), language)
                if one != other or not n.figures
            ]
            for text in (minus, plus)
        )
        if left and right:  # "two ships", "three ships"; where figures changed places, those too
            found = found or _values(left, right)
    return found


def _values(old: Sequence[numbers.Number], new: Sequence[numbers.Number]) -> Raised | None:
    left, right = Counter(n.firm for n in old), Counter(n.firm for n in new)
    gone = tuple(dict.fromkeys(n.written for n in old if n.firm in left - right))
    come = tuple(dict.fromkeys(n.written for n in new if n.firm in right - left))
    if not gone and not come:
        return _soft(old, new)
    return Raised(flag="number", way=way(gone, come), gone=gone, come=come)


def _soft(old: Sequence[numbers.Number], new: Sequence[numbers.Number]) -> Raised | None:
    """Where units that may be left out stand on both sides, and are others."""
    left = Counter((n.value, n.unit, n.written) for n in old if n.is_soft)
    right = Counter((n.value, n.unit, n.written) for n in new if n.is_soft)
    known = {(value, unit) for value, unit, _ in left} & {(value, unit) for value, unit, _ in right}
    gone = tuple(one[2] for one in left if one[:2] not in known)
    come = tuple(one[2] for one in right if one[:2] not in known)
    return Raised(flag="number", gone=gone, come=come) if gone and come else None


def _rewritten(old: Sequence[numbers.Number], new: Sequence[numbers.Number]) -> Raised | None:
    return differing("same_value", (n.written for n in old), (n.written for n in new))


def named(before: str, after: str, language: str) -> Raised | None:
    """`name` where one came or went, or where they stand in another order."""
    old, new = spans.names(before, language), spans.names(after, language)
    if old == new:
        return None
    found = differing("name", old, new)
    if found is not None:
        return found
    start = next(at for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    end = next(at for at, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=True)) if a != b)
    stop = len(old) - end
    return Raised(flag="name", gone=tuple(old[start:stop]), come=tuple(new[start:stop]))
