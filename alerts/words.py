"""Which words of a passage are the news: the group of edits that a headline names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from alerts.inert import cut, cut_front, part_of_line
from storage.model import EditOp, Passage

_WORD = re.compile(r"\w")
_CJK = r"[\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_TOKEN = re.compile(rf"{_CJK}|[^\W\d_]+(?:[’'\-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_CLAUSE = re.compile(r"[;:。；：！？]\s*|[.!?](?:\s+|$)|\s[–—-]{1,2}\s")
_EDGE = " ,.;:!?、，。；：！？…–—"
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|without|cannot|kein\w*|nicht|nie|pas|jamais|sans|sin|nunca"
    r"|jamás|non|не|нет)\b|n[’']t\b|\bn[’']|[不没沒無无非未]|ない|なかった|ません|ず(?:に|、)|않|없|لا\b|ليس|لم\b|لن\b",
    re.IGNORECASE,
)
_RUN_AFTER = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff\d]{1,4}")
_RUN_BEFORE = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff\d]{1,4}$")
_NEXT_WORD = re.compile(r"\W*[\w’'\-]+(?:[.,]\d+)*")
_UNPARTED = 3  # times as many words as spaces: each is a character of a script without spaces
_PHRASE = 3  # words; fewer say little, and stand in too many places
_NEAR = 80  # characters looked at around an edit: these patterns are slow on long texts
_LONG = 240  # characters of a stretch: from there on what stayed within it is shortened
_KEPT = 30  # characters of what stayed that are left at either of its ends
_LAST_WORD = re.compile(r"[\w’'\-]+(?:[.,]\d+)*\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Edits that stand together: what went, what came, and the kept text on either side."""

    lead: str
    removed: str
    added: str
    trail: str


def negation(passage: Passage) -> str | None:
    """`REMOVED` or `ADDED` when the edits take or bring a word of negation; None when both."""
    went = any(_NEGATION.search(group.removed) for group in groups(passage))
    came = any(_NEGATION.search(group.added) for group in groups(passage))
    if went == came:
        return None
    return "REMOVED" if went else "ADDED"


def groups(passage: Passage) -> list[Group]:
    """The groups of neighbouring edits of a passage, in reading order."""
    found: list[Group] = []
    lead, removed, added = "", "", ""
    for op, text in (*passage.edits, ("=", "")):
        if op != "=":
            removed, added = _with(op, text, removed, added)
            continue
        if removed or added:
            found.append(Group(lead=lead, removed=removed, added=added, trail=text))
        lead, removed, added = text, "", ""
    return found


def _with(op: EditOp, text: str, removed: str, added: str) -> tuple[str, str]:
    return (removed + text, added) if op == "-" else (removed, added + text)


def leading(passage: Passage) -> Group | None:
    """The group that weighs most: negations, then numbers, then the most words; else the first."""
    return max(groups(passage), key=lambda group: _weight(group, passage.flags), default=None)


def _weight(group: Group, flags: tuple[str, ...]) -> int:
    both = f"{group.removed} {group.added}"
    weight = min(word_count(both), 90)
    if "negation" in flags and _NEGATION.search(both):
        weight += 400
    if {"number", "date"} & set(flags) and re.search(r"\d", both):
        weight += 200
    return weight + (1 if _WORD.search(both) else -1)


def phrase(passage: Passage) -> str | None:
    """The phrase that went, else the one that came; None where too few words did."""
    if passage.kind == "removed":
        found = [passage.before]
    elif passage.kind == "added":
        found = [passage.after]
    else:
        group = leading(passage)
        found = [group.removed, group.added] if group else []
    clauses = map(clause, found)
    return next((one for one in clauses if word_count(one) >= _PHRASE), None)


def word_count(text: str) -> int:
    """Words of the text; each CJK character counts as one."""
    return len(_TOKEN.findall(text))


def is_unparted(text: str) -> bool:
    """Whether its writing parts no words, so that `word_count` counts characters."""
    return word_count(text) > _UNPARTED * len(text.split())


def clause(text: str, telling: Sequence[str] = ()) -> str:
    """The clause of a text that says most, without the punctuation at its ends.

    `telling` are words, the gravest first: the clause that holds the first of them, then the next,
    counts before the longest.
    """
    parts = [_trimmed(part) for part in _CLAUSE.split(part_of_line(text))]
    wanted = [
        re.compile(
            rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), re.IGNORECASE
        )
        for word in telling
    ]
    return max(
        parts,
        key=lambda part: (tuple(bool(word.search(part)) for word in wanted), len(part)),
        default="",
    ) or _trimmed(text)


def widened(group: Group) -> tuple[str, str]:
    """What went and what came with as much of the text around it as makes each side readable."""
    before, after = group.removed, group.added
    lead, trail = "", ""
    if _is_bare(before) or _is_bare(after):
        lead, trail = _around(group)
    elif re.search(r"\d\s*$", before) and re.search(r"\d\s*$", after):
        trail = _following(group.trail)
    return (
        _trimmed(part_of_line(lead + before + trail)),
        _trimmed(part_of_line(lead + after + trail)),
    )


def spanned(passage: Passage) -> tuple[str, str]:
    """Both sides from the first edit to the last, so that no word that differs is left out.

    What stayed between edits stands there, too: shortened, in its middle, where the whole is long.
    """
    found = groups(passage)
    worded = [n for n, one in enumerate(found) if _WORD.search(one.removed + one.added)]
    if worded:
        found = found[worded[0] : worded[-1] + 1]
    if not found:
        return "", ""
    if max(len(side) for side in _joined(found)) > _LONG:
        found = [replace(one, lead=_shortened(one.lead)) for one in found]
    removed, added = _joined(found)
    return widened(
        Group(
            lead=groups(passage)[worded[0] if worded else 0].lead,
            removed=removed,
            added=added,
            trail=found[-1].trail,
        )
    )


def _joined(found: Sequence[Group]) -> tuple[str, str]:
    """What went and what came, with what stayed between the first and the last of them."""
    first, *others = found
    return (
        first.removed + "".join(one.lead + one.removed for one in others),
        first.added + "".join(one.lead + one.added for one in others),
    )


def _shortened(kept: str) -> str:
    """Text that stayed, by its two ends."""
    if len(kept) <= 3 * _KEPT:
        return kept
    return f"{cut(kept, _KEPT)[:-1].rstrip()} … {cut_front(kept, _KEPT)[1:].lstrip()}"


def _is_bare(text: str) -> bool:
    """Too little to be understood alone: nothing, punctuation, or a character or two of CJK."""
    tokens = _TOKEN.findall(text)
    return not tokens or (len(tokens) < 3 and all(re.match(_CJK, token) for token in tokens))


def _around(group: Group) -> tuple[str, str]:
    lead = group.lead[-_NEAR:]
    cjk = re.search(rf"{_CJK}\W*$", lead) or re.match(rf"\W*{_CJK}", group.trail[:_NEAR])
    before = (_RUN_BEFORE if cjk else _LAST_WORD).search(lead)
    return (before[0] if before else ""), _following(group.trail)


def _following(trail: str) -> str:
    text = trail[:_NEAR]
    run = _RUN_AFTER.match(text)
    if run:
        return run[0]
    if re.match(_CJK, text.lstrip()):
        return ""
    word = _NEXT_WORD.match(text)
    return word[0] if word else ""


def _trimmed(text: str) -> str:
    return text.strip(_EDGE)
