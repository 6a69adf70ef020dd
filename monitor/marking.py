"""What became of a message, written down: sent, to be tried again, dead, or its channel broken."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import backoff
from alerts.outcome import Outcome, Refused, Sent
from monitor import machine
from storage import channels, messages, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Channel, Config
    from monitor.grouping import Message

_log = logging.getLogger(__name__)
PROBE_EVERY = timedelta(minutes=15)  # a channel that refuses us; more often would lock us out


def mark(
    tx: "Connection",
    config: "Config",
    channel: "Channel",
    message: "Message",
    outcome: Outcome,
    *,
    now: datetime,
) -> None:
    """Write down what became of a message; the operator is told when its channel breaks."""
    match outcome:
        case Sent():
            messages.mark_sent(tx, message.message_id, now, remote_id=outcome.remote_id)
            if outcome.warning:
                _log.warning("channel %s: %s", channel.name, outcome.warning)
            _well(tx, config, channel, now)
        case Refused(channel_broken=True):
            again = now + PROBE_EVERY
            name = message.message_id
            messages.mark_refused(tx, name, error=outcome.error, next_attempt_at=again)
            if outcome.permanent:  # revoked: until somebody mends it nothing will be taken
                outbox.give_up(tx, channel.name, outcome.error)
            _broken(tx, config, channel, outcome, now)
        case Refused():
            _failed(tx, message, outcome, now)


def _failed(tx: "Connection", message: "Message", refused: Refused, now: datetime) -> None:
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
    tx: "Connection", config: "Config", channel: "Channel", refused: Refused, now: datetime
) -> None:
    state = channels.states(tx).get(channel.name)
    if state is None or state.state != "broken":
        others = [name for name in config.operator if name != channel.name]
        machine.channel_broken(
            tx, others, channel.name, refused.error, now, revoked=refused.permanent
        )
    channels.set_state(tx, channel.name, "broken", refused.error, now + PROBE_EVERY, now)


def _well(tx: "Connection", config: "Config", channel: "Channel", now: datetime) -> None:
    state = channels.states(tx).get(channel.name)
    if state is not None and state.state == "broken":
        outbox.revive(tx, channel.name, now)
        channels.set_state(tx, channel.name, "ok", None, None, now)
        outbox.hasten(tx, channel.name, now)
        machine.channel_well(tx, config.operator, channel.name, now)
