"""Alerts and their deliveries: who is told of a change or a state, from when on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor import routing
from monitor.queues import host_of
from storage import changes, outbox, sources
from storage.model import Change, DeliveryState, Version

if TYPE_CHECKING:
    from monitor import health
    from monitor.commit import Commit
    from storage.watches import Watch


def change(
    commit: "Commit",
    new: Version,
    told: Change,
    state: DeliveryState,
    facts: dict[str, object],
) -> None:
    """An alert of a change; `facts` may hold the indices of the `passages` that are told."""
    comparison = told.comparison
    if comparison.kind is None:
        return
    flags = comparison.flags
    only = facts.get("passages")
    if isinstance(only, list):
        flags = tuple({flag: None for i in only for flag in comparison.passages[i].flags})
    routes = routing.route(
        comparison.kind, flags, commit.source.alert, commit.config.channels, commit.now
    )
    if not routes:
        return
    alert = outbox.alert(
        commit.tx,
        kind="change",
        source_id=new.source_id,
        version_id=new.version_id,
        change_id=told.change_id,
        facts=facts,
        now=commit.now,
    )
    _deliver(commit, new.source_id, alert.alert_id, routes, state)


def state(commit: "Commit", watch: "Watch", turn: "health.Turn") -> None:
    """Tell the source's channels that watching it is broken, or well again.

    Of a page that flaps they are told the words by which its last two texts differ.
    """
    between = None
    if turn.state == "flapping" and not turn.recovered and watch.version_id is not None:
        between = changes.brought(commit.tx, watch.version_id)
    alert = outbox.alert(
        commit.tx,
        kind="state",
        source_id=watch.source_id,
        version_id=watch.version_id,
        change_id=between.change_id if between else None,
        facts={
            "state": turn.state,
            "was": turn.was,
            "host": host_of(commit.source.url),
            "recovered": turn.recovered,
            "since": turn.since.isoformat(),
            "verdict": watch.verdict,
            "reason": watch.reason,
            "last_good": watch.last_ok_at.isoformat() if watch.last_ok_at else None,
        },
        now=commit.now,
    )
    routes = routing.route("state", (), commit.source.alert, commit.config.channels, commit.now)
    _deliver(commit, watch.source_id, alert.alert_id, routes, "pending")


def release(commit: "Commit", source_id: int) -> None:
    """Let what is held of the source go out: now, or when the channel's quiet hours end."""
    held = outbox.held(commit.tx, source_id)
    if _muted(commit, source_id):
        outbox.withdraw(commit.tx, [alert.alert_id for alert, _ in held])
        return
    for alert, deliveries in held:
        for one in deliveries:
            channel = commit.config.channels.get(one.channel)
            at = routing.opens(channel, commit.now, urgent=one.urgent) if channel else commit.now
            outbox.release(commit.tx, [alert.alert_id], at, one.channel)


def _muted(commit: "Commit", source_id: int) -> bool:
    until = sources.by_id(commit.tx, source_id).muted_until
    return until is not None and until > commit.now


def _deliver(
    commit: "Commit",
    source_id: int,
    alert_id: int,
    routes: Sequence[routing.Route],
    state: DeliveryState,
) -> None:
    if _muted(commit, source_id):
        state = "withdrawn"  # muted: recorded, shown and counted, not sent
    for one in routes:
        outbox.deliver(
            commit.tx,
            alert_id=alert_id,
            channel=one.channel,
            state=state,
            urgent=one.urgent,
            next_attempt_at=one.at,
            now=commit.now,
        )
