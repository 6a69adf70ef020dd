"""Sending what is pending: claim, compose, deliver, mark.

Each channel has a thread of its own while it sends, so that none holds up another. The members of
a message, its Message-ID and what it says are fixed in commits before it is sent: a crash repeats a
message rather than losing or changing one.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import drafts as wording
from alerts.notices import Envelope
from alerts.outcome import Outcome, Refused
from alerts.send import send
from monitor import machine, marking, notices
from monitor.errors import ReadoutError
from monitor.grouping import DIGEST_WINDOW, Message, Traffic, claim, first_message, fix_anew
from storage import channels, drafts, messages, outbox
from storage.errors import StoreError
from storage.model import Delivery

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Channel, Config
    from storage.store import Store

_log = logging.getLogger(__name__)


class Outbox:
    """Sends the store's pending deliveries to the configured channels."""

    def __init__(self, store: "Store", config: "Config", clock: "Clock") -> None:
        self.store = store
        self.config = config
        self.clock = clock
        self.load: Callable[[], Config] | None = None  # reads sources.yaml and its secrets again
        self._threads: dict[str, threading.Thread] = {}
        # Since when, and until when a service wants to be left alone: the clock may be put back.
        self._resting: dict[str, tuple[datetime, datetime]] = {}
        self._failure: StoreError | None = None

    @property
    def sending(self) -> bool:
        """Whether a message is on its way."""
        return any(thread.is_alive() for thread in self._threads.values())

    def recover(self, now: datetime) -> None:
        """Name anew what was fixed as a message and not tried when the program last ended."""
        with self.store.read() as rx:
            untried = messages.untried(rx)
        if untried:
            with self.store.write() as tx:
                fix_anew(tx, self.config.channels, untried, now)

    def tick(self, now: datetime, *, patient: bool = True) -> None:
        """Start sending what is due, a thread a channel; returns at once.

        Unless `patient`, nothing waits to become part of a digest. A store that failed while a
        message was being marked is raised here.
        """
        if self._failure is not None:
            raise self._failure
        # Asked before reading: what is on its way now may be sent by the time it is read as due,
        # and would be sent a second time.
        engaged = self._engaged(now)
        self._probe(now)
        with self.store.read() as rx:
            waiting = _by_channel(outbox.due(rx, now))
            held = outbox.held_by_channel(rx) if waiting else {}
            since = now - DIGEST_WINDOW
            recent = {name: messages.changes_since(rx, name, since) for name in waiting}
        for name, deliveries in waiting.items():
            if name in engaged:
                continue
            channel = self.config.channels.get(name)
            if channel is None:
                self._drop(name, deliveries, now)
                continue
            traffic = Traffic(held=held.get(name, 0), recent=recent[name], patient=patient)
            self._start(channel, deliveries, traffic, now)

    def _engaged(self, now: datetime) -> set[str]:
        """The channels that are sending already, or whose service asked to be left alone."""
        sending = {name for name, thread in self._threads.items() if thread.is_alive()}
        resting = self._resting.items()
        return sending | {name for name, (since, until) in resting if since <= now < until}

    def _probe(self, now: datetime) -> None:
        """What died of a refused channel is tried again when the channel is."""
        with self.store.read() as rx:
            refused = outbox.refused_channels(rx, now)
        if refused:
            with self.store.write() as tx:
                for name in refused:
                    outbox.revive(tx, name, now)

    def _start(
        self, channel: "Channel", deliveries: list[Delivery], traffic: Traffic, now: datetime
    ) -> None:
        with self.store.write() as tx:
            state = channels.states(tx).get(channel.name)
            broken = state is not None and state.state == "broken"
            if broken:  # one is enough to see whether it takes any
                deliveries = first_message(deliveries)
            claimed = claim(tx, channel, deliveries, traffic, now)
        if not claimed:
            return
        if broken:
            channel = self._with_new_secrets(channel)
        thread = threading.Thread(
            target=self._send_all, args=(channel, claimed), name=f"channel {channel.name}",
            daemon=True,
        )  # fmt: skip
        self._threads[channel.name] = thread
        thread.start()

    def _with_new_secrets(self, channel: "Channel") -> "Channel":
        """The channel with its secrets read again: perhaps somebody replaced the refused one."""
        try:
            again = self.load().channels.get(channel.name) if self.load else None
        except ReadoutError:
            return channel  # said when it is read again in earnest
        if again is None or type(again.target) is not type(channel.target):
            return channel
        return replace(channel, target=again.target)

    def _send_all(self, channel: "Channel", claimed: Sequence[Message]) -> None:
        """Send these, one after the other; a channel that wants no more is left alone."""
        for message in claimed:
            try:
                outcome = self._try(channel, message)
                now = self.clock.now()
                with self.store.write() as tx:
                    marking.mark(tx, self.config, channel, message, outcome, now=now)
            except StoreError as error:
                self._failure = error
                return
            if isinstance(outcome, Refused) and outcome.retry_after is not None:
                self._resting[channel.name] = now, now + timedelta(seconds=outcome.retry_after)
                return
            if isinstance(outcome, Refused) and (outcome.channel_broken or outcome.unreachable):
                return  # what else waits does not age

    def _try(self, channel: "Channel", message: Message) -> Outcome:
        try:
            return self._send(channel, message)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - the next message goes on
            _log.exception("sending %s to channel %s failed", message.message_id, channel.name)
            return Refused(error="a fault of this program: see its log")

    def _send(self, channel: "Channel", message: Message) -> Outcome:
        first = message.deliveries[0]
        with self.store.read() as rx:
            notice = wording.from_data(drafts.read(rx, message.message_id))
            if notice is None:
                notice = notices.build(rx, self.config, message.deliveries)
            fixed = messages.read_message(rx, message.message_id)
            remote = (
                None if fixed.thread is None else messages.read_message(rx, fixed.thread).remote_id
            )
        # Written before every attempt, not the first alone: where the store takes nothing, for want
        # of room, nothing is sent, as each restart would send it again.
        with self.store.write() as tx:
            drafts.keep(tx, message.message_id, wording.as_data(notice))
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

    def _drop(self, name: str, deliveries: list[Delivery], now: datetime) -> None:
        """Give up what waits for a channel that is no longer configured; the operator hears."""
        with self.store.write() as tx:
            error = f"channel {name} is no longer in sources.yaml"
            outbox.abandon(tx, [one.delivery_id for one in deliveries], error)
            machine.channel_missing(tx, self.config.operator, name, len(deliveries), now)


def _by_channel(deliveries: Iterable[Delivery]) -> dict[str, list[Delivery]]:
    grouped: dict[str, list[Delivery]] = defaultdict(list)
    for one in deliveries:
        grouped[one.channel].append(one)
    return grouped
