"""What `readout status` says of the whole: what waits and why, what came in the last day."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from storage.model import SEEN, Episode
from storage.tables.evidence import CAPTURES
from storage.tables.outbox import ALERTS, DELIVERIES, MESSAGES
from storage.tables.readings import DERIVATIONS
from storage.tables.texts import CHANGES, VERSIONS
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
_FROM = VERSIONS.alias("before")
_EARLIER = CAPTURES.alias("earlier")
# What people were told, or what a sight of ours after another brought. What somebody imported was
# seen by neither, and parts no change of ours in two; the first sight after it is a baseline.
_BROUGHT = or_(
    exists().where(ALERTS.c.version_id == VERSIONS.c.version_id, ALERTS.c.kind == "change"),
    (CAPTURES.c.origin == "direct")
    & exists().where(
        _EARLIER.c.source_id == VERSIONS.c.source_id,
        _EARLIER.c.capture_id < VERSIONS.c.capture_id,
        _EARLIER.c.origin == "direct",
        DERIVATIONS.c.capture_id == _EARLIER.c.capture_id,
        DERIVATIONS.c.version_id.is_not(None),
    ),
)
_CHANGES = (
    select(CHANGES.c.to_version_id, CHANGES.c.kind, CHANGES.c.source_id)
    .join_from(CHANGES, VERSIONS, VERSIONS.c.version_id == CHANGES.c.to_version_id)
    .join(CAPTURES, CAPTURES.c.capture_id == VERSIONS.c.capture_id)
    .join(_FROM, _FROM.c.version_id == CHANGES.c.from_version_id)
    .where(
        CHANGES.c.recorded_at >= bindparam("since"),
        VERSIONS.c.first_seen >= bindparam("since"),  # not an old one read again under new rules
        VERSIONS.c.superseded_by.is_(None),
        CHANGES.c.cause == "page",
        CHANGES.c.kind.is_not(None),
        _FROM.c.number < VERSIONS.c.number,
        _BROUGHT,
    )
    .order_by(CHANGES.c.change_id)
)
_LAST_CHANGES = (
    select(CHANGES.c.source_id, func.max(VERSIONS.c.first_seen))
    .join_from(CHANGES, VERSIONS, VERSIONS.c.version_id == CHANGES.c.to_version_id)
    .where(
        VERSIONS.c.superseded_by.is_(None),
        CHANGES.c.cause == "page",
        CHANGES.c.kind == "wording",
    )
    .group_by(CHANGES.c.source_id)
)
_NEW = select(ALERTS.c.source_id).where(
    ALERTS.c.kind == "new", ALERTS.c.created_at >= bindparam("since")
)
_UNSEEN = select(EPISODES.c.since, EPISODES.c.until, EPISODES.c.source_id).where(
    or_(EPISODES.c.verdict.not_in(sorted(SEEN)), EPISODES.c.state == "overdue"),
    or_(EPISODES.c.until.is_(None), EPISODES.c.until > bindparam("since")),
)

_STRETCHES = _UNSEEN.with_only_columns(
    *[EPISODES.c[name].label(name) for name in Episode.__dataclass_fields__]
).order_by(EPISODES.c.episode_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What lies in the outbox for one channel, and the last thing that went wrong with it."""

    pending: int = 0
    dead: int = 0
    since: datetime | None = None  # the oldest that an error kept from going out
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was recorded in some span of time. `unseen`: how long some source could not be seen."""

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


def day(rx: Connection, since: datetime, now: datetime, source_ids: Collection[int]) -> Day:
    """What sights of these sources brought between two instants, and how long one was not seen."""
    start, wanted = {"since": since}, frozenset(source_ids)
    brought: dict[int, str] = {}
    for version_id, kind, of in rx.execute(_CHANGES, start):
        if of in wanted:  # there may be one from what was imported before it, too
            brought.setdefault(version_id, str(kind))
    spans = [
        (max(begin, since), until or now)
        for begin, until, of in rx.execute(_UNSEEN, start)
        if of in wanted
    ]
    return Day(
        changes=dict(Counter(brought.values())),
        new=sum(of in wanted for of in rx.execute(_NEW, start).scalars()),
        unseen=_covered(spans),
    )


def last_changes(rx: Connection) -> dict[int, datetime]:
    """When each source's page was first read with other words than before, the last time."""
    return dict(rx.execute(_LAST_CHANGES).all())


def unseen(rx: Connection, since: datetime, source_ids: Collection[int]) -> list[Episode]:
    """The stretches since then in which one of these sources could not be seen, in their order."""
    rows = rx.execute(_STRETCHES, {"since": since}).mappings()
    wanted = frozenset(source_ids)
    return [Episode(**row) for row in rows if row["source_id"] in wanted]


def _covered(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How much time some spans cover, where they overlap once."""
    covered, reached = timedelta(), None
    for begin, end in sorted(spans):
        fresh = begin if reached is None else max(begin, reached)
        if end > fresh:
            covered += end - fresh
            reached = end
    return covered
