"""The states that wait to be told, set beside what their hosts' other sources came to."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import stategroups
from monitor.health import UNWELL
from monitor.queues import host_of
from monitor.stategroups import Key, Told, Waiting
from storage import messages, outbox, sources, watches
from storage.model import Alert, Delivery

if TYPE_CHECKING:
    from sqlalchemy import Connection


def key_of(alert: Alert) -> Key:
    """By what the alert of a source's state belongs together with others."""
    facts = alert.facts
    return str(facts.get("host", "")), "ok" if facts["recovered"] else str(facts["state"])


def split(
    tx: "Connection", fresh: Sequence[Delivery]
) -> tuple[list[Delivery], list[tuple[Delivery, Alert]]]:
    """Those of no source's trouble or recovery, and those that are, with their alerts."""
    others: list[Delivery] = []
    states: list[tuple[Delivery, Alert]] = []
    for one in fresh:
        alert = outbox.read_alert(tx, one.alert_id)
        if alert.kind == "state" and alert.source_id is not None and _is_trouble(alert):
            states.append((one, alert))
        else:
            others.append(one)
    return others, states


def _is_trouble(alert: Alert) -> bool:
    """Not that a page flaps, has settled or has a notice: such messages hold words of their own."""
    facts = alert.facts
    if facts.get("stands"):
        return False
    return facts["state"] in UNWELL or (bool(facts["recovered"]) and facts.get("was") in UNWELL)


def ready(
    tx: "Connection",
    channel: str,
    states: Sequence[tuple[Delivery, Alert]],
    now: datetime,
    *,
    patient: bool,
) -> list[tuple[Delivery, ...]]:
    """Those of the states that are told now, a tuple a message."""
    if not states:
        return []
    waiting = [
        Waiting(delivery_id=one.delivery_id, key=key_of(alert), at=one.created_at)
        for one, alert in states
    ]
    told = _told(tx, channel, now)
    expecting = _expecting(tx, states)
    by_id = {one.delivery_id: one for one, _ in states}
    grouped = stategroups.groups(waiting, told, expecting, now, patient=patient)
    return [tuple(by_id[i] for i in members) for members in grouped]


def _told(tx: "Connection", channel: str, now: datetime) -> dict[Key, Told]:
    sent = messages.states_since(tx, channel, now - stategroups.WINDOW)
    sizes = Counter(message_id for message_id, _, _ in sent)
    found: dict[Key, Told] = {}
    for message_id, alert_id, fixed_at in sent:
        key = key_of(outbox.read_alert(tx, alert_id))
        before = found.get(key, Told())
        together = before.together_at or (fixed_at if sizes[message_id] > 1 else None)
        found[key] = Told(count=before.count + 1, together_at=together)
    return found


def _expecting(tx: "Connection", states: Sequence[tuple[Delivery, Alert]]) -> Collection[Key]:
    """The keys of which more may come: other sources of the host fail, or were in trouble."""
    concerned = {alert.source_id for _, alert in states}
    known = watches.load(tx)
    failing: set[str] = set()
    troubled: set[str] = set()
    for source in sources.listing(tx):
        watch = known.get(source.source_id)
        if watch is None or source.removed_at is not None or source.source_id in concerned:
            continue
        if watch.failures:
            failing.add(host_of(source.url))
        if watch.state in UNWELL and watch.failures:
            troubled.add(host_of(source.url))
    keys = {key_of(alert) for _, alert in states}
    return {key for key in keys if key[0] in (troubled if key[1] == "ok" else failing)}


def in_trouble(rx: "Connection", host: str, until: int) -> tuple[list[Alert], list[Alert]]:
    """What the sources of a host had come to by the alert `until`, as people were told of it.

    Those in trouble, by their last alerts; and of those well again, the alert before that.
    """
    of_host = [one.source_id for one in sources.listing(rx) if host_of(one.url) == host]
    last: dict[int | None, list[Alert]] = {}
    for alert in outbox.states_of(rx, of_host, until):
        last[alert.source_id] = [*last.get(alert.source_id, [])[-1:], alert]
    still = [
        told[-1]
        for told in last.values()
        if told[-1].facts["state"] in UNWELL and not told[-1].facts.get("stands")
    ]
    before = [told[0] for told in last.values() if told[-1].facts["recovered"] and len(told) > 1]
    return still, before
