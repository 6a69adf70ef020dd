"""A phrase as it is sought in texts and changes: in every typographic form, else to the letter."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.compare.equivalences import LINE_END
from monitor.compare.fold import folded
from monitor.text.rules import TEXT_RULES
from storage.binding import Needle
from storage.model import Passage, unmarked
from storage.volumes import Fold

_STEP = 4000  # characters of a text among which a phrase is located at once
_SLACK = 20  # characters by which a fold may shift what stands in it, beside its length
_AROUND = 70  # characters shown on each side of a phrase
_WORD = 15  # characters within which a cut goes to the next space


def forms(text: str) -> tuple[str, ...]:
    """All that a text may read as under the fold: a hyphen at a line's end is there or not.

    Of no language: what only German tells apart by a space is found either way.
    """
    return _either(folded(text, None, at_start=True))


FOLD = Fold(rules=str(TEXT_RULES), forms=forms)


def needles(phrase: str, *, any_case: bool = False) -> tuple[Needle, ...]:
    """What to look for in folded texts; none where the phrase says nothing.

    An ornament before it stands in texts, but not at their beginning, where the fold drops it.
    """
    inside, begins = (folded(phrase, None, at_start=at_start) for at_start in (False, True))
    found = [Needle(text=one, any_case=any_case) for one in _either(inside)]
    if begins != inside:
        found += [Needle(text=one, at_start=True, any_case=any_case) for one in _either(begins)]
    return tuple(one for one in found if one.text)


def count(text: str, sought: Sequence[Needle]) -> int:
    """How often the phrase stands in a text."""
    read = forms(text)
    return max((_count(form, needle) for form in read for needle in sought), default=0)


def _count(form: str, needle: Needle) -> int:
    phrase = needle.text
    if needle.any_case:
        form, phrase = form.casefold(), phrase.casefold()
    return int(form.startswith(phrase)) if needle.at_start else form.count(phrase)


def touched(passages: Iterable[Passage], sought: Sequence[Needle]) -> bool:
    """Whether the phrase stands in words that a passage lost or gained, or more often on one side.

    The latter of a phrase only part of which was touched.
    """
    return any(_touched(passage, sought) for passage in passages)


def _touched(passage: Passage, sought: Sequence[Needle]) -> bool:
    if passage.change == "wording":
        edits = (text for op, text in passage.edits if op != "=")
        if any(count(text, sought) for text in edits):
            return True
    return passage.kind != "moved" and count(passage.before, sought) != count(passage.after, sought)


def altering(passages: Iterable[Passage], sought: Sequence[Needle], *, more: bool) -> str | None:
    """The words of the first passage by which the phrase came to stand `more` often, or less.

    The newer words where it is more often, the older ones where it is less; None where no passage
    tells.
    """
    for one in passages:
        less, most = (one.before, one.after) if more else (one.after, one.before)
        if one.kind != "moved" and count(most, sought) > count(less, sought):
            return most
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """A phrase as it stands in a text, and what stands before and behind it there."""

    before: str
    phrase: str
    after: str

    @property
    def text(self) -> str:
        """All of it."""
        return self.before + self.phrase + self.after


def context(text: str, sought: Sequence[Needle]) -> Context:
    """The first place of a text where the phrase stands, in the page's own typography."""
    begin, end = _located(text, sought)
    first, last = max(0, begin - _AROUND), end + _AROUND
    before, after = text[first:begin], text[end:last]
    if first > 0:
        before = "…" + before[before.find(" ", 0, _WORD) + 1 :]
    if last < len(text):
        cut = after.rfind(" ", max(0, len(after) - _WORD))
        after = (after if cut < 0 else after[:cut]) + "…"
    return Context(*map(unmarked, (before, text[begin:end], after)))


def spans(text: str, sought: Sequence[Needle]) -> list[tuple[int, int]]:
    """From where to where the phrase stands in a text, each time, in their order."""
    found: list[tuple[int, int]] = []
    at, rest = 0, text
    while sought and count(rest, sought):
        begin, end = _located(rest, sought)
        while count(rest[:begin], sought):  # in other letters than the phrase's own
            begin, end = _located(rest[:begin], sought)
        found.append((at + begin, at + end))
        sought = [one for one in sought if not one.at_start]
        at, rest = at + end, rest[end:]
    return found


def _located(text: str, sought: Sequence[Needle]) -> tuple[int, int]:
    """From where to where the phrase stands; nowhere, at the beginning, where it does not."""
    step = max(_STEP, 8 * max(len(one.text) for one in sought))
    as_is = -1 if sought[0].at_start else text.find(sought[0].text, 0, step + step // 2)
    if as_is >= 0:  # so it is mostly, and what stands there to the letter needs no fold
        return as_is, as_is + len(sought[0].text)
    for start in range(0, len(text), step):
        part = text[start : start + step + step // 2]
        if count(part, sought):
            begin, end = _span(part, sought)
            return start + begin, start + end
    return 0, 0


def _span(part: str, sought: Sequence[Needle]) -> tuple[int, int]:
    """Of the shortest beginning of the part that holds the phrase the shortest end that does."""
    if (as_is := part.find(sought[0].text)) >= 0:
        return as_is, as_is + len(sought[0].text)
    begin, near = _near(part, sought)
    end = bisect_left(range(len(near)), 1, key=lambda size: min(1, count(near[:size], sought)))
    head = near[:end]
    size = bisect_left(range(end), 1, key=lambda size: min(1, count(head[end - size :], sought)))
    return begin + end - size, begin + end


def _near(part: str, sought: Sequence[Needle]) -> tuple[int, str]:
    """Where in the part about the phrase must be, and the text there: less to fold again."""
    for form in forms(part):
        for needle in sought:
            at = form.find(needle.text)
            slack = _SLACK + abs(len(part) - len(form))
            begin = max(0, at - slack)
            near = part[begin : at + len(needle.text) + slack]
            if at >= 0 and count(near, sought):
                return begin, near
    return 0, part


def _either(marked: str) -> tuple[str, ...]:
    """Both readings of hyphens at the ends of lines."""
    if LINE_END not in marked:
        return (marked,)
    return marked.replace(LINE_END, "-"), marked.replace(LINE_END, "")
