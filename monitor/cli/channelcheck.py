"""What `doctor` says of channels: only what was seen, never what is hoped."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from alerts import when
from monitor.cli.doctor import Finding
from monitor.phrasing import many

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.samples import Sample
    from storage.channels import ChannelState
    from storage.overview import Queue
    from storage.store import Store


def untried(config: "Config | None") -> Iterator[Finding]:
    """The configured channels, where there is no store yet to know anything of them."""
    for name in config.channels if config else ():
        yield _taken(name, None, None)


def findings(store: "Store", config: "Config | None") -> Iterator[Finding]:
    """A finding for each channel that the store or the configuration names."""
    from monitor import samples
    from storage import channels, overview

    with store.read() as rx:
        states, queues, sent = channels.states(rx), overview.queues(rx), overview.sent(rx)
        names = list(dict.fromkeys([*states, *(config.channels if config else ())]))
        tried = {name: samples.last(rx, name) for name in names}
    for name in names:
        yield (
            _broken(name, states.get(name))
            or _waiting(name, queues.get(name))
            or _refused(name, tried[name], sent.get(name))
            or _taken(name, tried[name], sent.get(name))
        )


def _broken(name: str, one: "ChannelState | None") -> Finding | None:
    if one is None or one.state != "broken":
        return None
    return Finding(
        about=f"channel {name}", state="bad", finding=one.reason or "broken",
        remedy=f"mend it in sources.yaml, then: readout alerts test {name}",
    )  # fmt: skip


def _waiting(name: str, queue: "Queue | None") -> Finding | None:
    """What waits for a channel that is not broken, or was given up, because of an error."""
    if queue is None or queue.error is None:
        return None
    if queue.dead:
        return Finding(
            about=f"channel {name}", state="bad",
            finding=f"{many(queue.dead, 'message')} given up: {queue.error}",
            remedy=f"readout alerts test {name}, then: readout alerts retry",
        )  # fmt: skip
    return Finding(
        about=f"channel {name}", state="bad",
        finding=f"{many(queue.pending, 'message')} waiting: {queue.error}",
        remedy=f"tried again without your doing; at once: readout alerts test {name}",
    )  # fmt: skip


def _refused(name: str, sample: "Sample | None", sent_at: datetime | None) -> Finding | None:
    """A sample that failed, where nothing has gone out since."""
    if sample is None or sample.error is None or (sent_at is not None and sent_at > sample.at):
        return None
    return Finding(
        about=f"channel {name}", state="bad",
        finding=f"did not take the sample of {when.utc(sample.at)}: {sample.error}",
        remedy=f"mend it in sources.yaml, then: readout alerts test {name}",
    )  # fmt: skip


def _taken(name: str, sample: "Sample | None", sent_at: datetime | None) -> Finding:
    about = f"channel {name}"
    if sample is not None and sample.error is None and (sent_at is None or sample.at > sent_at):
        return Finding(about=about, state="ok", finding=f"took a sample {when.utc(sample.at)}")
    if sent_at is not None:
        return Finding(about=about, state="ok", finding=f"took a message {when.utc(sent_at)}")
    return Finding(
        about=about, state="note", finding="nothing sent yet", remedy=f"readout alerts test {name}"
    )
