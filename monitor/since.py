"""What changed since the last confirmed version, and what of it was told, waits or turns."""

from datetime import datetime
from typing import TYPE_CHECKING

from monitor import looks
from monitor.commit import Commit
from monitor.reading import differ, with_elsewhere
from storage import captures, changes, outbox, versions
from storage import told as telling
from storage.model import Alert, Change, Passage, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection


def change(commit: Commit, base: int, new: Version) -> Change:
    """The change from an earlier version, recorded beside the one from look to look."""
    found = changes.between(commit.tx, base, new.version_id)
    if found is None:
        now = versions.document(commit.tx, new.version_id)
        comparison = differ(commit.source, versions.document(commit.tx, base), now)
        exchange = captures.read(commit.tx, new.capture_id).exchange
        comparison = with_elsewhere(comparison, now, exchange)
        found = changes.record(
            commit.tx,
            source_id=new.source_id,
            from_version_id=base,
            to_version_id=new.version_id,
            cause="page",
            comparison=comparison,
            now=commit.now,
        )
    return found


def passages(commit: Commit, base: int, new: Version) -> tuple[Passage, ...]:
    """The passages of that change; none where the text is the same again."""
    if versions.by_id(commit.tx, base).text_sha256 == new.text_sha256:
        return ()
    return change(commit, base, new).comparison.passages


def held(tx: "Connection", watch: Watch) -> list[int]:
    """The alerts of the source that wait for a further look."""
    return [alert.alert_id for alert, _ in outbox.held(tx, watch.source_id)]


def waiting(tx: "Connection", watch: Watch, base: int, version_id: int) -> list[Passage]:
    """The passages from one version to another that wait for a further look."""
    found = changes.between(tx, base, version_id)
    if found is None:
        return []
    return [
        passage
        for alert, _ in outbox.held(tx, watch.source_id)
        if alert.change_id == found.change_id
        for passage in _chosen(alert, found)
    ]


def old_words_last_read(tx: "Connection", watch: Watch) -> datetime | None:
    """As the alerts that wait have it from the first look."""
    found = [alert.facts.get("not_before") for alert, _ in outbox.held(tx, watch.source_id)]
    return next((datetime.fromisoformat(at) for at in found if isinstance(at, str)), None)


def told(tx: "Connection", watch: Watch, base: int) -> list[Passage]:
    """The passages since the confirmed version that people were told: the last they were told."""
    found: list[Passage] = []
    for one in reversed(telling.changes_of(tx, watch.source_id)):
        alert = outbox.read_alert(tx, one.alert_id)
        since_base = changes.between(tx, base, one.version_id)
        if since_base is None or since_base.change_id != alert.change_id:
            break
        found += _chosen(alert, since_base)
    return found


def _chosen(alert: Alert, told_of: Change) -> list[Passage]:
    """The passages of the change that the alert tells."""
    every = told_of.comparison.passages
    indices = alert.facts.get("passages", range(len(every)))
    return [every[index] for index in indices]  # type: ignore[attr-defined]


def in_turn(commit: Commit, base: int, second: Version, new: Version) -> frozenset[str]:
    """The texts that the third look shows in place of others that were new at the second.

    These in place of others that were new at the first, unless that read the first version of all.
    """
    arriving = changes.brought(commit.tx, second.version_id)
    if arriving is None:
        return frozenset()
    between = arriving.comparison.passages
    came = looks.brought(between)
    if arriving.from_version_id != base:
        first = versions.by_id(commit.tx, arriving.from_version_id)
        at_first = looks.brought(passages(commit, base, first))
        came = looks.brought(between, looks.turned(between, at_first))
    now = passages(commit, second.version_id, new)
    return looks.brought(now, looks.turned(now, came))
