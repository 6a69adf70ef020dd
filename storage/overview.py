"""What `readout status` says of the whole: what waits and why, what came in the last day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, or_, select

from storage.tables.outbox import ALERTS, DELIVERIES, MESSAGES
from storage.tables.texts import CHANGES
from storage.tables.watching import EPISODES

_WAITING = (
    select(DELIVERIES.c.channel, DELIVERIES.c.state, DELIVERIES.c.created_at, DELIVERIES.c.error)
    .where(DELIVERIES.c.state.in_(("pending", "dead")))
    .order_by(DELIVERIES.c.delivery_id)
)
_LAST_SENT = select(func.max(MESSAGES.c.sent_at))
_SENT = (
    select(MESSAGES.c.channel, func.max(MESSAGES.c.sent_at))
    .where(MESSAGES.c.sent_at.is_not(None))
    .group_by(MESSAGES.c.channel)
)
_CHANGES = (
    select(CHANGES.c.kind, func.count())
    .where(
        CHANGES.c.recorded_at >= bindparam("since"),
        CHANGES.c.cause == "page",
        CHANGES.c.kind.is_not(None),
    )
    .group_by(CHANGES.c.kind)
)
_NEW = (
    select(func.count())
    .select_from(ALERTS)
    .where(ALERTS.c.kind == "new", ALERTS.c.created_at >= bindparam("since"))
)
_UNSEEN = select(EPISODES.c.since, EPISODES.c.until).where(
    EPISODES.c.verdict.not_in(("ok", "not_modified")),
    or_(EPISODES.c.until.is_(None), EPISODES.c.until > bindparam("since")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What lies in the outbox for one channel, and the last thing that went wrong with it."""

    pending: int = 0
    dead: int = 0
    since: datetime | None = None  # the oldest that an error kept from going out
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was recorded in some span of time. `unseen`: of all sources together."""

    changes: dict[str, int]
    new: int
    unseen: timedelta


def queues(rx: Connection) -> dict[str, Queue]:
    """The outbox by channel; no entry for one to which nothing waits and nothing is dead."""
    found: dict[str, Queue] = {}
    for channel, state, created_at, error in rx.execute(_WAITING):
        before = found.get(channel, Queue())
        found[channel] = Queue(
            pending=before.pending + (state == "pending"),
            dead=before.dead + (state == "dead"),
            since=before.since or (created_at if error else None),
            error=error or before.error,
        )
    return found


def last_sent_at(rx: Connection) -> datetime | None:
    """When a message last went out."""
    return rx.execute(_LAST_SENT).scalar_one()


def sent(rx: Connection) -> dict[str, datetime]:
    """When a message last went out to each channel; no entry for one that never took any."""
    return {channel: at for channel, at in rx.execute(_SENT) if at is not None}


def day(rx: Connection, since: datetime, now: datetime) -> Day:
    """What the pages brought between two instants, and how long they could not be seen."""
    start = {"since": since}
    spans = rx.execute(_UNSEEN, start).all()
    return Day(
        changes={str(kind): count for kind, count in rx.execute(_CHANGES, start)},
        new=rx.execute(_NEW, start).scalar_one(),
        unseen=sum(((until or now) - max(begin, since) for begin, until in spans), timedelta()),
    )
