"""Archive sights: how an archive is watched for a source whose site refuses programs."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.model import Vanished, Verdict
from storage.tables.archives import ARCHIVE_SIGHTS
from storage.tables.base import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSight:
    """When the archive was asked last, and its newest capture that was looked at.

    `refused`: why it did not answer, the last time; None where it did. `verdict` and `reason`:
    what that capture was worth; no verdict where it was none of a page. `gone_since`: the time of
    the first of the captures in a row in which the page is gone; `told_at`: when people were told.
    """

    source_id: int
    next_ask_at: datetime
    asked_at: datetime | None = None
    refused: str | None = None
    captured_at: datetime | None = None
    memento: str | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    vanished: Vanished | None = None
    gone_since: datetime | None = None
    told_at: datetime | None = None


def load(rx: Connection, source_ids: Iterable[int] | None = None) -> dict[int, ArchiveSight]:
    """Those of these sources, or all, by source; most have none."""
    found = select(*fields(ARCHIVE_SIGHTS))
    if source_ids is not None:
        found = found.where(ARCHIVE_SIGHTS.c.source_id.in_(list(source_ids)))
    return {row["source_id"]: ArchiveSight(**row) for row in rx.execute(found).mappings()}


def save(tx: Connection, sight: ArchiveSight) -> None:
    """Write it in place of the one before."""
    tx.execute(delete(ARCHIVE_SIGHTS).where(ARCHIVE_SIGHTS.c.source_id == sight.source_id))
    tx.execute(insert(ARCHIVE_SIGHTS), [asdict(sight)])


def keep_of(tx: Connection, source_ids: Iterable[int]) -> None:
    """Forget how an archive was watched for all others."""
    others = ARCHIVE_SIGHTS.c.source_id.not_in(list(source_ids))
    tx.execute(delete(ARCHIVE_SIGHTS).where(others))
