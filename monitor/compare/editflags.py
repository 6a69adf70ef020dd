"""The flags of marks, spaces and quotations, and of numbers, dates and names."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from monitor.compare import changed, dates, lexicon, numbers, spans
from monitor.compare.changed import Hit, Pair
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
_LATIN = "\"'"
# Single quotes open before a word and close behind one: not the supporters' nor the '90s.
_QUOTED = re.compile(
    r"\"[^\"]*\"|「[^」]*」|『[^』]*』"
    r"|(?<![\w'])'(?=[^\W\d])[^'\"\n]{1,400}(?:(?<=\w)'(?=\w)[^'\"\n]{1,400}){0,9}(?<!\s)'(?!\w)"
)
_SIGNS = frozenset("-$€£¥%+")
_LAST_WORD = re.compile(r"[\w'\-]+\W*$")


def marks(
    hunks: Hunks, passage: Passage, before: str, after: str, number: Raised | None
) -> list[Raised]:
    """`spacing` where only spaces differ, `mark` where only marks do, said in words.

    Marks of a figure that changed are no marks of their own: `number` says them.
    """
    figures = " ".join([*number.gone, *number.come]) if number else ""
    said: list[str] = []
    spaced: list[tuple[str, str]] = []
    for at, (minus, plus) in enumerate(hunks):
        if minus.replace("~~", "") == plus.replace("~~", ""):
            continue  # struck through, or no longer: said below
        if minus.replace(" ", "") == plus.replace(" ", ""):
            spaced.append((minus.strip(), plus.strip()))
        elif _is_of_figure(minus, figures) and _is_of_figure(plus, figures):
            continue
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


def _is_of_figure(part: str, figures: str) -> bool:
    """Whether a part of an edit is part of a figure that is said, its sign or nothing at all."""
    part = part.strip()
    is_sign = part in _SIGNS and part in figures
    return bool(figures) and (not part or is_sign or (part[-1:].isdigit() and part in figures))


def _mark(minus: str, plus: str, passage: Passage | None) -> str:
    """`an apostrophe came: supporters → supporter's`."""
    if {minus.strip(), plus.strip()} == {"'", '"'}:
        return "quotation marks became " + ("double" if minus.strip() == "'" else "single")
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
    return differing("quote", *_requoted(before, after)) if before and after else None


def _requoted(before: str, after: str) -> tuple[list[str], list[str]]:
    """The quotations of both; of those whose words are the same the marks alone changed."""
    old, new = _quoted(before), _quoted(after)
    said = Counter(one[1:-1] for one in old if one[0] in _LATIN)
    said &= Counter(one[1:-1] for one in new if one[0] in _LATIN)
    old = [one for one in old if one[1:-1] not in said]
    return old, [one for one in new if one[1:-1] not in said]


def _quoted(folded: str) -> list[str]:
    return [one[0] for one in _QUOTED.finditer(folded)]


def dated(pair: Pair) -> Raised | None:
    """`date` where the days differ, `same_value` where only their writing does."""
    old, new = _left(pair, dates.found(pair.old), dates.found(pair.new))
    lost, won = changed.excess(old, new), changed.excess(new, old)
    if lost or won:
        gone, come = _written(lost), _written(won)
        return Raised(flag="date", way=way(gone, come), gone=gone, come=come)
    if [hit.key for hit in old] != [hit.key for hit in new]:  # they changed places
        return Raised(flag="date", gone=_written(old), come=_written(new))
    return differing("same_value", (hit.written for hit in old), (hit.written for hit in new))


def _left(pair: Pair, old: Sequence[Hit], new: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """The hits that are not the same in what both texts share."""
    gone: list[Hit] = []
    come: list[Hit] = []
    for _, lost, won in pair.split(old, new):
        gone += lost
        come += won
    return gone, come


def _written(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.written for hit in hits))


def counted(pair: Pair, language: str) -> Raised | None:
    """`number` where values differ, `same_value` where only their writing does."""
    texts = (dates.without(pair.old), dates.without(pair.new))
    old, new = (numbers.read(text, language) for text in texts)
    left = pair.split(_hits(old), _hits(new))
    gone, come = [_of(hits, old) for _, hits, _ in left], [_of(hits, new) for _, _, hits in left]
    lost, won = [*chain(*gone)], [*chain(*come)]
    one, other = ([n.figures for n in side if n.figures] for side in (lost, won))
    if Counter(one) != Counter(other):
        return _values(lost, won) or _bounded(pair, language) or _rewritten(lost, won)
    found = _soft(lost, won)
    for minus, plus in zip(gone, come, strict=True):
        before, after = (
            [n for n in side if one != other or not n.figures] for side in (minus, plus)
        )
        if before and after:  # "two ships", "three ships"; where figures changed places, those too
            found = found or _values(before, after) or _rewritten(before, after)
    if found is None or found.flag != "number":
        return _bounded(pair, language) or found
    return found


def _bounded(pair: Pair, language: str) -> Raised | None:
    """`number` where a figure became a bound, or another: at least 5, at most 5."""
    words = lexicon.load(language)
    if words is None:
        return None
    gone, come = changed.differing(
        pair,
        numbers.bounds(dates.without(pair.old), words),
        numbers.bounds(dates.without(pair.new), words),
    )
    lost, won = _written(gone), _written(come)
    return Raised(flag="number", way=way(lost, won), gone=lost, come=won) if gone or come else None


def _hits(found: Sequence[numbers.Number]) -> list[Hit]:
    return [Hit(key=n.written, written=n.written, start=n.start, end=n.end) for n in found]


def _of(hits: Sequence[Hit], found: Sequence[numbers.Number]) -> list[numbers.Number]:
    places = {(hit.start, hit.end) for hit in hits}
    return [number for number in found if (number.start, number.end) in places]


def _values(old: Sequence[numbers.Number], new: Sequence[numbers.Number]) -> Raised | None:
    left, right = Counter(n.firm for n in old), Counter(n.firm for n in new)
    lost, won = left - right, right - left
    gone = tuple(dict.fromkeys(n.written for n in old if n.firm in lost))
    come = tuple(dict.fromkeys(n.written for n in new if n.firm in won))
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


def named(pair: Pair, language: str) -> Raised | None:
    """`name` where one came or went, or where they stand in another order."""
    old, new = _left(pair, spans.names(pair.old, language), spans.names(pair.new, language))
    lost, won = changed.excess(old, new), changed.excess(new, old)
    if lost or won:
        gone, come = _written(lost), _written(won)
        return Raised(flag="name", way=way(gone, come), gone=gone, come=come)
    if [hit.key for hit in old] == [hit.key for hit in new]:
        return None
    return Raised(flag="name", gone=_written(old), come=_written(new))
