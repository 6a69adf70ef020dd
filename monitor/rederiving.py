"""Today's rules applied to all stored captures: what they make of the history, and making it so.

Versions that today's rules read otherwise are superseded by new ones; their numbers, texts and
changes stay. Nobody is alerted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor import versioning
from monitor.commit import Commit
from monitor.pipeline import Derived
from monitor.reading import differ
from monitor.replaying import Replay, Step, replay
from storage import changes, derivations, pins, sightings, versions, watches
from storage.model import Cause, Comparison, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import SourceConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A step of the history under today's rules, and what stands for it.

    `version`: the one that has read so already. `supersedes`: the one whose place a new one takes.
    """

    step: Step
    version: Version | None
    supersedes: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What today's rules make of a source. `replaced`: which place a version gives way to."""

    source_id: int
    source: "SourceConfig"
    made: Replay
    standing: tuple[Version, ...]
    places: tuple[Place, ...]
    replaced: Mapping[int, int]  # version id → index of its place
    watch: Watch | None


def plan(rx: "Connection", source: "SourceConfig", source_id: int) -> Plan | str:
    """What today's rules make of the source's captures, or why it is left as it is."""
    standing = tuple(versions.standing(rx, source_id))
    watch = watches.load(rx, [source_id]).get(source_id)
    if watch is not None and watch.look:
        return f"a further look at it is due; run: readout check {source.id}"
    made = replay(rx, source, source_id, standing)
    if standing and not made.steps:
        return "today's rules find no text in any of its captures"
    taken = _taken(made, standing)
    places = tuple(
        Place(
            step=step,
            version=taken.get(index),
            supersedes=None if index in taken else _in_force(made, standing, step, taken),
        )
        for index, step in enumerate(made.steps)
    )
    stays = {version.version_id for version in taken.values()}
    return Plan(
        source_id=source_id,
        source=source,
        made=made,
        standing=standing,
        places=places,
        replaced={
            version.version_id: _place_of(made, version)
            for version in standing
            if version.version_id not in stays
        },
        watch=watch,
    )


def _taken(made: Replay, standing: tuple[Version, ...]) -> dict[int, Version]:
    """The steps that a version stands for already: same capture, same text, same time."""
    found: dict[int, Version] = {}
    for index, step in enumerate(made.steps):
        digest = versions.text_sha256(versions.as_kept(step.document))
        for version in standing:
            same = version.capture_id == step.capture_id and version.first_seen == step.at
            if version is step.kept or (same and version.text_sha256 == digest):
                found.setdefault(index, version)
    return found


def _in_force(
    made: Replay, standing: tuple[Version, ...], step: Step, taken: Mapping[int, Version]
) -> Version | None:
    """The version that was read from the step's capture, or from the last one that began any."""
    stays = {version.version_id for version in taken.values()}
    began = [one for one in standing if one.capture_id == step.capture_id]
    if not began:
        earlier = [one for one in standing if _began(made, one) <= step.at]
        began = earlier[-1:]
    return next((one for one in began if one.version_id not in stays), None)


def _began(made: Replay, version: Version) -> datetime:
    read = made.read.get(version.capture_id)
    return version.first_seen if read is None else read.at


def _place_of(made: Replay, version: Version) -> int:
    """The step that the version's capture shows; of one before all steps, the first."""
    read = made.read.get(version.capture_id)
    return 0 if read is None or read.step is None else read.step


def apply(commit: Commit, plan: Plan) -> list[Version]:
    """Record the plan, in the caller's transaction; the source's versions as they stand now."""
    line = [
        place.version or _record(commit, plan, index) for index, place in enumerate(plan.places)
    ]
    for index, version in enumerate(line):
        gone = [one for one, at in plan.replaced.items() if at == index]
        if gone:
            versions.supersede(commit.tx, gone, version.version_id)
    _link(commit, plan, line)
    _derivations(commit, plan, line)
    _watch(commit, plan, line)
    return line


def _record(commit: Commit, plan: Plan, index: int) -> Version:
    """A new version, as sure and as long seen as the one it supersedes."""
    place = plan.places[index]
    step, old = place.step, place.supersedes
    later = [one.version for one in plan.places[index + 1 :] if one.version is not None]
    new = versions.record(
        commit.tx,
        source_id=plan.source_id,
        capture_id=step.capture_id,
        rules_sha256=step.derived.rules_sha256,
        cause="rules",
        first_seen=step.at,
        not_before=_not_before(commit.tx, plan, index),
        document=step.document,
        supersedes=None if old is None else old.version_id,
        passing=[*plan.replaced, *(one.version_id for one in later)],
    )
    sure = step.at if old is None else old.confirmed_at
    if sure is not None:
        versions.confirm(commit.tx, new.version_id, sure)
    if old is not None and old.noted_since is not None:
        versions.note_since(commit.tx, new.version_id, old.noted_since)
    return versions.by_id(commit.tx, new.version_id)


def _not_before(tx: "Connection", plan: Plan, index: int) -> datetime | None:
    """The last good sight before a step: of a capture, or of one seen again."""
    if index == 0:
        return None
    at = plan.places[index].step.at
    good = {i: read for i, read in plan.made.read.items() if read.judgement.verdict == "ok"}
    seen = [read.at for read in good.values()]
    seen += [one.last_at for one in sightings.history(tx, plan.source_id) if one.capture_id in good]
    return max((one for one in seen if one < at), default=plan.places[index - 1].step.at)


def _link(commit: Commit, plan: Plan, line: list[Version]) -> None:
    """The changes: from each superseded version to its place, and along the line."""
    for version_id, index in plan.replaced.items():
        old = versions.by_id(commit.tx, version_id)
        texts = versions.document(commit.tx, version_id), plan.places[index].step.document
        _change(commit, old, line[index], differ(plan.source, *texts), "rules")
    for index, (before, after) in enumerate(pairwise(line), start=1):
        if changes.between(commit.tx, before.version_id, after.version_id) is None:
            derived = compared(plan, index)
            assert derived.comparison is not None
            comparison = versioning.flagged(
                commit.tx, plan.source, derived.comparison, (before, after), moved=derived.moved
            )
            _change(commit, before, after, comparison, versioning.cause_of(derived) or "page")


def _change(
    commit: Commit, before: Version, after: Version, comparison: Comparison, cause: Cause
) -> None:
    changes.record(
        commit.tx,
        source_id=after.source_id,
        from_version_id=before.version_id,
        to_version_id=after.version_id,
        cause=cause,
        comparison=comparison,
        now=commit.now,
    )


def compared(plan: Plan, index: int) -> Derived:
    """How a step differs from the one before it."""
    before, step = plan.places[index - 1].step, plan.places[index].step
    return replace(step.derived, comparison=differ(plan.source, before.document, step.document))


def _derivations(commit: Commit, plan: Plan, line: list[Version]) -> None:
    """What each capture says today, where that is not what was last read from it."""
    for capture_id, read in plan.made.read.items():
        good = read.judgement.verdict == "ok" and read.step is not None
        version_id = line[read.step].version_id if good and read.step is not None else None
        now = derivations.made(
            capture_id,
            read.judgement,
            read.rules_sha256,
            commit.now,
            version_id=version_id,
            frame_sha256=read.frame_sha256,
        )
        derivations.record_news(commit.tx, now)


def _watch(commit: Commit, plan: Plan, line: list[Version]) -> None:
    """The next capture is compared with the last text as today's rules read it."""
    watch = plan.watch
    if watch is None or watch.version_id is None or not line:
        return
    sure = None if watch.confirmed_version_id is None else line[-1].version_id
    watch = replace(watch, version_id=line[-1].version_id, confirmed_version_id=sure)
    read = plan.made.read.get(watch.ok_capture_id or 0)
    if read is not None and read.judgement.verdict == "ok":
        watch = replace(watch, ok_rules_sha256=read.rules_sha256, frame_sha256=read.frame_sha256)
        if watch.capture_id == watch.ok_capture_id:
            watch = replace(watch, rules_sha256=read.rules_sha256)
        _pin(commit, plan)
    watches.save(commit.tx, [watch])


def _pin(commit: Commit, plan: Plan) -> None:
    pin = plan.made.pin
    if pin is None or plan.source.select or pins.current(commit.tx, plan.source_id) == pin[0]:
        return
    pins.pin(
        commit.tx, source_id=plan.source_id, selector=pin[0], capture_id=pin[1], now=commit.now
    )
