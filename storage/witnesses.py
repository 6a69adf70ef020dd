"""Witnesses: archives asked to save the page of a confirmed change, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.rows import add
from storage.tables.base import fields
from storage.tables.texts import VERSIONS
from storage.tables.witnesses import WITNESSES, WitnessState

_ALL = select(*fields(WITNESSES))
_OF_VERSIONS = _ALL.where(
    WITNESSES.c.version_id.in_(bindparam("versions", expanding=True))
).order_by(WITNESSES.c.witness_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One page that an archive was asked to save; `memento` is the address of what it saved."""

    witness_id: int
    version_id: int
    url: str
    state: WitnessState
    attempts: int
    next_attempt_at: datetime | None
    answered_at: datetime | None
    memento: str | None
    error: str | None


def want(tx: Connection, version_id: int, url: str, now: datetime) -> None:
    """Note that the page of this version is to be saved, from now on."""
    row = {
        "version_id": version_id,
        "url": url,
        "state": "waiting",
        "attempts": 0,
        "next_attempt_at": now,
    }
    add(tx, insert(WITNESSES), row)


def due(tx: Connection, now: datetime) -> Witness | None:
    """The one that has waited longest of those whose time has come."""
    waiting = (WITNESSES.c.state == "waiting") & (WITNESSES.c.next_attempt_at <= now)
    first = _ALL.where(waiting).order_by(WITNESSES.c.next_attempt_at, WITNESSES.c.witness_id)
    row = tx.execute(first.limit(1)).mappings().one_or_none()
    return Witness(**row) if row else None


def saved(tx: Connection, witness_id: int, memento: str, now: datetime) -> None:
    """Note that the page was saved, and where."""
    _answer(tx, witness_id, now, state="saved", memento=memento, error=None, next_attempt_at=None)


def refused(
    tx: Connection, witness_id: int, error: str, now: datetime, next_attempt_at: datetime | None
) -> None:
    """Note that it was not, and when it is asked for again; None: it is given up."""
    state = "refused" if next_attempt_at is None else "waiting"
    _answer(tx, witness_id, now, state=state, error=error, next_attempt_at=next_attempt_at)


def of_source(tx: Connection, source_id: int) -> dict[int, Witness]:
    """The last witness of each version of the source that has any, by the version's id."""
    ids = tx.execute(select(VERSIONS.c.version_id).where(VERSIONS.c.source_id == source_id))
    return of_versions(tx, ids.scalars().all())


def of_versions(rx: Connection, version_ids: Collection[int]) -> dict[int, Witness]:
    """The last witness of each of these versions that has any, by the version's id."""
    if not version_ids:
        return {}
    rows = rx.execute(_OF_VERSIONS, {"versions": list(version_ids)}).mappings()
    return {row["version_id"]: Witness(**row) for row in rows}


def _answer(tx: Connection, witness_id: int, now: datetime, **values: object) -> None:
    mine = update(WITNESSES).where(WITNESSES.c.witness_id == witness_id)
    tx.execute(mine.values(attempts=WITNESSES.c.attempts + 1, answered_at=now, **values))
