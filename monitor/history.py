"""The history of one source or of many, newest first, a page at a time: what `log` shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import moved, outages
from monitor.parted import last_sight, parted
from storage import changes, episodes, histories, origins, remarks, sources, witnesses
from storage.changes import Step
from storage.histories import Mark, Wanted
from storage.model import Arrival, Change, Episode, Origin, Remark, Source, Version
from storage.origins import Way
from storage.witnesses import Witness

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.parted import Parted


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A version, with what brought it and what became of it.

    `before` is the version that its change is from; `superseded_by` is a number.
    """

    source: Source
    version: Version
    origin: Origin
    step: Step | None
    before: Version | None
    superseded_by: int | None
    witness: Witness | None
    arrival: Arrival | None = None  # of what no change brought

    @property
    def at(self) -> datetime:
        """When the version was first seen."""
        return self.version.first_seen

    @property
    def not_before(self) -> datetime | None:
        """When the version before was last read."""
        if self.before is None:
            return self.version.not_before
        return last_sight(self.before, self.version)

    def change(self) -> Change | None:
        """The change that brought the version, opened."""
        return None if self.step is None else self.step.opened()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch in which a source could not be seen, or flapped."""

    source: Source
    episode: Episode

    @property
    def at(self) -> datetime:
        """When it began."""
        return self.episode.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """That a page moved for good."""

    source: Source
    way: Way

    @property
    def at(self) -> datetime:
        """When it was seen first at its new address."""
        return self.way.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What became of a source beside its text."""

    source: Source
    remark: Remark

    @property
    def at(self) -> datetime:
        """When it was remarked."""
        return self.remark.at


Item = LogEntry | Gap | Move | Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a history, newest first; `mark` is None where nothing is behind it."""

    items: tuple[Item, ...]
    mark: Mark | None


def page(rx: "Connection", wanted: Wanted, below: Mark | None, limit: int, *, gaps: bool) -> Page:
    """The versions behind the mark, with what happened between them where `gaps` are asked for."""
    found = histories.page(rx, wanted, below, limit)
    last = found[-1][0] if len(found) == limit else None
    mark = None if last is None else (last.first_seen, last.version_id)
    items = _entries(rx, wanted, found)
    others = _between(rx, wanted, mark and mark[0], below and below[0]) if gaps else []
    both = sorted([*items, *others], key=_place, reverse=True)
    return Page(items=tuple(both), mark=mark)


def whole(rx: "Connection", source_id: int, *, superseded: bool) -> list[LogEntry]:
    """The versions of one source, in time."""
    wanted = Wanted(source_id=source_id, superseded=superseded)
    found: list[LogEntry] = []
    mark: Mark | None = None
    while True:
        one = page(rx, wanted, mark, 1_000, gaps=False)
        found += [entry for entry in one.items if isinstance(entry, LogEntry)]
        mark = one.mark
        if mark is None:
            return found[::-1]


def parted_changes(rx: "Connection", source_id: int) -> "dict[int, list[Parted]]":
    """The source's changes that are not shown any more, by the version they led to."""
    from storage import versions

    line = versions.history(rx, source_id)
    steps = changes.steps(rx, [version.version_id for version in line])
    shown = {step.told.change_id for step in steps.values()}
    told = [one for one in changes.summaries(rx, source_id) if one.change_id not in shown]
    return parted([version for version in line if version.superseded_by is None], told)


def _place(item: Item) -> tuple[datetime, int]:
    return item.at, item.version.version_id if isinstance(item, LogEntry) else 0


def _entries(
    rx: "Connection", wanted: Wanted, found: Sequence[tuple[Version, Origin]]
) -> list[LogEntry]:
    ids = [version.version_id for version, _ in found]
    steps = changes.steps(rx, ids)
    ends = {step.told.from_version_id for step in steps.values()}
    ends |= {version.superseded_by for version, _ in found if version.superseded_by is not None}
    known = histories.by_ids(rx, ends)
    asked = witnesses.of_versions(rx, ids)
    told = histories.told_as_new(rx, [one for one in ids if one not in steps])
    named = sources.named(rx, {version.source_id for version, _ in found})
    made: list[LogEntry] = []
    for version, origin in found:
        step = steps.get(version.version_id)
        arrival = _arrival(version, step, told)
        if not _is_wanted(wanted, step, arrival):
            continue
        stands = known.get(version.superseded_by or 0)
        made.append(
            LogEntry(
                source=named[version.source_id],
                version=version,
                origin=origin,
                step=step,
                before=known[step.told.from_version_id] if step else None,
                superseded_by=stands.number if stands else None,
                witness=asked.get(version.version_id),
                arrival=arrival,
            )
        )
    return made


def _arrival(version: Version, step: Step | None, told_as_new: set[int]) -> Arrival | None:
    if step is not None:
        return None
    return "new" if version.version_id in told_as_new else "baseline"


def _is_wanted(wanted: Wanted, step: Step | None, arrival: Arrival | None) -> bool:
    """Whether the change that is shown is of a kind and has a flag that is wanted."""
    if wanted.flags and (step is None or not any(_has(step, flag) for flag in wanted.flags)):
        return False
    if not (wanted.kinds or wanted.by_rules or wanted.baseline or wanted.new):
        return True
    if step is None:
        return wanted.new if arrival == "new" else wanted.baseline
    return step.told.kind in wanted.kinds or (wanted.by_rules and step.told.cause == "rules")


def _has(step: Step, wanted: str) -> bool:
    flags = step.told.flags
    return wanted in flags or (wanted == "term" and any(one.startswith("term:") for one in flags))


def _between(
    rx: "Connection", wanted: Wanted, start: datetime | None, end: datetime | None
) -> list[Gap | Move | Noted]:
    """What happened from `start` on and before `end`; nothing older where `since` says so.

    A gap that began before that and lasted into it stands at the end of all.
    """
    of = histories.of_sources(wanted)
    since = wanted.since
    least = start if start is not None else since
    ids = episodes.unwell(rx, *of, start=least, end=end)
    if start is None and since is not None:
        ids |= episodes.unwell(rx, *of, end=since, lasting=since)
    gaps = {
        source_id: [one for one in outages.told(told) if _is_within(one, start, end, since)]
        for source_id, told in episodes.histories(rx, ids).items()
    }
    moves = {
        source_id: [way for way in moved.for_good_of(ways) if _holds(way.at, least, end)]
        for source_id, ways in origins.moving(
            rx, origins.redirected(rx, *of, start=least, end=end)
        ).items()
    }
    noted = remarks.between(rx, *of, start=least, end=end)
    named = sources.named(rx, {*gaps, *moves, *(one.source_id for one in noted)})
    return [
        *(Noted(source=named[one.source_id], remark=one) for one in noted),
        *(Gap(source=named[of_one], episode=one) for of_one, told in gaps.items() for one in told),
        *(Move(source=named[of_one], way=way) for of_one, told in moves.items() for way in told),
    ]


def _is_within(
    episode: Episode, start: datetime | None, end: datetime | None, since: datetime | None
) -> bool:
    if start is not None:
        return _holds(episode.since, start, end)
    lasted = since is None or episode.until is None or episode.until > since
    return lasted and _holds(episode.since, None, end)


def _holds(at: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or at >= start) and (end is None or at < end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reign:
    """How long a version was the last one, and what happened meanwhile."""

    last_seen: datetime | None
    gaps: tuple[Episode, ...]
    moves: tuple[Way, ...]
    remarks: tuple[Remark, ...]


def reigns(rx: "Connection", entries: Collection[LogEntry]) -> dict[int, Reign]:
    """Of each of these entries, by the id of its version."""
    from storage import watches  # what is told for people does not need them

    ids = [entry.version.version_id for entry in entries]
    of = {entry.source.source_id for entry in entries}
    later = histories.following(rx, ids)
    seen = watches.last_seen(rx, [one for one in ids if one not in later])
    passed = {one: outages.outages(told) for one, told in episodes.histories(rx, of).items()}
    moves = {one: moved.for_good_of(ways) for one, ways in origins.moving(rx, of).items()}
    noted = remarks.of_sources(rx, of)
    return {
        entry.version.version_id: _reign(
            entry.version,
            later.get(entry.version.version_id),
            seen,
            gaps=passed.get(entry.source.source_id, []),
            moves=moves.get(entry.source.source_id, []),
            noted=noted.get(entry.source.source_id, []),
        )
        for entry in entries
    }


def _reign(
    version: Version,
    later: Version | None,
    seen: dict[int, datetime],
    *,
    gaps: Sequence[Episode],
    moves: Sequence[Way],
    noted: Sequence[Remark],
) -> Reign:
    end = later.first_seen if later else None
    last = last_sight(version, later) if later else seen.get(version.version_id, version.last_seen)
    return Reign(
        last_seen=last,
        gaps=tuple(one for one in gaps if _holds(one.since, version.first_seen, end)),
        moves=tuple(one for one in moves if _holds(one.at, version.first_seen, end)),
        remarks=tuple(one for one in noted if _holds(one.at, version.first_seen, end)),
    )
