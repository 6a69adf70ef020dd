"""What a published history is made of: whether a source's part of it is as it was, and its pieces.

A mark alters with all that a page of the source shows, and with nothing that each visit alters.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from storage.model import Origin
from storage.tables.evidence import CAPTURES
from storage.tables.listed import REMARKS
from storage.tables.outbox import ALERTS, DELIVERIES
from storage.tables.texts import CHANGES, VERSIONS
from storage.tables.watching import EPISODES, SOURCES
from storage.tables.witnesses import WITNESSES

Mark = tuple[object, ...]

_VERSIONS = select(
    VERSIONS.c.source_id,
    func.count(),
    func.max(VERSIONS.c.version_id),
    func.count(VERSIONS.c.confirmed_at),
    func.max(VERSIONS.c.confirmed_at),
    func.count(VERSIONS.c.superseded_by),
    func.sum(VERSIONS.c.superseded_by),
).group_by(VERSIONS.c.source_id)
_CHANGES = select(CHANGES.c.source_id, func.count(), func.max(CHANGES.c.change_id)).group_by(
    CHANGES.c.source_id
)
_EPISODES = select(
    EPISODES.c.source_id,
    func.count(),
    func.max(EPISODES.c.episode_id),
    func.count(EPISODES.c.until),
    func.max(EPISODES.c.until),
).group_by(EPISODES.c.source_id)
_NOTES = (
    select(VERSIONS.c.source_id, VERSIONS.c.number, VERSIONS.c.note)
    .where(VERSIONS.c.note.is_not(None))
    .order_by(VERSIONS.c.version_id)
)
_MEMENTOS = (
    select(VERSIONS.c.source_id, WITNESSES.c.version_id, WITNESSES.c.memento)
    .join_from(WITNESSES, VERSIONS, VERSIONS.c.version_id == WITNESSES.c.version_id)
    .where(WITNESSES.c.memento.is_not(None))
    .order_by(WITNESSES.c.witness_id)
)
_REMARKS = select(REMARKS.c.source_id, func.count(), func.max(REMARKS.c.remark_id)).group_by(
    REMARKS.c.source_id
)
_PASSED_OVER = select(SOURCES.c.source_id).where(SOURCES.c.passed_over_at.is_not(None))
_TOLD = (
    select(ALERTS.c.source_id, ALERTS.c.change_id)
    .join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert_id == ALERTS.c.alert_id)
    .where(
        ALERTS.c.kind == "change",
        DELIVERIES.c.state.not_in(("held", "withdrawn")),
        ALERTS.c.source_id.is_not(None),
    )
    .distinct()
    .order_by(ALERTS.c.source_id, ALERTS.c.change_id)
)
_FOUND = (
    select(ALERTS.c.source_id, ALERTS.c.version_id)
    .where(ALERTS.c.kind == "new", ALERTS.c.version_id.is_not(None))
    .order_by(ALERTS.c.alert_id)
)
_WHENCE = (
    select(
        VERSIONS.c.version_id,
        CAPTURES.c.origin,
        CAPTURES.c.url,
        CAPTURES.c.final_url,
    )
    .join_from(VERSIONS, CAPTURES, CAPTURES.c.capture_id == VERSIONS.c.capture_id)
    .where(VERSIONS.c.source_id == bindparam("source"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whence:
    """Where the capture of a version is from."""

    origin: Origin
    read: str  # the address at which the page stood


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """By source: the changes that somebody was told of, and the versions told as new documents."""

    changes: dict[int, frozenset[int]]
    found: dict[int, frozenset[int]]


def marks(rx: Connection) -> dict[int, Mark]:
    """Of each source that has a history what alters when that does."""
    found: dict[int, list[object]] = defaultdict(list)
    for statement in (_VERSIONS, _CHANGES, _EPISODES, _NOTES, _MEMENTOS, _REMARKS):
        for source_id, *said in rx.execute(statement):
            found[source_id].append(tuple(map(str, said)))
    return {source_id: tuple(said) for source_id, said in found.items()}


def passed_over(rx: Connection) -> frozenset[int]:
    """What listings led to and is not what was looked for: no part of any history."""
    return frozenset(rx.execute(_PASSED_OVER).scalars())


def told(rx: Connection) -> Told:
    """What people were told, or are about to be."""
    return Told(changes=_grouped(rx.execute(_TOLD)), found=_grouped(rx.execute(_FOUND)))


def whence(rx: Connection, source_id: int) -> dict[int, Whence]:
    """Where the versions of the source are from, by their ids."""
    return {
        row.version_id: Whence(
            origin=row.origin,
            read=row.final_url or row.url,
        )
        for row in rx.execute(_WHENCE, {"source": source_id})
    }


def _grouped(rows: Iterable[Sequence[int | None]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for source_id, row_id in rows:
        if source_id is not None and row_id is not None:
            found[source_id].add(row_id)
    return {source_id: frozenset(ids) for source_id, ids in found.items()}
