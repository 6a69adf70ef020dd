"""Messages: what is sent. Members and Message-ID are fixed in a commit before sending."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, literal, or_, select, update

from storage import chain, drafts
from storage.errors import NoSuchRow
from storage.model import Alert, Change, Delivery
from storage.tables.base import fields, strictly
from storage.tables.outbox import ALERTS, DELIVERIES, DRAFTS, MESSAGES

_OF_ALERT = ALERTS.c.alert_id == DELIVERIES.c.alert_id
_OF_MESSAGE = MESSAGES.c.message_id == DELIVERIES.c.message_id
_NUMBERED = select(*fields(MESSAGES)).where(
    MESSAGES.c.message_number.in_(bindparam("numbers", expanding=True))
)
_CARRIED = (
    select(*strictly(ALERTS), DELIVERIES.c.message_id)
    .join_from(DELIVERIES, ALERTS, _OF_ALERT)
    .where(DELIVERIES.c.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(DELIVERIES.c.delivery_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one channel; `message_id` is its Message-ID, whatever the channel."""

    message_number: int
    message_id: str
    channel: str
    thread: str | None  # the first message about its statement or source; None if this is it
    remote_id: str | None  # what the channel's service calls it
    fixed_at: datetime
    sent_at: datetime | None


def fix(
    tx: Connection,
    *,
    delivery_ids: Collection[int],
    channel: str,
    message_id: str,
    thread: str | None,
    now: datetime,
) -> list[Delivery]:
    """Fix what a message will carry, before it is sent; its members.

    A delivery that is in another message already stays there. Nothing is fixed if all are.
    """
    free = (
        DELIVERIES.c.delivery_id.in_(delivery_ids)
        & DELIVERIES.c.message_id.is_(None)
        & (DELIVERIES.c.state == "pending")
    )
    if tx.execute(select(func.count()).select_from(DELIVERIES).where(free)).scalar_one() == 0:
        return []
    row = {"message_id": message_id, "channel": channel, "thread": thread, "fixed_at": now}
    tx.execute(insert(MESSAGES), row)
    tx.execute(update(DELIVERIES).where(free).values(message_id=message_id))
    return members(tx, message_id)


def untried(tx: Connection) -> list[Message]:
    """The messages that were fixed and never tried: there is no draft of what they say."""
    tried = select(DRAFTS.c.message_id).where(DRAFTS.c.message_id == MESSAGES.c.message_id)
    waiting = select(DELIVERIES.c.delivery_id).where(
        _OF_MESSAGE, DELIVERIES.c.state == "pending", DELIVERIES.c.first_attempt_at.is_(None)
    )
    found = select(*fields(MESSAGES)).where(
        MESSAGES.c.sent_at.is_(None), ~tried.exists(), waiting.exists()
    )
    rows = tx.execute(found.order_by(MESSAGES.c.message_number)).mappings()
    return [Message(**row) for row in rows]


def fix_anew(
    tx: Connection, message: Message, message_id: str, thread: str | None, now: datetime
) -> None:
    """Give what a message carries to another, under that Message-ID; the old one stays empty."""
    row = {"message_id": message_id, "channel": message.channel, "thread": thread, "fixed_at": now}
    tx.execute(insert(MESSAGES), row)
    mine = update(DELIVERIES).where(DELIVERIES.c.message_id == message.message_id)
    tx.execute(mine.values(message_id=message_id))


def read_message(tx: Connection, message_id: str) -> Message:
    """The message of that Message-ID, which must exist."""
    found = select(*fields(MESSAGES)).where(MESSAGES.c.message_id == message_id)
    row = tx.execute(found).mappings().one_or_none()
    if row is None:
        raise NoSuchRow(what=f"message {message_id}")
    return Message(**row)


def members(tx: Connection, message_id: str) -> list[Delivery]:
    """The deliveries the message carries, in the order they came."""
    found = select(*fields(DELIVERIES)).where(DELIVERIES.c.message_id == message_id)
    rows = tx.execute(found.order_by(DELIVERIES.c.delivery_id)).mappings()
    return [Delivery(**row) for row in rows]


def about(tx: Connection, change: Change) -> list[int]:
    """The numbers of the messages sent that told of the change."""
    found = (
        select(MESSAGES.c.message_number)
        .join_from(MESSAGES, DELIVERIES, _OF_MESSAGE)
        .join(ALERTS, _OF_ALERT)
        .where(ALERTS.c.change_id == change.change_id, MESSAGES.c.sent_at.is_not(None))
        .distinct()
    )
    return list(tx.execute(found).scalars())


def mark_sent(
    tx: Connection, message_id: str, now: datetime, *, remote_id: str | None = None
) -> None:
    """Note that the message was accepted; it becomes evidence of the sources it is about.

    One that was sent before, and again as somebody retried a part of it, is evidence already.
    """
    _tried(tx, message_id, now, state="sent", error=None, next_attempt_at=None)
    mine = update(MESSAGES).where(MESSAGES.c.message_id == message_id)
    first = tx.execute(
        mine.where(MESSAGES.c.sent_at.is_(None)).values(sent_at=now, remote_id=remote_id)
    )
    drafts.drop(tx, message_id)
    if first.rowcount == 0:
        return
    message = read_message(tx, message_id)
    alerts = _carried(tx, [message_id])[message_id]
    link = chain.content("message", evidence(message, alerts))
    for source_id in sorted({one.source_id for one in alerts if one.source_id is not None}):
        chain.append(tx, source_id, "message", message.message_number, link)


def _carried(tx: Connection, message_ids: Collection[str]) -> dict[str, list[Alert]]:
    """The alerts that each of these messages tells, in the order of its members."""
    found: dict[str, list[Alert]] = {message_id: [] for message_id in message_ids}
    for row in tx.execute(_CARRIED, {"messages": list(message_ids)}).mappings():
        told = {name: value for name, value in row.items() if name != "message_id"}
        found[row["message_id"]].append(Alert(**told))
    return found


def mark_failed(
    tx: Connection, message_id: str, *, error: str, next_attempt_at: datetime, now: datetime
) -> None:
    """Note that an attempt failed, and when the next is due."""
    _tried(tx, message_id, now, state="pending", error=error, next_attempt_at=next_attempt_at)


def mark_refused(tx: Connection, message_id: str, *, error: str, next_attempt_at: datetime) -> None:
    """Note that its channel takes no message at all: tried again, and no older for it."""
    waiting = (DELIVERIES.c.message_id == message_id) & (DELIVERIES.c.state == "pending")
    tried = update(DELIVERIES).where(waiting)
    tx.execute(tried.values(error=error, next_attempt_at=next_attempt_at))


def mark_dead(tx: Connection, message_id: str, error: str, now: datetime) -> None:
    """Give the message up, until somebody asks for a retry."""
    _tried(tx, message_id, now, state="dead", error=error, next_attempt_at=None)


def evidence(message: Message, alerts: Sequence[Alert]) -> dict[str, object]:
    """What the chain says of a sent message: all of it, and the alerts it was composed from."""
    told = {name: getattr(message, name) for name in Message.__dataclass_fields__}
    names = Alert.__dataclass_fields__
    return {**told, "alerts": [{name: getattr(one, name) for name in names} for one in alerts]}


def evidence_of(rx: Connection, numbers: Collection[int]) -> dict[int, dict[str, object]]:
    """What the rows of these messages, by number, and of their alerts say now, for the chain."""
    rows = rx.execute(_NUMBERED, {"numbers": list(numbers)}).mappings()
    found = [Message(**row) for row in rows]
    carried = _carried(rx, [one.message_id for one in found])
    return {one.message_number: evidence(one, carried[one.message_id]) for one in found}


def thread(tx: Connection, channel: str, source_ids: Collection[int]) -> str | None:
    """The Message-ID of the message that began the channel's thread about these sources.

    The first one sent that is about nothing else, and belongs to no other thread; before one is
    sent the first that waits to be.
    """
    others = DELIVERIES.alias("others")
    about = ALERTS.alias("about")
    strange = (
        select(others.c.delivery_id)
        .join_from(others, about, about.c.alert_id == others.c.alert_id)
        .where(others.c.message_id == MESSAGES.c.message_id)
        .where(or_(about.c.source_id.is_(None), about.c.source_id.not_in(source_ids)))
    )
    row = tx.execute(
        select(MESSAGES.c.message_id)
        .join_from(MESSAGES, DELIVERIES, _OF_MESSAGE)
        .join(ALERTS, _OF_ALERT)
        .where(MESSAGES.c.channel == channel, MESSAGES.c.thread.is_(None))
        .where(ALERTS.c.source_id.in_(source_ids), ~strange.exists())
        .where(or_(MESSAGES.c.sent_at.is_not(None), DELIVERIES.c.state == "pending"))
        .order_by(MESSAGES.c.sent_at.is_(None), MESSAGES.c.message_number)
        .limit(1)
    ).first()
    return row.message_id if row else None


def changes_since(tx: Connection, channel: str, since: datetime) -> int:
    """How many changes the messages carry that were fixed for the channel after `since`."""
    found = (
        select(func.count())
        .select_from(MESSAGES)
        .join(DELIVERIES, _OF_MESSAGE)
        .join(ALERTS, _OF_ALERT)
        .where(MESSAGES.c.channel == channel, MESSAGES.c.fixed_at > since)
        .where(ALERTS.c.kind == "change")
    )
    return tx.execute(found).scalar_one()


def states_since(tx: Connection, channel: str, since: datetime) -> list[tuple[str, int, datetime]]:
    """The alerts of sources' states in messages fixed for the channel after `since`.

    Message-ID, alert and when it was fixed, the first one first.
    """
    found = (
        select(MESSAGES.c.message_id, ALERTS.c.alert_id, MESSAGES.c.fixed_at)
        .select_from(MESSAGES)
        .join(DELIVERIES, _OF_MESSAGE)
        .join(ALERTS, _OF_ALERT)
        .where(MESSAGES.c.channel == channel, MESSAGES.c.fixed_at > since)
        .where(ALERTS.c.kind == "state", ALERTS.c.source_id.is_not(None))
        .order_by(MESSAGES.c.message_number, ALERTS.c.alert_id)
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(found)]


def _tried(tx: Connection, message_id: str, now: datetime, **values: object) -> None:
    """One attempt more at those members that were waiting to go out."""
    first = DELIVERIES.c.first_attempt_at
    waiting = (DELIVERIES.c.message_id == message_id) & (DELIVERIES.c.state == "pending")
    tx.execute(
        update(DELIVERIES)
        .where(waiting)
        .values(
            attempts=DELIVERIES.c.attempts + 1,
            first_attempt_at=func.coalesce(first, literal(now, first.type)),
            **values,
        )
    )
