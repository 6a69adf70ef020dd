"""All that the store holds about one change, gathered for an outsider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from monitor import sights
from monitor.parted import last_sight
from monitor.proof import merkle
from storage import captures, chain, messages, segments, stamps, versions, witnesses
from storage.errors import EvidenceDamaged
from storage.model import Capture, Change, Comparison, Document, Source, Version
from storage.segments import Row
from storage.stamps import Place, Stamp
from storage.tables.links import LinkKind
from storage.witnesses import Witness

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.evidence import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions, with the capture it was read from."""

    version: Version
    document: Document
    capture: Capture
    witness: Witness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A stamp, how far the source's chain had come, and the path from there to its root.

    `covers`: which of the two captures stand in the chain up to there.
    """

    stamp: Stamp
    place: Place
    path: tuple[merkle.Step, ...]
    covers: Literal["none", "first", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two versions, how they differ, and the part of the chain that holds them.

    `after` is the position behind which `rows` begin, `link_before` the link that stands there.
    `last_read`: when the older words were last read before others were.
    """

    source: Source
    sides: tuple[Side, Side]
    comparison: Comparison
    change: Change | None  # None: the two were never compared by the watch, only for this
    raised: "Sequence[Said]"
    last_read: datetime
    after: int
    link_before: bytes | None
    rows: tuple[Row, ...]
    stamps: tuple[Stamped, ...]
    made_at: datetime

    @property
    def messages(self) -> int:
        """How many of the rows are messages that were sent."""
        return sum(row.link.kind == "message" for row in self.rows)


def gather(
    rx: "Connection",
    source: Source,
    pair: tuple[Version, Version],
    *,
    comparison: Comparison,
    change: Change | None,
    raised: "Sequence[Said]",
    now: datetime,
) -> Case:
    """Read it all; raises EvidenceDamaged where what is to be shown has no link, or is altered."""
    links = chain.links(rx, source.source_id)
    at = {(link.kind, link.row_id): link.position for link in links}
    try:
        begins, first, last = _core(at, pair, change)
    except KeyError as error:
        kind, row_id = error.args[0]
        raise EvidenceDamaged(what=f"the link of {kind} {row_id}", problem="it is gone") from error
    chosen = _stamps(rx, source.source_id, begins, first, last)
    start = min([begins - 1, *(one.place.position for one in chosen)])
    told = [at["message", number] for number in messages.about(rx, change)] if change else []
    end = max([last, *told, *(one.place.position for one in chosen)])
    known = witnesses.of_source(rx, source.source_id)
    return Case(
        source=source,
        sides=(_side(rx, pair[0], known), _side(rx, pair[1], known)),
        comparison=comparison,
        change=change,
        raised=raised,
        last_read=(last_sight(*pair) if change else None) or sights.last_seen(rx, pair[0]),
        after=start,
        link_before=links[start - 1].link_sha256 if start else None,
        rows=tuple(segments.rows(rx, links[start:end])),
        stamps=chosen,
        made_at=now,
    )


def _core(
    at: Mapping[tuple[LinkKind, int], int], pair: tuple[Version, Version], change: Change | None
) -> tuple[int, int, int]:
    """Where the earlier capture stands, where all of the first version does, and all of both.

    What was imported, or named the other way round, may stand in the chain before what it precedes.
    """
    first, last = ([at["capture", one.capture_id], at["version", one.version_id]] for one in pair)
    if change is not None:
        last.append(at["change", change.change_id])
    return min(first[0], last[0]), max(first), max(*first, *last)


def _stamps(
    rx: "Connection", source_id: int, begins: int, first: int, last: int
) -> tuple[Stamped, ...]:
    """The last stamp before the first capture, the first behind it, the first behind both."""
    places = list(stamps.places(rx, source_id))
    chosen = {
        place.stamp_id: place
        for place in (
            next((one for one in reversed(places) if one.position < begins), None),
            next((one for one in places if first <= one.position), None),
            next((one for one in places if last <= one.position), None),
        )
        if place is not None
    }
    return tuple(
        Stamped(
            stamp=stamps.by_id(rx, place.stamp_id),
            place=place,
            path=merkle.path(stamps.heads(rx, place.stamp_id), place.slug),
            covers="both"
            if last <= place.position
            else "first"
            if first <= place.position
            else "none",
        )
        for place in chosen.values()
    )


def _side(rx: "Connection", version: Version, known: Mapping[int, Witness]) -> Side:
    return Side(
        version=version,
        document=versions.document(rx, version.version_id),
        capture=captures.read(rx, version.capture_id),
        witness=known.get(version.version_id),
    )
