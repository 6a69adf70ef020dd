"""The rows of evidence against the chain: what they say now, and which of them must be linked."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, except_, select
from sqlalchemy.exc import DBAPIError

from storage import captures, chain, changes, messages, sightings, versions
from storage.chain import Link
from storage.errors import EvidenceDamaged, NoSuchRow
from storage.tables.evidence import BODIES, CAPTURES, SIGHTINGS
from storage.tables.links import CHAIN, LinkKind
from storage.tables.outbox import ALERTS, DELIVERIES, MESSAGES
from storage.tables.readings import BLOCKS, TEXTS
from storage.tables.texts import CHANGES, VERSIONS

_BATCH = 500  # links read at once

_EvidenceOf = Callable[[Connection, Collection[int]], Mapping[int, Mapping[str, object]]]
EVIDENCE_OF: dict[str, _EvidenceOf] = {
    "capture": captures.evidence_of,
    "sighting": sightings.evidence_of,
    "version": versions.evidence_of,
    "change": changes.evidence_of,
    "message": messages.evidence_of,
}
# Of each kind the table, its key, and the instant that is nearest to when a row was recorded.
_ROWS: dict[LinkKind, tuple[Table[Any], Column[int], Column[Any]]] = {
    "capture": (CAPTURES, CAPTURES.c.capture_id, CAPTURES.c.ended_at),
    "sighting": (SIGHTINGS, SIGHTINGS.c.sighting_id, SIGHTINGS.c.last_at),
    "version": (VERSIONS, VERSIONS.c.version_id, VERSIONS.c.first_seen),
    "change": (CHANGES, CHANGES.c.change_id, CHANGES.c.recorded_at),
}
_STRAYS = {
    "body {} belongs to no capture": except_(select(BODIES.c.body_id), select(CAPTURES.c.body_id)),
    "text {} has no block": except_(select(TEXTS.c.text_id), select(BLOCKS.c.text_id)),
    "a block is said to stand on text {}, which is gone": except_(
        select(BLOCKS.c.text_id), select(TEXTS.c.text_id)
    ),
}
KINDS: tuple[LinkKind, ...] = (*_ROWS, "message")


def walk(rx: Connection, source_id: int, after: int) -> Iterator[list[Link]]:
    """The source's links behind a position, some hundred at a time."""
    while batch := chain.links(rx, source_id, after=after, limit=_BATCH):
        yield batch
        after = batch[-1].position


def contents(rx: Connection, kind: LinkKind, row_ids: Collection[int]) -> dict[int, bytes | None]:
    """The content of these rows as it is now, by id; None of a row that cannot be read.

    A row that is not there has no entry.
    """
    try:
        told = EVIDENCE_OF[kind](rx, row_ids)
        return {row_id: chain.content(kind, one) for row_id, one in told.items()}
    except Exception as error:
        if not is_damage(error):
            raise
    if len(row_ids) == 1:
        return dict.fromkeys(row_ids)
    return {
        row_id: content for one in row_ids for row_id, content in contents(rx, kind, [one]).items()
    }


def number(rx: Connection, version_id: int) -> int | None:
    """The number of the version, if it is there."""
    found = select(VERSIONS.c.number).where(VERSIONS.c.version_id == version_id)
    return rx.execute(found).scalar_one_or_none()


def is_damage(error: Exception) -> bool:
    """Whether it is what a row holds that cannot be read, and not the store."""
    if isinstance(error, DBAPIError):
        return "decode" in str(error.orig)  # SQLite's text that is not UTF-8
    return isinstance(
        error, (EvidenceDamaged, NoSuchRow, ValueError, TypeError, KeyError, OverflowError)
    )


def rows(rx: Connection, kind: LinkKind, source_id: int, since: datetime | None) -> set[int]:
    """The ids of the source's rows that must be linked: all, or those of that instant and later."""
    if kind == "message":
        wanted, at = _messages(source_id), MESSAGES.c.sent_at
    else:
        table, key, at = _ROWS[kind]
        wanted = select(key).where(table.c.source_id == source_id)
    if since is not None:
        wanted = wanted.where(at >= since)
    return set(rx.execute(wanted).scalars())


def _messages(source_id: int) -> Select[int]:
    return (
        select(MESSAGES.c.message_number)
        .join_from(MESSAGES, DELIVERIES, MESSAGES.c.message_id == DELIVERIES.c.message_id)
        .join(ALERTS, ALERTS.c.alert_id == DELIVERIES.c.alert_id)
        .where(ALERTS.c.source_id == source_id, MESSAGES.c.sent_at.is_not(None))
    )


def linked(rx: Connection, kind: LinkKind, source_id: int, row_ids: Collection[int]) -> set[int]:
    """Which of these rows have a link in the source's chain."""
    if not row_ids:
        return set()
    found = select(CHAIN.c.row_id).where(CHAIN.c.source_id == source_id, CHAIN.c.kind == kind)
    return set(rx.execute(found).scalars()) & set(row_ids)


def position_before(rx: Connection, source_id: int, since: datetime) -> int:
    """The position of the source's last link that was recorded before that instant, else 0.

    Only rows that hold the instant of their recording are asked: what an import brings, and a
    sighting sealed long after its last visit, are newer than they look.
    """
    old = (
        _holds("capture", CAPTURES.c.capture_id, CAPTURES.c.ended_at < since)
        .where(CAPTURES.c.origin == "direct")
        .exists()
        | _holds("change", CHANGES.c.change_id, CHANGES.c.recorded_at < since).exists()
        | _holds("message", MESSAGES.c.message_number, MESSAGES.c.sent_at < since).exists()
    )
    last = select(CHAIN.c.position).where(CHAIN.c.source_id == source_id, old)
    found = rx.execute(last.order_by(CHAIN.c.position.desc()).limit(1)).scalar_one_or_none()
    return found or 0


def _holds(kind: LinkKind, key: Column[int], old: ColumnElement[bool]) -> Select[int]:
    return select(key).where(CHAIN.c.kind == kind, key == CHAIN.c.row_id, old).correlate(CHAIN)


def chained(rx: Connection) -> list[int]:
    """The ids of the sources that have a chain."""
    return list(
        rx.execute(select(CHAIN.c.source_id).distinct().order_by(CHAIN.c.source_id)).scalars()
    )


def strays(rx: Connection) -> Iterator[str | None]:
    """What stands in the store and belongs to nothing; None for each kind of which is none."""
    for what, ids in _STRAYS.items():
        found = sorted(rx.execute(ids).scalars())
        yield what.format(found[0]) if found else None
