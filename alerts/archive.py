"""What an archive saw, in the words of a message: its sight is never taken for ours."""

from dataclasses import dataclass
from datetime import datetime

from alerts import when
from alerts.inert import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """A text that was read from an archive's capture. `memento`: where the archive shows it.

    `site`: why the page itself cannot be read, since then; None where it can.
    """

    at: datetime  # when the archive read the page
    memento: str | None
    site: str | None = None
    site_since: datetime | None = None


def sight(view: ArchiveView) -> str:
    """In place of how often we saw it."""
    said = f"THE ARCHIVE'S SIGHT, not ours: captured by the Wayback Machine at {when.utc(view.at)}"
    if view.site is None:
        return f"{said}."
    since = f" since {when.day(view.site_since)}" if view.site_since else ""
    return f"{said}; the site itself: {one_line(view.site)}{since}."


def older(view: ArchiveView) -> str:
    """Beside how often we saw the newer text."""
    return f"The older text is the Wayback Machine's capture of {when.utc(view.at)}."


def facts(seen: ArchiveView | None) -> list[tuple[str, str]]:
    """Where the archive shows what it saw."""
    memento = None if seen is None else seen.memento
    return [] if memento is None else [("ARCHIVE", one_line(memento))]
