"""Tables of what people must be told, and what was sent to whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Named, Table, Text, TypedColumns

from storage.model import AlertKind, DeliveryState
from storage.tables.base import METADATA, Foreign, Instant, Json, one_of, to


class AlertColumns(TypedColumns):
    alert_id: Named[int] = Column(Integer, primary_key=True)
    kind: Named[str] = Column(Text)
    source_id: Named[int | None] = Column(Integer, to("sources"))
    version_id: Named[int | None] = Column(Integer, to("versions"))
    change_id: Named[int | None] = Column(Integer, to("changes"))
    facts: Named[Any] = Column(Json)
    created_at: Named[datetime] = Column(Instant)


ALERTS = Table(
    "alerts", METADATA, AlertColumns, one_of("kind", AlertKind), Index(None, "source_id")
)


class MessageColumns(TypedColumns):
    """What is sent, fixed before it is sent. `message_id` is the Message-ID, on every channel."""

    message_number: Named[int] = Column(Integer, primary_key=True)
    message_id: Named[str] = Column(Text, unique=True)
    channel: Named[str] = Column(Text)
    thread: Named[str | None] = Column(Text)  # the message or remote thread it belongs to
    remote_id: Named[str | None] = Column(Foreign)  # what the channel's service calls it
    fixed_at: Named[datetime] = Column(Instant)
    sent_at: Named[datetime | None] = Column(Instant)


MESSAGES = Table("messages", METADATA, MessageColumns)


class DraftColumns(TypedColumns):
    """What a message says, while an attempt at it may have to be repeated: bookkeeping."""

    message_id: Named[str] = Column(Text, ForeignKey("messages.message_id"), primary_key=True)
    notice: Named[Any] = Column(Json)


DRAFTS = Table("drafts", METADATA, DraftColumns)


class DeliveryColumns(TypedColumns):
    delivery_id: Named[int] = Column(Integer, primary_key=True)
    alert_id: Named[int] = Column(Integer, to("alerts"))
    channel: Named[str] = Column(Text)
    state: Named[str] = Column(Text)
    urgent: Named[bool] = Column("is_urgent", Boolean)
    created_at: Named[datetime] = Column(Instant)
    next_attempt_at: Named[datetime | None] = Column(Instant)
    first_attempt_at: Named[datetime | None] = Column(Instant)
    attempts: Named[int] = Column("attempt_count", Integer)
    error: Named[str | None] = Column(Foreign)
    message_id: Named[str | None] = Column(Text, ForeignKey("messages.message_id"))


DELIVERIES = Table(
    "deliveries",
    METADATA,
    DeliveryColumns,
    one_of("state", DeliveryState),
    Index(None, "alert_id"),
    Index(None, "message_id"),
    Index(None, "state", "next_attempt_at"),
)
