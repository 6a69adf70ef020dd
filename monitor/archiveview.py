"""What a message says of an archive's sight: its time, its address, why the site is not read."""

from typing import TYPE_CHECKING

from alerts.archive import ArchiveView
from monitor import provenance
from storage import episodes
from storage.model import SEEN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.model import Episode, Source, Version


def of(
    rx: "Connection", source: "Source", version: "Version", then: "datetime"
) -> ArchiveView | None:
    """Of a version that was read from an archive's capture; None of any other.

    What the site did is said as it was `then`: a message that is composed later says the same.
    """
    brought = provenance.of(rx, version)
    if brought.origin != "wayback":
        return None
    failed = _failed(rx, source, then)
    return ArchiveView(
        at=version.first_seen,
        memento=provenance.memento(brought),
        site=failed[-1].verdict if failed else None,
        site_since=failed[0].since if failed else None,
    )


def _failed(rx: "Connection", source: "Source", then: "datetime") -> "list[Episode]":
    """The stretches up to then in which the site could not be read, since it last could."""
    found: list[Episode] = []
    for one in episodes.history(rx, source.source_id):
        if one.since <= then and one.verdict is not None:
            found = [] if one.verdict in SEEN else [*found, one]
    return found
