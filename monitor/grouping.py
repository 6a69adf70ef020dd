"""Which deliveries go as one message, and under which name. Fixed in the store before sending."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts.message_id import new_message_id
from monitor import hoststates, notices
from storage import affairs, messages, meta, outbox, sources
from storage.model import Delivery

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Channel

DIGEST_OVER = 5  # more than this many changes to one channel come as one message
DIGEST_WINDOW = timedelta(minutes=2)
ALONE = frozenset({"negation", "strength"})  # a passage so flagged is never digested with others


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out as one: its name and its deliveries."""

    message_id: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What else goes to a channel just now.

    `held`: how many deliveries wait for a further look; `recent`: how many changes were told
    within the digest's window; `patient`: whether somebody comes back for what is left waiting.
    """

    held: int = 0
    recent: int = 0
    patient: bool = True


def claim(
    tx: "Connection",
    channel: "Channel",
    deliveries: Sequence[Delivery],
    traffic: Traffic,
    now: datetime,
) -> list[Message]:
    """Fix which deliveries go as one message, and under which Message-ID."""
    fixed: dict[str, list[Delivery]] = defaultdict(list)
    fresh: list[Delivery] = []
    for one in deliveries:
        if one.message_id is None:
            fresh.append(one)
        else:
            fixed[one.message_id].append(one)
    claimed = [
        Message(message_id=name, deliveries=tuple(members)) for name, members in fixed.items()
    ]
    others, states = hoststates.split(tx, fresh)
    ordinary = [one for one in others if not one.urgent and _digestible(tx, one)]
    groups = [
        part for one in group(others, ordinary, traffic, now) for part in _by_statement(tx, one)
    ]
    groups += hoststates.ready(tx, channel.name, states, now, patient=traffic.patient)
    return claimed + [_fix(tx, channel, members, now) for members in groups]


def first_message(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """The first of these, with those that go in the same message."""
    first, *others = deliveries
    name = first.message_id
    return [first, *(one for one in others if name is not None and one.message_id == name)]


def group(
    fresh: Sequence[Delivery], ordinary: Sequence[Delivery], traffic: Traffic, now: datetime
) -> list[tuple[Delivery, ...]]:
    """Deliveries as messages: one each, but more than five ordinary changes as one digest.

    Where those held or just told make it more than five, the ordinary ones wait for what else
    comes: two minutes at the most.
    """
    told = traffic.recent + len(ordinary)
    if told + traffic.held <= DIGEST_OVER:
        return [(one,) for one in fresh]
    together = {one.delivery_id for one in ordinary}
    alone = [(one,) for one in fresh if one.delivery_id not in together]
    more_may_come = traffic.patient and (traffic.held or traffic.recent)
    if more_may_come and all(abs(now - one.created_at) < DIGEST_WINDOW for one in ordinary):
        return list(alone)
    if told <= DIGEST_OVER or len(ordinary) < 2:
        return [(one,) for one in fresh]
    return [*alone, tuple(ordinary)]


def make_up(tx: "Connection", channel: "Channel", now: datetime) -> None:
    """Fix as one message what has waited, untried, for a channel that was long away.

    What is urgent, or must stand alone, does so here too.
    """
    waiting = [
        one
        for one in outbox.due(tx, now)
        if one.channel == channel.name and one.message_id is None and not one.urgent
    ]
    together = tuple(one for one in waiting if not _stands_alone(tx, one))
    if len(together) > 1:
        _fix(tx, channel, together, now)


def fix_anew(
    tx: "Connection",
    channels: "Mapping[str, Channel]",
    untried: Sequence[messages.Message],
    now: datetime,
) -> None:
    """Give messages that were never tried another name, with the members they have.

    For the start: where the store is a copy of one that went on, that one sent them under the
    names they had, perhaps in other words.
    """
    renamed: dict[str | None, str] = {}
    for message in untried:
        channel = channels.get(message.channel)
        if channel is None:
            continue  # nothing of it is sent
        ids = [one.delivery_id for one in messages.members(tx, message.message_id)]
        name = new_message_id(meta.store_token(tx), ids, channel.target, now)
        if name != message.message_id:
            renamed[message.message_id] = name
            thread = renamed.get(message.thread, message.thread)
            messages.fix_anew(tx, message, name, thread, now)


def _digestible(tx: "Connection", delivery: Delivery) -> bool:
    is_change = outbox.read_alert(tx, delivery.alert_id).kind == "change"
    return is_change and not _stands_alone(tx, delivery)


def _stands_alone(tx: "Connection", delivery: Delivery) -> bool:
    flags = notices.flags_of(tx, outbox.read_alert(tx, delivery.alert_id))
    return any(flag in ALONE or flag.startswith("term:") for flag in flags)


def _fix(
    tx: "Connection", channel: "Channel", members: tuple[Delivery, ...], now: datetime
) -> Message:
    ids = [one.delivery_id for one in members]
    name = new_message_id(meta.store_token(tx), ids, channel.target, now)
    messages.fix(
        tx,
        delivery_ids=ids,
        channel=channel.name,
        message_id=name,
        thread=_thread(tx, channel, members),
        now=now,
    )
    return Message(message_id=name, deliveries=members)


def _thread(tx: "Connection", channel: "Channel", members: tuple[Delivery, ...]) -> str | None:
    """The message that began the thread of the one affair that these are about."""
    about = {_affair(tx, one) for one in members}
    affair = about.pop()
    return messages.thread(tx, channel.name, affair) if affair and not about else None


def _affair(tx: "Connection", delivery: Delivery) -> tuple[int, ...]:
    """The sources of the affair that a delivery is about; none of the machine's."""
    source_id = outbox.read_alert(tx, delivery.alert_id).source_id
    if source_id is None:
        return ()
    return tuple(one.source_id for one in affairs.of(tx, sources.by_id(tx, source_id)))


def _by_statement(tx: "Connection", members: tuple[Delivery, ...]) -> list[tuple[Delivery, ...]]:
    """A digest as one of each affair and one of the rest, while these are few messages."""
    if len(members) == 1:
        return [members]
    parts: dict[tuple[int, ...], list[Delivery]] = defaultdict(list)
    for one in members:
        affair = _affair(tx, one)
        parts[affair if len(affair) > 1 else ()].append(one)
    lone = [affair for affair, told in parts.items() if affair and len(told) == 1]
    for affair in lone:
        parts[()] += parts.pop(affair)
    found = [tuple(sorted(told, key=lambda one: one.delivery_id)) for told in parts.values()]
    return [one for one in found if one] if len(found) <= DIGEST_OVER else [members]
