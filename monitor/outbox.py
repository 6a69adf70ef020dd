"""Sending what is pending: claim, compose, deliver, mark.

Each channel has a thread of its own while it sends, so that none holds up another. The members of
a message and its Message-ID are fixed in a commit before it is sent: a crash repeats a message
rather than losing or changing one.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import backoff
from alerts.message_id import new_message_id
from alerts.notices import Envelope
from alerts.outcome import Outcome, Refused, Sent
from alerts.send import send
from monitor import machine, notices
from storage import channels, messages, meta, outbox
from storage.model import Delivery

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.clock import Clock
    from monitor.config.model import Channel, Config
    from storage.store import Store

_log = logging.getLogger(__name__)
PROBE_EVERY = timedelta(minutes=15)  # a channel that refuses us; more often would lock us out
DIGEST_OVER = 5  # more than this many changes to one channel come as one message
DIGEST_WINDOW = timedelta(minutes=2)
ALONE = frozenset({"negation", "strength"})  # a passage so flagged is never digested with others


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out as one: its name and its deliveries."""

    message_id: str
    deliveries: tuple[Delivery, ...]


class Outbox:
    """Sends the store's pending deliveries to the configured channels."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self.store = store
        self.config = config
        self.clock = clock
        self._threads: dict[str, threading.Thread] = {}

    @property
    def sending(self) -> bool:
        """Whether a message is on its way."""
        return any(thread.is_alive() for thread in self._threads.values())

    def tick(self, now: datetime) -> None:
        """Start sending what is due, a thread a channel; returns at once."""
        with self.store.read() as rx:
            waiting = _by_channel(outbox.due(rx, now))
            held = outbox.held_by_channel(rx) if waiting else {}
        for name, deliveries in waiting.items():
            if name in self._threads and self._threads[name].is_alive():
                continue
            channel = self.config.channels.get(name)
            if channel is None:
                self._drop(deliveries, f"channel {name} is no longer in sources.yaml")
                continue
            self._start(channel, deliveries, held.get(name, 0), now)

    def _start(
        self, channel: "Channel", deliveries: list[Delivery], held: int, now: datetime
    ) -> None:
        with self.store.write() as tx:
            messages = claim(tx, channel, deliveries, held, now)
        if not messages:
            return
        thread = threading.Thread(
            target=self._send_all, args=(channel, messages), name=f"channel {channel.name}",
            daemon=True,
        )  # fmt: skip
        self._threads[channel.name] = thread
        thread.start()

    def _send_all(self, channel: "Channel", messages: Sequence[Message]) -> None:
        for message in messages:
            try:
                outcome = self._send(channel, message)
                stop = self._mark(channel, message, outcome)
            except Exception:  # noqa: BLE001 - the next message goes on
                _log.exception("sending %s to channel %s failed", message.message_id, channel.name)
                self._mark(channel, message, Refused(error="a fault of this program: see its log"))
                stop = False
            if stop:  # the channel refuses us: what else waits does not age
                return

    def _send(self, channel: "Channel", message: Message) -> Outcome:
        first = message.deliveries[0]
        with self.store.read() as rx:
            notice = notices.build(rx, self.config, message.deliveries)
            fixed = messages.read_message(rx, message.message_id)
            remote = (
                None if fixed.thread is None else messages.read_message(rx, fixed.thread).remote_id
            )
        envelope = Envelope(
            message_id=message.message_id,
            fixed_at=fixed.fixed_at,
            thread_id=fixed.thread,
            remote_thread=remote,
            timezone=channel.timezone,
            report_url=self.config.report_url,
            attempts=first.attempts,
        )
        return send(channel.target, notice, envelope, now=self.clock.now())

    def _mark(self, channel: "Channel", message: Message, outcome: Outcome) -> bool:
        """Write down what became of a message; True if the channel takes no other either."""
        now = self.clock.now()
        with self.store.write() as tx:
            match outcome:
                case Sent():
                    messages.mark_sent(tx, message.message_id, now, remote_id=outcome.remote_id)
                    if outcome.warning:
                        _log.warning("channel %s: %s", channel.name, outcome.warning)
                    _well(tx, self.config, channel, now)
                    return False
                case Refused(channel_broken=True):
                    messages.mark_refused(
                        tx,
                        message.message_id,
                        error=outcome.error,
                        next_attempt_at=now + PROBE_EVERY,
                    )
                    _broken(tx, self.config, channel, outcome.error, now)
                    return True
                case Refused():
                    _failed(tx, message, outcome, now)
                    return False

    def _drop(self, deliveries: list[Delivery], error: str) -> None:
        with self.store.write() as tx:
            outbox.abandon(tx, [one.delivery_id for one in deliveries], error)


def claim(
    tx: "Connection", channel: "Channel", deliveries: Sequence[Delivery], held: int, now: datetime
) -> list[Message]:
    """Fix which deliveries go as one message, and under which Message-ID.

    `held`: how many deliveries to this channel still wait for a second look.
    """
    fixed: dict[str, list[Delivery]] = defaultdict(list)
    fresh: list[Delivery] = []
    for one in deliveries:
        if one.message_id is None:
            fresh.append(one)
        else:
            fixed[one.message_id].append(one)
    messages = [
        Message(message_id=name, deliveries=tuple(members)) for name, members in fixed.items()
    ]
    ordinary = [one for one in fresh if not one.urgent and _digestible(tx, one)]
    messages += [_fix(tx, channel, members, now) for members in group(fresh, ordinary, held, now)]
    return messages


def group(
    fresh: Sequence[Delivery], ordinary: Sequence[Delivery], held: int, now: datetime
) -> list[tuple[Delivery, ...]]:
    """Deliveries as messages: one each, but more than five ordinary changes as one digest.

    Where those held may make it more than five, the ordinary ones wait for them: two minutes at
    the most.
    """
    if len(ordinary) + held <= DIGEST_OVER:
        return [(one,) for one in fresh]
    together = {one.delivery_id for one in ordinary}
    alone = [(one,) for one in fresh if one.delivery_id not in together]
    if held and all(now - one.created_at < DIGEST_WINDOW for one in ordinary):
        return list(alone)
    if len(ordinary) <= DIGEST_OVER:
        return [(one,) for one in fresh]
    return [*alone, tuple(ordinary)]


def _digestible(tx: "Connection", delivery: Delivery) -> bool:
    alert = outbox.read_alert(tx, delivery.alert_id)
    if alert.kind != "change":
        return False
    flags = notices.flags_of(tx, alert)
    return not any(flag in ALONE or flag.startswith("term:") for flag in flags)


def _fix(
    tx: "Connection", channel: "Channel", members: tuple[Delivery, ...], now: datetime
) -> Message:
    ids = [one.delivery_id for one in members]
    name = new_message_id(meta.store_token(tx), ids, channel.target)
    source_id = outbox.read_alert(tx, members[0].alert_id).source_id
    thread = None if source_id is None else messages.thread(tx, channel.name, source_id)
    messages.fix(
        tx,
        delivery_ids=ids,
        channel=channel.name,
        message_id=name,
        thread=thread if len(members) == 1 else None,
        now=now,
    )
    return Message(message_id=name, deliveries=members)


def _failed(tx: "Connection", message: Message, refused: Refused, now: datetime) -> None:
    first = message.deliveries[0]
    again = None
    if not refused.permanent:
        again = backoff.next_attempt(
            first.attempts + 1, first.first_attempt_at or now, now, refused.retry_after
        )
    if again is None:
        messages.mark_dead(tx, message.message_id, refused.error, now)
    else:
        messages.mark_failed(
            tx, message.message_id, error=refused.error, next_attempt_at=again, now=now
        )


def _broken(
    tx: "Connection", config: "Config", channel: "Channel", error: str, now: datetime
) -> None:
    state = channels.states(tx).get(channel.name)
    if state is None or state.state != "broken":
        others = [name for name in config.operator if name != channel.name]
        machine.channel(tx, others, channel.name, error, now)
    channels.set_state(tx, channel.name, "broken", error, now + PROBE_EVERY, now)


def _well(tx: "Connection", config: "Config", channel: "Channel", now: datetime) -> None:
    state = channels.states(tx).get(channel.name)
    if state is not None and state.state == "broken":
        channels.set_state(tx, channel.name, "ok", None, None, now)
        outbox.hasten(tx, channel.name, now)
        machine.channel(tx, config.operator, channel.name, None, now)


def _by_channel(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    grouped: dict[str, list[Delivery]] = defaultdict(list)
    for one in deliveries:
        grouped[one.channel].append(one)
    return grouped
