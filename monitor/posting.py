"""Alerts and their deliveries: who is told of a change or a state, from when on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor import routing
from storage import outbox, sources
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
    only: tuple[int, ...] | None,
) -> None:
    """An alert of a change, or of those of its passages whose indices are `only`."""
    comparison = told.comparison
    if comparison.kind is None:
        return
    flags = comparison.flags
    if only is not None:
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
        facts={} if only is None else {"passages": list(only)},
        now=commit.now,
    )
    _deliver(commit, new.source_id, alert.alert_id, routes, state)


def state(commit: "Commit", watch: "Watch", turn: "health.Turn") -> None:
    """Tell the source's channels that watching it is broken, or well again."""
    alert = outbox.alert(
        commit.tx,
        kind="state",
        source_id=watch.source_id,
        version_id=watch.version_id,
        change_id=None,
        facts={
            "state": turn.state,
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


def _deliver(
    commit: "Commit",
    source_id: int,
    alert_id: int,
    routes: Sequence[routing.Route],
    state: DeliveryState,
) -> None:
    muted_until = sources.by_id(commit.tx, source_id).muted_until
    if muted_until is not None and muted_until > commit.now:
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
