"""Alerts and their deliveries: who is told of a change or a state, from when on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from monitor import routing
from monitor.queues import host_of
from storage import changes, outbox, sources
from storage.model import Change, DeliveryState, State, Version

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
    facts = {
        "was": turn.was,
        "recovered": turn.recovered,
        "since": turn.since.isoformat(),
        "stands": turn.stands,
    }
    _state(commit, watch, turn.state, facts, between.change_id if between else None)


def unlisted(commit: "Commit", watch: "Watch", listing: str, since: datetime) -> None:
    """Tell that the link to a source left a listing, while its page still answers."""
    facts = {"was": watch.state, "recovered": False, "since": since.isoformat()}
    reason = f"the link to it left {listing}; the page itself still answers"
    _state(commit, watch, "unlisted", facts | {"reason": reason})


def silent(commit: "Commit", watch: "Watch", since: datetime, said: str) -> None:
    """Tell that a listing names nothing new for much longer than usual."""
    facts = {"was": watch.state, "recovered": False, "since": since.isoformat(), "reason": said}
    _state(commit, watch, "ok", facts)


def moved(commit: "Commit", watch: "Watch", to: str) -> None:
    """Tell that a document stands at another address now, with the words it had."""
    facts = {"was": watch.state, "recovered": False, "since": commit.now.isoformat()}
    _state(commit, watch, "ok", facts | {"moved_to": to})


def new(
    commit: "Commit", watch: "Watch", flags: Sequence[str], facts: Mapping[str, object]
) -> None:
    """Tell of a document that a listing led to; without version where it could not be read.

    `flags`: of the watched terms that stand in it, and of how it differs from what it replaced.
    """
    assert commit.source.found is not None
    found_by = commit.source.found.by
    _alert(commit, watch, "new", {"found_by": found_by, **facts}, flags=flags)


def _state(
    commit: "Commit",
    watch: "Watch",
    state: State,
    facts: Mapping[str, object],
    change_id: int | None = None,
) -> None:
    known: dict[str, object] = {
        "state": state,
        "host": host_of(commit.source.url),
        "last_good": watch.last_ok_at.isoformat() if watch.last_ok_at else None,
    }
    _alert(commit, watch, "state", known | dict(facts), change_id=change_id)


def _alert(
    commit: "Commit",
    watch: "Watch",
    kind: Literal["new", "state"],
    facts: Mapping[str, object],
    *,
    flags: Sequence[str] = (),
    change_id: int | None = None,
) -> None:
    alert = outbox.alert(
        commit.tx,
        kind=kind,
        source_id=watch.source_id,
        version_id=watch.version_id,
        change_id=change_id,
        facts={"verdict": watch.verdict, "reason": watch.reason, **facts},
        now=commit.now,
    )
    routes = routing.route(kind, flags, commit.source.alert, commit.config.channels, commit.now)
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
