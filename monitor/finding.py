"""Where and when a phrase came into the texts of sources or left them, and who had it first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from monitor.parted import last_sight
from monitor.searching import FOLD, Context, altering, context, count
from storage import changes, origins, search, sources, texts, uses, versions, volumes
from storage.binding import Needle
from storage.model import Origin, Source, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.search import Counted

_TOGETHER = 60  # sources whose texts are read together

# A version that has the phrase more often or less than the one before, which is None if it is the
# first, and how often that had it.
_Step = tuple["Counted", "Counted | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A version in which the phrase stands more often, or less, than in the one before it in time.

    `before` is None of a source's first version. `context` is from the version, or from the one
    before where the phrase left; where only the count altered, from the words that altered it.
    """

    version: Version
    origin: Origin
    before: Version | None
    had: int
    count: int
    context: Context

    @property
    def since(self) -> datetime | None:
        """When the page was last read without this turn."""
        if self.before is None:
            return self.version.not_before
        return last_sight(self.before, self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A source in whose versions the phrase stands, or stood, and what became of it, in time."""

    source: Source
    turns: tuple[Turn, ...]

    @property
    def first(self) -> Turn:
        """The first version that has it."""
        return self.turns[0]


def find(
    rx: "Connection", sought: Sequence[Needle], wanted: Callable[[Source], bool]
) -> Iterator[Found]:
    """Those of the wanted sources in which the phrase ever stood, in the order they came."""
    places = volumes.found(rx, sought, FOLD)
    having = uses.sources(rx, {text_id for text_id, _ in places})
    known = sources.named(rx, having)
    among = {source_id for source_id, source in known.items() if wanted(source)}
    told = search.counted(rx, among, places, lambda text: count(text, sought))
    while some := list(islice(told, _TOGETHER)):
        steps = {source_id: list(_steps(line)) for source_id, line in some}
        turns = _turns(rx, sought, [step for one in steps.values() for step in one])
        for source_id, its in steps.items():
            if its:
                found = tuple(turns[step[0].version_id] for step in its)
                yield Found(source=known[source_id], turns=found)


def first_uses(found: Iterable[Found]) -> list[Found]:
    """Of each publisher the source that had the phrase first, the first of all publishers first."""
    first: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: one.first.version.first_seen):
        first.setdefault(one.source.publisher or one.source.name, one)
    return list(first.values())


def _steps(line: Sequence["Counted"]) -> Iterator[_Step]:
    before: Counted | None = None
    for one in line:
        if one.count != (before.count if before else 0):
            yield one, before
        before = one


def _turns(rx: "Connection", needles: Sequence[Needle], steps: Sequence[_Step]) -> dict[int, Turn]:
    """Each step with its versions and the words around the phrase, by the version's id."""
    shown = [_shown(step) for step in steps]
    known = versions.some(rx, {one.version_id for step in steps for one in step if one})
    read = texts.read(rx, {one.first[0] for one in shown if one.first})
    altered = _altered(rx, needles, steps)
    captures = {known[one.version_id].capture_id for one, _ in steps}
    whence = origins.elsewhere(rx, captures)
    return {
        one.version_id: Turn(
            version=known[one.version_id],
            origin=whence.get(known[one.version_id].capture_id, "direct"),
            before=known[before.version_id] if before else None,
            had=before.count if before else 0,
            count=one.count,
            context=context(altered.get(one.version_id) or _text(told, read), needles),
        )
        for (one, before), told in zip(steps, shown, strict=True)
    }


def _altered(rx: "Connection", needles: Sequence[Needle], steps: Sequence[_Step]) -> dict[int, str]:
    """Where the phrase stood before and still stands the words that altered how often it does."""
    recounted = [(one, before) for one, before in steps if before and before.count and one.count]
    brought = changes.steps(rx, [one.version_id for one, _ in recounted])
    said = {}
    for one, before in recounted:
        step = brought.get(one.version_id)
        if step is not None and step.told.from_version_id == before.version_id:
            passages = step.opened().comparison.passages
            said[one.version_id] = altering(passages, needles, more=one.count > before.count)
    return {version_id: words for version_id, words in said.items() if words}


def _shown(step: _Step) -> "Counted":
    """The version from which the phrase is shown: where it stands, or stood last."""
    one, before = step
    return one if one.count or before is None else before


def _text(told: "Counted", read: dict[int, list[str]]) -> str:
    """The text that holds the phrase."""
    if told.first is None:
        return told.headline or ""
    text_id, at = told.first
    return read[text_id][at]
