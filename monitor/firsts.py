"""Which text of a statement dropped or added a phrase first, and which followed. Pure.

Of one language by the words themselves, folded; of all languages by watched terms: a set of phrases
is one term in each of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from alerts import words
from monitor.compare.fold import fold

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model import Passage, Term

Way = Literal["dropped", "added"]
_WORDS = 3  # a phrase of fewer says little, and comes and goes in too many places
_MOST = 400  # phrases of each way, looked at from the first on


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """That a text dropped or added words, in one of its changes.

    `at`: first seen without, with; `since`: last seen otherwise, None where that is not known.
    """

    place: int  # of the change in the timeline
    source: str
    at: "datetime"
    since: "datetime | None"
    way: Way
    said: str
    is_term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first that was seen to drop or add something, and those that were later, in time."""

    turn: Turn
    followers: tuple[Turn, ...]

    def is_before(self, other: Turn) -> bool:
        """Whether it was surely first: the other was seen as it had been after that."""
        return other.since is not None and self.turn.at <= other.since

    @property
    def places(self) -> set[int]:
        """The changes in the timeline that did so."""
        return {self.turn.place, *(one.place for one in self.followers)}


def turns(
    passages: Iterable["Passage"],
    terms: Sequence["Term"],
    *,
    place: int,
    source: str,
    at: "datetime",
    since: "datetime | None",
) -> Iterator[Turn]:
    """What one change of a text dropped and added."""
    turn = partial(Turn, place=place, source=source, at=at, since=since)
    told = [one for one in passages if one.change == "wording" and one.kind != "moved"]
    raised = {flag for one in told for flag in one.flags}
    asked = [one for one in terms if f"term:{one.name}" in raised]
    for name, way in _counted(told, asked) if asked else ():
        yield turn(way=way, said=name, is_term=True)
    for passage in told:
        for removed, added in _sides(passage):
            for way, text in (("dropped", removed), ("added", added)):
                phrase = words.clause(text)
                if words.word_count(phrase) >= _WORDS:
                    yield turn(way=way, said=phrase)


def _counted(told: Sequence["Passage"], asked: Sequence["Term"]) -> Iterator[tuple[str, Way]]:
    """Which of these terms stand less often, or oftener, in what was changed."""
    from monitor.compare.flags import term_counts  # many changes touch no term

    before = term_counts("\n".join(one.before for one in told), asked)
    after = term_counts("\n".join(one.after for one in told), asked)
    for name, count in before.items():
        if count != after[name]:
            yield name, "dropped" if after[name] < count else "added"


def _sides(passage: "Passage") -> list[tuple[str, str]]:
    if passage.kind in {"removed", "added"}:
        return [(passage.before, passage.after)]
    return [(group.removed, group.added) for group in words.groups(passage)]


def firsts(found: Sequence[Turn]) -> list[First]:
    """What several texts dropped, or added, the same of: who was first, and who followed."""
    told: list[First] = []
    for way in ("dropped", "added"):
        for is_term in (True, False):
            ours = [one for one in found if (one.way, one.is_term) == (way, is_term)]
            told += _first_of(sorted(ours, key=lambda one: one.at)[:_MOST])
    return told


def _first_of(ours: Sequence[Turn]) -> Iterator[First]:
    """Of turns of one way, in time: each that is the first of some, with those."""
    keys = [one.said if one.is_term else fold(one.said) for one in ours]
    taken: set[int] = set()
    for number, one in enumerate(ours):
        if number in taken:
            continue
        later = [
            at
            for at in range(number + 1, len(ours))
            if at not in taken
            and ours[at].source != one.source
            and _same(keys[number], keys[at], is_term=one.is_term)
        ]
        if later:
            taken.update(later)
            followers = {ours[at].source: ours[at] for at in reversed(later)}
            ordered = sorted(followers.values(), key=lambda other: other.at)
            yield First(turn=one, followers=tuple(ordered))


def _same(one: str, other: str, *, is_term: bool) -> bool:
    """Whether it is the same term, or one phrase stands within the other."""
    return one == other or (not is_term and (one in other or other in one))
