"""What a report is made from, where it is written to, and what was done so far."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.report import folder
from monitor.report.sight import Sight
from storage.model import Source
from storage.published import Mark, Told
from storage.watches import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Which pages were written and which taken away; the others stood as they are."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a report is written to, where it will be read, and what was done so far."""

    root: Path
    report_url: str | None
    done: Published = field(default_factory=Published)

    def put(self, page: str, content: str | bytes) -> None:
        """Write a page, unless it stands there already."""
        whole = content.encode() if isinstance(content, str) else content
        if folder.write(self.root / page, whole):
            self.done.written.append(page)

    def drop(self, page: str) -> None:
        """Take a page away."""
        if folder.remove(self.root / page):
            self.done.removed.append(page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the store knows of all sources, read at once."""

    sources: list[Source]
    by_id: dict[int, Source]
    watches: dict[int, Watch]
    marks: dict[int, Mark]
    told: Told
    led_to: dict[int, tuple[Source, ...]]  # by the source that led to them
    unlisted: dict[int, datetime]  # since when no listing names them any more
    late: frozenset[int]  # nobody looks at them, though it is time

    def sight(self, one: Source) -> Sight:
        """How watching a source goes."""
        watch, late = self.watches.get(one.source_id), one.source_id in self.late
        return Sight(
            watch=watch,
            unlisted_at=self.unlisted.get(one.source_id),
            not_read_since=watch.last_ok_at if watch and late else None,
        )

    def family(self, one: Source) -> tuple[Source | None, tuple[Source, ...]]:
        """What led to a source, and what it led to."""
        parent = self.by_id.get(one.listing_id) if one.listing_id else None
        return parent, self.led_to.get(one.source_id, ())
