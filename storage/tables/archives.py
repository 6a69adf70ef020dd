"""The table of how an archive is watched for sources whose sites refuse programs: bookkeeping."""

from datetime import datetime

from sqlalchemy import Column, Integer, Named, Table, Text, TypedColumns

from storage.model import Vanished, Verdict
from storage.tables.base import METADATA, Foreign, Instant, one_of, to


class ArchiveSightColumns(TypedColumns):
    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    next_ask_at: Named[datetime] = Column(Instant)
    asked_at: Named[datetime | None] = Column(Instant)
    refused: Named[str | None] = Column(Foreign)
    captured_at: Named[datetime | None] = Column(Instant)
    memento: Named[str | None] = Column(Foreign)
    verdict: Named[str | None] = Column(Text)
    reason: Named[str | None] = Column(Foreign)
    vanished: Named[str | None] = Column(Text)
    gone_since: Named[datetime | None] = Column("gone_since_at", Instant)
    told_at: Named[datetime | None] = Column(Instant)


ARCHIVE_SIGHTS = Table(
    "archive_sights",
    METADATA,
    ArchiveSightColumns,
    one_of("verdict", Verdict),
    one_of("vanished", Vanished),
)
