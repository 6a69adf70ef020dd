"""All hosts failing at once is our own network: told once, to the operator."""

from typing import TYPE_CHECKING

from alerts import when
from monitor import machine
from monitor.commit import Commit
from monitor.queues import host_of
from storage import meta, sources, watches

if TYPE_CHECKING:
    from datetime import datetime

    from storage.watches import Watch

_FEWEST = 2  # hosts
_SINCE = "network_down_at"


def is_down(commit: Commit, watch: "Watch", since: "datetime") -> bool:
    """Whether no host that was visited from `since` on could be reached, and there were several.

    `watch` is how the source that fails now stands.
    """
    if not _unanswered(watch):
        return False
    known = watches.load(commit.tx) | {watch.source_id: watch}
    hosts = set()
    for source in sources.listing(commit.tx):
        one = known.get(source.source_id)
        if one is None or one.last_check_at is None or one.last_check_at < since:
            continue
        if not _unanswered(one):
            return False
        hosts.add(host_of(source.url))
    return len(hosts) >= _FEWEST


def _unanswered(watch: "Watch") -> bool:
    return watch.failures > 0 and watch.verdict == "failed" and watch.status is None


def tell_down(commit: Commit, since: "datetime") -> None:
    """Tell the operator, once."""
    if meta.get(commit.tx, _SINCE) is not None:
        return
    meta.put(commit.tx, _SINCE, since.isoformat())
    machine.operator(
        commit.tx,
        commit.config.operator,
        "our network: no host can be reached",
        [
            f"No host visited since {when.utc(since)} has answered.",
            "NOTHING IS SEEN until this machine's network works again.",
            "The sources' channels are not told; what still fails afterwards is.",
            "Look at this machine's connection, its name server and its proxy.",
        ],
        commit.now,
    )


def tell_well(commit: Commit) -> None:
    """A host answers: tell the operator, if it was told of the network."""
    since = meta.take(commit.tx, _SINCE)
    if since is None:
        return
    machine.operator(
        commit.tx,
        commit.config.operator,
        "our network works again",
        [
            f"Nothing was seen since {since[:16].replace('T', ' ')} UTC.",
            "What changed meanwhile is told by itself; readout log shows the gaps.",
        ],
        commit.now,
    )
