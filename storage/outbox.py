"""The outbox: alerts, their deliveries to channels, and the messages that carry them.

The one face of `storage.messages` and `storage.deliveries`, too.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from storage import channels
from storage.deliveries import listing
from storage.errors import NoSuchRow
from storage.messages import (
    fix,
    mark_dead,
    mark_failed,
    mark_refused,
    mark_sent,
    read_message,
    thread,
)
from storage.messages import members as message_members
from storage.model import Alert, AlertKind, Delivery, DeliveryState
from storage.rows import add
from storage.tables.base import fields
from storage.tables.bookkeeping import CHANNELS
from storage.tables.outbox import ALERTS, DELIVERIES

__all__ = [
    "alert",
    "counts",
    "deliver",
    "due",
    "fix",
    "held",
    "listing",
    "mark_dead",
    "mark_failed",
    "mark_refused",
    "mark_sent",
    "message_members",
    "next_due_at",
    "read_alert",
    "read_message",
    "release",
    "retry",
    "states_of",
    "thread",
    "withdraw",
]

_INSTANT = timedelta(microseconds=1)
_ALERT = select(*fields(ALERTS))
_DELIVERY = select(*fields(DELIVERIES))
_IN_ORDER = DELIVERIES.c.delivery_id
_RESTING = select(CHANNELS.c.name).where(
    CHANNELS.c.state == "broken",
    or_(
        CHANNELS.c.next_probe_at.is_(None),
        CHANNELS.c.next_probe_at.between(bindparam("soon"), bindparam("next")),
    ),
)  # a probe that is further away than they are apart: the clock was set back
_REFUSED = (
    select(CHANNELS.c.name)
    .join_from(CHANNELS, DELIVERIES, DELIVERIES.c.channel == CHANNELS.c.name)
    .where(CHANNELS.c.state == "broken", CHANNELS.c.next_probe_at <= bindparam("now"))
    .where(DELIVERIES.c.state == "dead", DELIVERIES.c.error == CHANNELS.c.reason)
    .distinct()
)
_DUE = _DELIVERY.where(
    DELIVERIES.c.state == "pending",
    or_(
        DELIVERIES.c.next_attempt_at.is_(None),
        DELIVERIES.c.next_attempt_at <= bindparam("now"),
        DELIVERIES.c.created_at > bindparam("now"),  # the clock was set back
    ),
    DELIVERIES.c.channel.not_in(_RESTING),
).order_by(_IN_ORDER)


def alert(
    tx: Connection,
    *,
    kind: AlertKind,
    source_id: int | None,
    version_id: int | None,
    change_id: int | None,
    facts: dict[str, object],
    now: datetime,
) -> Alert:
    """Enter something people must be told. `facts` are values JSON can hold."""
    row = {
        "kind": kind,
        "source_id": source_id,
        "version_id": version_id,
        "change_id": change_id,
        "facts": facts,
        "created_at": now,
    }
    return read_alert(tx, add(tx, insert(ALERTS), row))


def read_alert(tx: Connection, alert_id: int) -> Alert:
    """The alert of that id, which must exist."""
    row = tx.execute(_ALERT.where(ALERTS.c.alert_id == alert_id)).mappings().one_or_none()
    if row is None:
        raise NoSuchRow(what=f"alert {alert_id}")
    return Alert(**row)


def states_of(tx: Connection, source_ids: Collection[int], until: int) -> list[Alert]:
    """The alerts of these sources' states, up to the alert of that id; oldest first."""
    wanted = _ALERT.where(ALERTS.c.kind == "state", ALERTS.c.source_id.in_(source_ids))
    found = wanted.where(ALERTS.c.alert_id <= until).order_by(ALERTS.c.alert_id)
    return [Alert(**row) for row in tx.execute(found).mappings()]


def heartbeats(rx: Connection, since: datetime | None) -> list[Alert]:
    """The heartbeats entered since an instant, or all; the last one last."""
    wanted = _ALERT.where(ALERTS.c.kind == "heartbeat", ALERTS.c.source_id.is_(None))
    if since is not None:
        wanted = wanted.where(ALERTS.c.created_at >= since)
    return [Alert(**row) for row in rx.execute(wanted.order_by(ALERTS.c.alert_id)).mappings()]


def withdraw_heartbeats(tx: Connection) -> None:
    """Take back the heartbeats that wait: one that comes later says more."""
    beats = select(ALERTS.c.alert_id).where(ALERTS.c.kind == "heartbeat")
    waiting = (DELIVERIES.c.state == "pending") & DELIVERIES.c.alert_id.in_(beats)
    tx.execute(update(DELIVERIES).where(waiting).values(state="withdrawn", next_attempt_at=None))


def deliver(
    tx: Connection,
    *,
    alert_id: int,
    channel: str,
    state: DeliveryState,
    urgent: bool,
    next_attempt_at: datetime | None,
    now: datetime,
) -> int:
    """Enter the delivery of an alert to a channel; its id."""
    row = {
        "alert_id": alert_id,
        "channel": channel,
        "state": state,
        "urgent": urgent,
        "created_at": now,
        "next_attempt_at": next_attempt_at,
        "attempts": 0,
    }
    return add(tx, insert(DELIVERIES), row)


def release(
    tx: Connection, alert_ids: Collection[int], at: datetime, channel: str | None = None
) -> int:
    """Let held deliveries of these alerts go out at that instant; how many.

    With `channel`, only those to it: each has quiet hours of its own.
    """
    return _turn(tx, alert_ids, channel, state="pending", next_attempt_at=at)


def withdraw(tx: Connection, alert_ids: Collection[int]) -> int:
    """Take back the held deliveries of these alerts; how many."""
    return _turn(tx, alert_ids, state="withdrawn", next_attempt_at=None)


def _turn(
    tx: Connection, alert_ids: Collection[int], channel: str | None = None, **values: object
) -> int:
    held_ones = (DELIVERIES.c.state == "held") & DELIVERIES.c.alert_id.in_(alert_ids)
    if channel is not None:
        held_ones &= DELIVERIES.c.channel == channel
    return tx.execute(update(DELIVERIES).where(held_ones).values(values)).rowcount


def held(tx: Connection, source_id: int) -> list[tuple[Alert, list[Delivery]]]:
    """The source's alerts that are held back, with their held deliveries; oldest first."""
    rows = tx.execute(
        _DELIVERY.join_from(DELIVERIES, ALERTS, ALERTS.c.alert_id == DELIVERIES.c.alert_id)
        .where(ALERTS.c.source_id == source_id, DELIVERIES.c.state == "held")
        .order_by(DELIVERIES.c.alert_id, _IN_ORDER)
    ).mappings()
    found: dict[int, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row["alert_id"], []).append(Delivery(**row))
    return [(read_alert(tx, alert_id), several) for alert_id, several in found.items()]


def due(tx: Connection, now: datetime) -> list[Delivery]:
    """The deliveries to try now, oldest first; none to a broken channel before its next probe."""
    probes = {"soon": now + _INSTANT, "next": now + channels.PROBE_EVERY}
    return [Delivery(**row) for row in tx.execute(_DUE, {"now": now, **probes}).mappings()]


def next_due_at(tx: Connection) -> datetime | None:
    """When the next pending delivery wants to be tried; None if none is pending."""
    pending = DELIVERIES.c.state == "pending"
    soonest = select(func.min(DELIVERIES.c.next_attempt_at)).where(pending)
    return tx.execute(soonest).scalar_one_or_none()


def held_by_channel(tx: Connection) -> dict[str, int]:
    """How many deliveries to each channel wait for a further look."""
    return _by_channel(tx, "held")


def _by_channel(tx: Connection, state: DeliveryState) -> dict[str, int]:
    counted = select(DELIVERIES.c.channel, func.count()).where(DELIVERIES.c.state == state)
    return dict(tx.execute(counted.group_by(DELIVERIES.c.channel)).all())


def abandon(tx: Connection, delivery_ids: Collection[int], error: str) -> None:
    """Give deliveries up that can never go out."""
    gone = update(DELIVERIES).where(DELIVERIES.c.delivery_id.in_(delivery_ids))
    tx.execute(gone.values(state="dead", error=error, next_attempt_at=None))


def hasten(tx: Connection, channel: str, now: datetime) -> None:
    """Let all that a channel refused go out now: it works again. Quiet hours stay."""
    waiting = (DELIVERIES.c.channel == channel) & (DELIVERIES.c.state == "pending")
    refused = waiting & DELIVERIES.c.error.is_not(None)
    tx.execute(update(DELIVERIES).where(refused).values(next_attempt_at=now))


def give_up(tx: Connection, channel: str, error: str) -> None:
    """Count as dead what a channel would have been sent by now: it was revoked. See `revive`."""
    waiting = (DELIVERIES.c.channel == channel) & (DELIVERIES.c.state == "pending")
    tried = waiting & (DELIVERIES.c.message_id.is_not(None))
    tx.execute(
        update(DELIVERIES).where(tried).values(state="dead", error=error, next_attempt_at=None)
    )


def refused_channels(tx: Connection, now: datetime) -> list[str]:
    """The broken channels, due for a probe, to which deliveries died of what broke them."""
    return list(tx.execute(_REFUSED, {"now": now}).scalars())


def revive(tx: Connection, channel: str, now: datetime) -> int:
    """Let deliveries that died of what broke their channel wait for it again; how many."""
    reason = select(CHANNELS.c.reason).where(CHANNELS.c.name == channel).scalar_subquery()
    died = (DELIVERIES.c.channel == channel) & (DELIVERIES.c.state == "dead")
    again = update(DELIVERIES).where(died & (DELIVERIES.c.error == reason))
    return tx.execute(again.values(state="pending", next_attempt_at=now)).rowcount


def retry(tx: Connection, delivery_ids: Collection[int] | None, now: datetime) -> int:
    """Try dead and waiting deliveries (these, or all) again from now on; how many."""
    wanted = update(DELIVERIES).where(DELIVERIES.c.state.in_(("dead", "pending")))
    if delivery_ids is not None:
        wanted = wanted.where(DELIVERIES.c.delivery_id.in_(delivery_ids))
    again = {
        "state": "pending",
        "attempts": 0,
        "first_attempt_at": None,
        "next_attempt_at": now,
    }
    return tx.execute(wanted.values(again)).rowcount


def counts(tx: Connection) -> dict[tuple[int | None, DeliveryState], int]:
    """How many deliveries of each source (None: the machine) are in each state."""
    rows = tx.execute(
        select(ALERTS.c.source_id, DELIVERIES.c.state, func.count())
        .join_from(DELIVERIES, ALERTS, ALERTS.c.alert_id == DELIVERIES.c.alert_id)
        .group_by(ALERTS.c.source_id, DELIVERIES.c.state)
    )
    return {(row[0], cast("DeliveryState", row[1])): row[2] for row in rows}
