"""What became of a message, written down: sent, to be tried again, dead, or its channel broken."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import backoff
from alerts.outcome import Outcome, Refused, Sent
from monitor import grouping, machine
from storage import channels, messages, outbox

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Channel, Config

_log = logging.getLogger(__name__)
_BAD_HOUR = timedelta(hours=1)  # out of reach for longer, a channel is broken: nothing ages
_LONG_OUTAGE = timedelta(hours=6)  # what waited for longer comes as a digest


def mark(
    tx: "Connection",
    config: "Config",
    channel: "Channel",
    message: "grouping.Message",
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
        case Refused() if outcome.channel_broken or _out_of_reach(tx, message, outcome, now):
            again = now + channels.PROBE_EVERY
            name = message.message_id
            messages.mark_refused(tx, name, error=outcome.error, next_attempt_at=again)
            if outcome.permanent:  # revoked: until somebody mends it nothing will be taken
                outbox.give_up(tx, channel.name, outcome.error)
            _broken(tx, config, channel, outcome, now)
        case Refused():
            _failed(tx, message, outcome, now)
            if not outcome.unreachable:
                _well(tx, config, channel, now)


def _out_of_reach(
    tx: "Connection", message: "grouping.Message", refused: Refused, now: datetime
) -> bool:
    """Whether the service has been out of reach for so long that the channel is broken."""
    if not refused.unreachable:
        return False
    state = channels.states(tx).get(message.deliveries[0].channel)
    first = message.deliveries[0].first_attempt_at
    broken = state is not None and state.state == "broken"
    return broken or (first is not None and now - first >= _BAD_HOUR)


def _failed(tx: "Connection", message: "grouping.Message", refused: Refused, now: datetime) -> None:
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
        machine.channel_broken(tx, config, channel, refused.error, now, revoked=refused.permanent)
    again = now + channels.PROBE_EVERY
    channels.set_state(tx, channel.name, "broken", refused.error, again, now)


def _well(tx: "Connection", config: "Config", channel: "Channel", now: datetime) -> None:
    state = channels.states(tx).get(channel.name)
    if state is None or state.state != "broken":
        return
    outbox.revive(tx, channel.name, now)
    channels.set_state(tx, channel.name, "ok", None, None, now)
    outbox.hasten(tx, channel.name, now)
    if now - state.since > _LONG_OUTAGE:
        grouping.make_up(tx, channel, now)
    machine.channel_well(tx, config, channel, now)
