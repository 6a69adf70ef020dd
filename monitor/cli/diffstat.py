"""`diff --stat`: how many words each section of a text lost and gained."""

from collections import Counter
from typing import TYPE_CHECKING

from alerts.inert import cut
from monitor.cli import render, statbars
from monitor.cli.statbars import Bar
from monitor.compare.passages import count_words

if TYPE_CHECKING:
    from monitor.pairs import Pair
    from storage.model import Passage

_LONGEST = 48  # characters of a heading
_KINDS = ("changed", "added", "removed", "moved")


def lines(pair: "Pair") -> list[str]:
    """A line a section, in the order of the text, and what it comes to."""
    bars = [_bar(section, told) for section, told in _sections(pair).items()]
    if not bars:
        return []
    added, removed = pair.comparison.words_added, pair.comparison.words_removed
    return [*statbars.lines(bars), statbars.total(len(bars), "section", added, removed)]


def as_json(pair: "Pair") -> dict[str, object]:
    """The object of `diff --stat --json`."""
    return {
        "from": pair.before.number,
        "to": pair.after.number,
        "change": pair.comparison.kind,
        "words_added": pair.comparison.words_added,
        "words_removed": pair.comparison.words_removed,
        "sections": [_object(section, told) for section, told in _sections(pair).items()],
    }


def _sections(pair: "Pair") -> "dict[str | None, list[Passage]]":
    found: dict[str | None, list[Passage]] = {}
    for passage in pair.comparison.passages:
        found.setdefault(passage.section, []).append(passage)
    return found


def _bar(section: str | None, told: "list[Passage]") -> Bar:
    added, removed = count_words(told)
    heading = cut(render.one_line(section), _LONGEST) if section else ""
    return Bar(
        label=f'§ "{heading}"' if section else "§",
        removed=removed,
        added=added,
        note=", ".join(f"{count} {kind}" for kind, count in _counts(told).items() if count),
    )


def _object(section: str | None, told: "list[Passage]") -> dict[str, object]:
    added, removed = count_words(told)
    return {
        "section": section,
        "words_added": added,
        "words_removed": removed,
        **{kind: _counts(told)[kind] for kind in (*_KINDS, "typography")},
    }


def _counts(told: "list[Passage]") -> dict[str, int]:
    """How many sentences of a section became what; those of typography by themselves."""
    kinds: Counter[str] = Counter(
        one.kind if one.change == "wording" else one.change for one in told
    )
    return {kind: kinds[kind] for kind in (*_KINDS, "typography")}
