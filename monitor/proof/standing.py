"""Which version stands in the place of another: bookkeeping, held against the chained changes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from storage import changes, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.versions import Standing


def verify(rx: "Connection", source_id: int) -> Iterator[str | None]:
    """What does not hold of the versions of a source that gave way, or should have."""
    every = versions.standings(rx, source_id)
    steps = changes.by_rules(rx, source_id)
    gone = {one.supersedes for one in every}
    stands = {one.version_id for one in every if one.superseded_by is None}
    for one in every:
        if one.superseded_by is not None or one.version_id in gone:
            yield _wrong(one, stands, steps)


def _wrong(one: "Standing", stands: set[int], steps: set[tuple[int, int]]) -> str | None:
    if one.superseded_by is None:
        return f"version @{one.number} is said to stand, and another took its place"
    if one.superseded_by in stands & _reached(one.version_id, steps):
        return None
    return f"version @{one.number} is said to have given way to one that did not take its place"


def _reached(version_id: int, steps: set[tuple[int, int]]) -> set[int]:
    """The versions to which changes of our rules lead, one after the other, from this one."""
    found, fresh = set[int](), {version_id}
    while fresh:
        fresh = {after for before, after in steps if before in fresh} - found
        found |= fresh
    return found
