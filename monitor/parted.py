"""What a version does that came to be known later to the change between those beside it in time.

It was imported, or read by our rules. What was recorded stays; what is shown leads over it.
"""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.changes import ChangeSummary
    from storage.model import Version

    Parted = tuple[ChangeSummary, Version, Version]  # from the one, parted by the other


def last_sight(before: "Version", after: "Version") -> datetime | None:
    """When the page was last read before it showed `after`, which came next after `before`.

    As `after` has it, unless that was before `before`, which only others saw, was first seen.
    """
    known = after.not_before
    if known is None or known < before.first_seen < after.first_seen:
        return min(before.last_seen, after.first_seen)
    return known


def parted(line: "Sequence[Version]", told: "Iterable[ChangeSummary]") -> "dict[int, list[Parted]]":
    """Those of the changes that a version of the line parts, by the version they led to.

    `line`: the versions that stand, in time.
    """
    at = {version.version_id: place for place, version in enumerate(line)}
    found: dict[int, list[Parted]] = {}
    for change in told:
        first, last = at.get(change.from_version_id), at.get(change.to_version_id)
        if first is None or last is None:
            continue
        both = max(line[first].number, line[last].number)
        by = next((version for version in line[first + 1 : last] if version.number > both), None)
        if by is not None:
            found.setdefault(change.to_version_id, []).append((change, line[first], by))
    return found
