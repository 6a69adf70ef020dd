"""What concerns the machine: told to the operator's channels."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.commit import Commit
from monitor.fetch.logins import without_login
from monitor.unheard import some
from storage import meta, outbox
from storage.model import AlertKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Channel, Config


def operator(
    tx: "Connection",
    names: Sequence[str],
    subject: str,
    lines: Sequence[str],
    now: datetime,
    *,
    kind: AlertKind = "state",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Tell these channels, the operator's, something that concerns the machine.

    `facts` are kept beside what is said.
    """
    alert = outbox.alert(
        tx,
        kind=kind,
        source_id=None,
        version_id=None,
        change_id=None,
        facts={"subject": subject, "lines": list(lines), **(facts or {})},
        now=now,
    )
    for name in names:
        outbox.deliver(
            tx,
            alert_id=alert.alert_id,
            channel=name,
            state="pending",
            urgent=True,
            next_attempt_at=now,
            now=now,
        )


def channel_broken(
    tx: "Connection",
    config: "Config",
    channel: "Channel",
    error: str,
    now: datetime,
    *,
    revoked: bool,
) -> None:
    """Tell the operator, and its sources' other channels, that a channel takes no messages.

    `revoked`: and never will, as it is.
    """
    about = channel.name
    if revoked:
        waits = "What waited for it is dead, and is sent as soon as the channel works again."
    else:
        waits = "What waits for it is kept and does not age."
    lines = [
        f"Its service says: {error}",
        f"{waits} It is tried again every 15 minutes, and after: readout alerts retry",
        f"Mend it in sources.yaml or its secrets, then: readout alerts test {about}",
        *_told_there(config, about),
    ]
    names = [name for name in _concerned(config, about) if name != about]
    operator(tx, names, f"channel {about} takes no messages", lines, now)


def channel_well(tx: "Connection", config: "Config", channel: "Channel", now: datetime) -> None:
    """Tell whom `channel_broken` told that the channel takes messages again."""
    names, lines = _concerned(config, channel.name), ["What waited is being sent."]
    operator(tx, names, f"channel {channel.name} works again", lines, now)


def _concerned(config: "Config", about: str) -> list[str]:
    """The operator's channels, and those that are told of states of what `about` is told of."""
    beside = [name for source in config.sources if about in source.alert for name in source.alert]
    others = [name for name in beside if name != about and "state" in config.channels[name].tell]
    return list(dict.fromkeys([*config.operator, *others]))


def _told_there(config: "Config", about: str) -> Iterator[str]:
    """Which sources are told to a channel, and which of them to no other."""
    told = [source for source in config.sources if about in source.alert]
    alone = [source.id for source in told if set(source.alert) == {about}]
    others = [source.id for source in told if source.id not in set(alone)]
    if alone:
        verb = "is" if len(alone) == 1 else "are"
        yield f"{some(alone)} {verb} told there, and nowhere else: their changes reach nobody."
    if others:
        yield f"{some(others)} {'is' if len(others) == 1 else 'are'} told there."


def channel_missing(
    tx: "Connection", names: Sequence[str], about: str, count: int, now: datetime
) -> None:
    """Tell the operator that messages waited for a channel that is configured no more."""
    noun = "message that waited for it is" if count == 1 else "messages that waited for it are"
    lines = [
        f"{count} {noun} dead: see readout alerts.",
        f"To send them after all, configure a channel {about} again, then: readout alerts retry",
    ]
    left = [name for name in names if name != about]
    operator(tx, left, f"channel {about} is no longer in sources.yaml", lines, now)


def fault(commit: Commit, error: Exception) -> None:
    """Tell the operator, once for each kind of fault, that reading a page failed through us."""
    key = f"fault:{commit.source.id}:{type(error).__name__}"
    if meta.get(commit.tx, key) is not None:
        return
    meta.put(commit.tx, key, commit.now.isoformat())
    operator(
        commit.tx,
        commit.config.operator,
        f"a fault of this program in reading {commit.source.id}",
        [
            f"Reading {without_login(commit.source.url)} failed: {error!r}.",
            "The capture is kept and will be read again under the next release's rules.",
            "The other pages go on. Please report this with the log of the daemon.",
        ],
        commit.now,
    )
