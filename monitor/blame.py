"""Each sentence of a version with the version that brought it, as the store's history has it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor import pairs
from monitor.arrivals import Arrived, Reading, arrivals
from monitor.parted import last_sight
from storage import changes, histories, versions
from storage.model import Origin, Source, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, the version that brought it and the capture in which it was first seen."""

    arrived: Arrived
    version: Version
    not_before: datetime | None  # the last sight of the text without it
    capture_sha256: bytes
    origin: Origin


def blame(rx: "Connection", source: Source, asked: Version) -> list[Line]:
    """The sentences of a version of the source, in their order."""
    line = _line(rx, source, asked)
    ids = [version.version_id for version in line]
    texts = versions.documents(rx, ids)
    told = {(one.from_version_id, one.to_version_id): one for one in
            changes.history(rx, source.source_id)}  # fmt: skip
    readings = [Reading(number=line[0].number, blocks=texts[ids[0]].compared, passages=())]
    for before, after in pairwise(ids):
        change = told.get((before, after))
        found = change.comparison if change else pairs.compared(source, texts[before], texts[after])
        number = line[len(readings)].number
        readings.append(
            Reading(number=number, blocks=texts[after].compared, passages=found.passages)
        )
    return _lines(rx, line, arrivals(readings, source.language))


def _line(rx: "Connection", source: Source, asked: Version) -> list[Version]:
    """The versions that stand before it in time, and it."""
    place = (asked.first_seen, asked.number)
    earlier = [
        one
        for one in versions.standing(rx, source.source_id)
        if (one.first_seen, one.number) < place and one.version_id != asked.superseded_by
    ]
    return [*earlier, asked]


def _lines(rx: "Connection", line: list[Version], found: list[Arrived]) -> list[Line]:
    known = {version.number: version for version in line}
    since = {after.number: last_sight(before, after) for before, after in pairwise(line)}
    brought = {one.number for one in found}
    captured = histories.captured(rx, [known[number].version_id for number in brought])
    return [
        Line(
            arrived=one,
            version=known[one.number],
            not_before=since.get(one.number, known[one.number].not_before),
            capture_sha256=captured[known[one.number].version_id][0],
            origin=captured[known[one.number].version_id][1],
        )
        for one in found
    ]
