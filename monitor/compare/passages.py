"""Passages: what a reader is shown of each group of sentences that differs."""

import functools
from collections.abc import Sequence
from dataclasses import replace

from monitor.compare import edits, spacing, texts, tokens, typesetting
from monitor.compare.fold import fold
from monitor.compare.groups import Group
from monitor.compare.texts import Text
from monitor.compare.units import Place
from storage.model import Kind, Passage, PassageKind

_WORD = 40  # characters: as much of a word as is named beside a space


def build(one: Text, other: Text, groups: Sequence[Group]) -> list[Passage]:
    """A passage for each group that differs, in the order of the newer text."""
    found: list[Passage] = []
    for group in groups:
        before = texts.raw(one, group.a0, group.a1)
        after = texts.raw(other, group.b0, group.b1)
        if before != after or group.moved or group.layout:
            change: Kind = "typography" if _same(one, other, group) else "wording"
            made = _make(_kind(group), change, before, after, _place(one, other, group))
            counters = _counter(one, group.a0, group.a1), _counter(other, group.b0, group.b1)
            made = replace(made, counters=counters)
            found.append(_set(made, one, other, group) if change == "typography" else made)
    return found


def _counter(text: Text, start: int, stop: int) -> str:
    """What numbers the sentences from `start` to `stop`, and only counts."""
    label = text.units[start].label if start < stop else None
    return label.text.lstrip() if label else ""


def _set(passage: Passage, one: Text, other: Text, group: Group) -> Passage:
    """A passage of typography with what it consists in."""
    return replace(
        passage,
        typography=typesetting.kinds(one, other, group),
        layout=typesetting.layout(one, other, group),
    )


def uncounted(passage: Passage) -> Passage:
    """The passage without the numbers that only count items: what is read for flags.

    Where one came or went, it stands.
    """
    old, new = passage.counters
    if not (old or new) or (passage.before and passage.after and not (old and new)):
        return passage
    before, after = passage.before.removeprefix(old), passage.after.removeprefix(new)
    return replace(passage, before=before, after=after, edits=edits.edits(before, after))


def _make(kind: PassageKind, change: Kind, before: str, after: str, place: Place) -> Passage:
    """A passage with its edits; its flags come later."""
    return Passage(
        kind=kind,
        change=change,
        before=before,
        after=after,
        edits=edits.edits(before, after),
        flags=(),
        section=place.section,
        paragraph=place.paragraph,
    )


def whole(one: Text, other: Text) -> Passage:
    """Everything that was compared, as one passage of wording."""
    before = texts.raw(one, 0, len(one.units))
    after = texts.raw(other, 0, len(other.units))
    group = Group(a0=0, a1=len(one.units), b0=0, b1=len(other.units))
    return _make("changed", "wording", before, after, _place(one, other, group))


def count_words(found: Sequence[Passage]) -> tuple[int, int]:
    """Words added and removed by wording passages (CJK: characters)."""
    added, removed = 0, 0
    for passage in found:
        if passage.change == "wording":
            for minus, plus in hunks(uncounted(passage)):
                removed += _count(minus)
                added += _count(plus)
    return added, removed


def hunks(passage: Passage) -> list[tuple[str, str]]:
    """What was taken out and what was put in its place, leaving out what is typography."""
    found: list[tuple[str, str]] = []
    minus = ""
    parts = [*passage.edits, ("=", "")]
    for at, (op, text) in enumerate(parts):
        if op == "-":
            minus = text
        elif op == "+" or minus:
            plus = text if op == "+" else ""
            if fold(minus) != fold(plus):
                found.append(_bare(minus, plus) if minus and plus else (minus, plus))
            elif not (minus and plus) and (minus + plus).isspace():
                place = at if plus else at - 1
                left = parts[place - 1][1] if place else ""
                found += _parted(left, minus, plus, parts[place + 1][1])
            minus = ""
    return found


def _parted(left: str, minus: str, plus: str, right: str) -> list[tuple[str, str]]:
    """A space alone that came or went within a word, named with it: 20 نوفمبر → 20نوفمبر."""
    if not spacing.matters(left[-1:], right[:1]):
        return []
    head, tail = tokens.tokenize(left[-_WORD:])[-1], tokens.tokenize(right[:_WORD])[0]
    return [(head + minus + tail, head + plus + tail)]


def _bare(minus: str, plus: str) -> tuple[str, str]:
    """An edit without the words it shares at its ends, taken in to be read more easily."""
    a, b = tokens.tokenize(minus), tokens.tokenize(plus)
    start, end = edits.common(a, b)
    return "".join(a[start : len(a) - end]), "".join(b[start : len(b) - end])


def _count(text: str) -> int:
    return sum(map(tokens.is_word, tokens.tokenize(text)))


def _kind(group: Group) -> PassageKind:
    if group.moved:
        return "moved"
    if group.a0 == group.a1:
        return "added"
    return "removed" if group.b0 == group.b1 else "changed"


def _same(one: Text, other: Text, group: Group) -> bool:
    if group.moved or group.layout:
        return group.layout
    english = functools.cache(lambda: _is_english(one, other, group))
    return spacing.same(
        texts.folded(one, group.a0, group.a1),
        texts.folded(other, group.b0, group.b1),
        lambda _offset: english(),
    )


def _is_english(one: Text, other: Text, group: Group) -> bool:
    return texts.is_english(one, one.units[group.a0].block) and texts.is_english(
        other, other.units[group.b0].block
    )


def _place(one: Text, other: Text, group: Group) -> Place:
    text, at = (one, group.a0) if group.b0 == group.b1 else (other, group.b0)
    if at >= len(text.units):
        return Place(section=None, paragraph=0)
    return text.places[text.units[at].block]
