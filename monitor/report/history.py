"""All that the store knows of one source, as its pages tell it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor import outages
from monitor.report.news import News, news
from monitor.report.sight import Sight
from storage import changes, episodes, published, remarks, sources, versions, witnesses
from storage.model import Change, Document, Episode, Remark, Source, Version
from storage.published import Told, Whence

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A version, the change that brought it from the version before, and where it is from."""

    version: Version
    before: Version | None
    change: Change | None
    whence: Whence | None
    stood: str | None  # the address of the version before
    memento: str | None  # the address at which an archive saved the page


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A source and its versions in time; `line` are those that stand, `superseded` the others.

    `beside` are the recorded changes that no entry of the line tells: those of superseded versions,
    and those that an imported version, or a text seen once, parts.
    """

    source: Source
    sight: Sight
    line: tuple[ReportEntry, ...]
    superseded: tuple[ReportEntry, ...]
    beside: tuple[Change, ...]
    outages: tuple[Episode, ...]
    remarks: tuple[Remark, ...]
    news: tuple[News, ...]
    document: Document | None  # the current text
    parent: Source | None  # the listing or the page that led to it
    found: tuple[Source, ...]  # what it led to

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each version, by its id."""
        entries = (*self.line, *self.superseded)
        return {one.version.version_id: one.version.number for one in entries}

    @property
    def pairs(self) -> list[tuple[Version, Version, Change]]:
        """Each pair of versions that a change is recorded of, with the last one recorded."""
        known = {one.version.version_id: one.version for one in (*self.line, *self.superseded)}
        told = [one.change for one in (*self.line, *self.superseded) if one.change]
        found = {(one.from_version_id, one.to_version_id): one for one in (*self.beside, *told)}
        return [(known[old], known[new], one) for (old, new), one in sorted(found.items())]


def gather(
    rx: "Connection",
    source_id: int,
    sight: Sight,
    told: Told,
    family: tuple[Source | None, tuple[Source, ...]] = (None, ()),
) -> History:
    """The history of a source; `family`: what led to it, and what it led to."""
    known = {one.version_id: one for one in versions.history(rx, source_id)}
    recorded = changes.history(rx, source_id)
    opened = {one.change_id: one for one in recorded}
    steps = {
        version_id: opened[step.told.change_id]
        for version_id, step in changes.steps(rx, list(known)).items()
    }
    entries = _entries(rx, source_id, known, steps)
    line = tuple(one for one in entries if one.version.superseded_by is None)
    shown = {change.change_id for change in steps.values()}
    return History(
        source=sources.by_id(rx, source_id),
        sight=sight,
        line=line,
        superseded=tuple(one for one in entries if one.version.superseded_by is not None),
        beside=tuple(one for one in recorded if one.change_id not in shown),
        outages=tuple(outages.told(episodes.history(rx, source_id))),
        remarks=tuple(remarks.history(rx, source_id)),
        news=news(
            known.values(),
            recorded,
            told.changes.get(source_id, frozenset()),
            told.found.get(source_id, frozenset()),
        ),
        document=versions.document(rx, line[-1].version.version_id) if line else None,
        parent=family[0],
        found=family[1],
    )


def _entries(
    rx: "Connection", source_id: int, known: dict[int, Version], steps: dict[int, Change]
) -> list[ReportEntry]:
    """Each version with the change that led to it, in time."""
    whence = published.whence(rx, source_id)
    saved = witnesses.of_source(rx, source_id)
    entries = []
    for version_id, version in known.items():
        step = steps.get(version_id)
        before = whence.get(step.from_version_id) if step else None
        entries.append(
            ReportEntry(
                version=version,
                before=known[step.from_version_id] if step else None,
                change=step,
                whence=whence.get(version_id),
                stood=before.read if before else None,
                memento=saved[version_id].memento if version_id in saved else None,
            )
        )
    return entries
