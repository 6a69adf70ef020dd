"""Tables of bookkeeping: rows that change, and that no history is read from."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer, LargeBinary, Named, Table, Text, TypedColumns

from storage.model import State, Vanished, Verdict
from storage.tables.base import METADATA, Foreign, Instant, one_of, to


class WatchColumns(TypedColumns):
    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    next_check_at: Named[datetime] = Column(Instant)
    last_check_at: Named[datetime | None] = Column(Instant)
    last_ok_at: Named[datetime | None] = Column(Instant)
    state: Named[str] = Column(Text)
    state_since: Named[datetime] = Column("state_since_at", Instant)
    verdict: Named[str | None] = Column(Text)
    reason: Named[str | None] = Column(Foreign)
    vanished: Named[str | None] = Column(Text)
    failures: Named[int] = Column("failure_count", Integer)
    failing_since: Named[datetime | None] = Column("failing_since_at", Instant)
    told_at: Named[datetime | None] = Column(Instant)
    tellings: Named[int] = Column("telling_count", Integer)
    visits: Named[int] = Column("visit_count", Integer)
    etag: Named[str | None] = Column(Foreign)
    last_modified: Named[str | None] = Column(Foreign)
    capture_id: Named[int | None] = Column(Integer, to("captures"))
    captured_at: Named[datetime | None] = Column(Instant)
    body_sha256: Named[bytes | None] = Column(LargeBinary)
    status: Named[int | None] = Column(Integer)
    rules_sha256: Named[bytes | None] = Column(LargeBinary)
    ok_capture_id: Named[int | None] = Column(Integer, to("captures"))
    ok_rules_sha256: Named[bytes | None] = Column(LargeBinary)
    frame_sha256: Named[bytes | None] = Column(LargeBinary)
    version_id: Named[int | None] = Column(Integer, to("versions"))
    confirmed_version_id: Named[int | None] = Column(Integer, to("versions"))
    look: Named[int] = Column(Integer)
    look_due_at: Named[datetime | None] = Column(Instant)
    look_since: Named[datetime | None] = Column("look_since_at", Instant)
    alternated_at: Named[datetime | None] = Column(Instant)
    requested_at: Named[datetime | None] = Column(Instant)
    quickened_at: Named[datetime | None] = Column(Instant)
    followed_until: Named[datetime | None] = Column("followed_until_at", Instant)
    withdrawal: Named[str | None] = Column(Foreign)
    withdrawal_since: Named[datetime | None] = Column("withdrawal_since_at", Instant)


WATCHES = Table(
    "watches",
    METADATA,
    WatchColumns,
    one_of("state", State),
    one_of("verdict", Verdict),
    one_of("vanished", Vanished),
)


class PinColumns(TypedColumns):
    pin_id: Named[int] = Column(Integer, primary_key=True)
    source_id: Named[int] = Column(Integer, to("sources"))
    selector: Named[str] = Column(Text)
    capture_id: Named[int] = Column(Integer, to("captures"))
    pinned_at: Named[datetime] = Column(Instant)


PINS = Table("pins", METADATA, PinColumns, Index(None, "source_id"))


class VolatileColumns(TypedColumns):
    """Blocks that differ from visit to visit, by a signature of what stays the same in them."""

    source_id: Named[int] = Column(Integer, to("sources"), primary_key=True)
    signature: Named[str] = Column(Text, primary_key=True)
    differed_count: Named[int] = Column(Integer)
    muted_at: Named[datetime | None] = Column(Instant)


VOLATILES = Table("volatiles", METADATA, VolatileColumns, sqlite_with_rowid=False)


class ChannelColumns(TypedColumns):
    name: Named[str] = Column(Text, primary_key=True)
    state: Named[str] = Column(Text)
    reason: Named[str | None] = Column(Foreign)
    since: Named[datetime] = Column("since_at", Instant)
    next_probe_at: Named[datetime | None] = Column(Instant)


CHANNELS = Table(
    "channels", METADATA, ChannelColumns, one_of("state", State), sqlite_with_rowid=False
)


class MetaColumns(TypedColumns):
    key: Named[str] = Column(Text, primary_key=True)
    value: Named[str] = Column(Text)


META = Table("meta", METADATA, MetaColumns, sqlite_with_rowid=False)
