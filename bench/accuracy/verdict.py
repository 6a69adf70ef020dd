"""Whether a comparison says what it must of a case."""

from dataclasses import dataclass

from bench.accuracy.cases import Case, Hunks
from bench.accuracy.texts import LETTER_SCRIPTS
from monitor.compare.compare import compare
from storage.model import Comparison, Passage

_WIDER = 10  # letters of Japanese or Chinese by which an edit may be widened to the word


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was right of a case; None where it was not asked. `found`: what was said instead."""

    case: Case
    kind: bool
    named: bool | None
    flag: bool | None
    place: bool | None
    found: str

    @property
    def right(self) -> bool:
        return False not in (self.kind, self.named, self.flag, self.place)


def judge(case: Case) -> Verdict:
    """Compare the two texts of a case, and hold what is found against its goal."""
    found = compare(
        case.before, case.after, language=case.told, terms=case.terms, expect=case.expect
    )
    goal = case.goal
    return Verdict(
        case=case,
        kind=found.kind == goal.kind,
        named=_named(case, found) if goal.hunks else None,
        flag=any(name in found.flags for name in goal.flag.split("|")) if goal.flag else None,
        place=_placed(case, found) if case.group == "layout" else None,
        found=_said(found),
    )


def _named(case: Case, found: Comparison) -> bool:
    """Whether the edits name the changed tokens and nothing else."""
    hunks = tuple(hunk for passage in found.passages for hunk in _hunks(passage))
    letters = case.language in LETTER_SCRIPTS
    return any(_agree(hunks, way, letters=letters) for way in case.goal.hunks)


def _agree(hunks: Hunks, way: Hunks, *, letters: bool) -> bool:
    return len(hunks) == len(way) and all(
        hunk == wanted or (letters and _widened(hunk, wanted))
        for hunk, wanted in zip(hunks, way, strict=True)
    )


def _widened(hunk: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a hunk is what is wanted with the same letters around it, and few of them."""
    for start in range(_WIDER):
        head = hunk[0][:start]
        tail = hunk[0][start + len(wanted[0]) :]
        if len(tail) <= _WIDER and (hunk == (head + wanted[0] + tail, head + wanted[1] + tail)):
            return True
    return False


def _hunks(passage: Passage) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    minus = ""
    for op, text in [*passage.edits, ("=", "")]:
        if op == "-":
            minus = text
        elif op == "+" or minus:
            found.append((minus.strip(), text.strip() if op == "+" else ""))
            minus = ""
    return found


def _placed(case: Case, found: Comparison) -> bool:
    """Whether moved, added and removed passages are those of the goal, and there are no others."""
    wording = [passage for passage in found.passages if passage.change == "wording"]
    if case.goal.moved:
        moved = [_plain(passage.after) for passage in wording]
        return all(passage.kind == "moved" for passage in wording) and any(
            "".join(sorted(moved)) == "".join(sorted(_plain(text) for text in texts))
            or "".join(moved) == _plain("".join(texts))
            for texts in case.goal.moved
        )
    if case.goal.added:
        return _only(wording, "added", case.goal.added)
    if case.goal.removed:
        return _only(wording, "removed", case.goal.removed)
    return not wording


def _only(wording: list[Passage], kind: str, text: str) -> bool:
    said = "".join(_plain(passage.after or passage.before) for passage in wording)
    return {passage.kind for passage in wording} == {kind} and said.endswith(_plain(text))


def _plain(text: str) -> str:
    return "".join(text.split())


def _said(found: Comparison) -> str:
    parts = [f"{found.kind} {','.join(found.flags)}"]
    for passage in found.passages:
        if passage.change == "wording":
            marks = " ".join(f"[-{m}-]{{+{p}+}}" for m, p in _hunks(passage)) or passage.after
            parts.append(f"  {passage.kind}: {marks[:200]}")
    return "\n".join(parts[:6])
