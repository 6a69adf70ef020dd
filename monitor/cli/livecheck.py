"""`doctor --live`: a look at all that is configured, over the network."""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from monitor.cli.doctor import Finding
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.follow.listed import Known
    from monitor.livesights import Sight
    from storage.store import Store


def known(store: "Store", config: "Config") -> "dict[str, Known]":
    """What each listing was at its last good look, of those that had one."""
    from monitor.follow import listed
    from storage import sources, watches

    found = {}
    with store.read() as rx:
        every = watches.load(rx)
        for listing in config.listings:
            source = sources.get(rx, listing.id)
            if source is not None and source.source_id in every:
                found[listing.id] = listed.known(rx, every[source.source_id], listing)
    return found


def findings(config: "Config", before: "Mapping[str, Known]") -> Iterator[Finding]:
    """What was seen of each source and listing, in the order of the file.

    `before`: what listings were at their last good look, by their ids.
    """
    from monitor import live

    ids = [one.id for one in config.sources] + [one.id for one in config.listings]
    rows: dict[str, list[Sight]] = {about: [] for about in ids}
    with click.progressbar(
        length=live.steps(config), label="looking", file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        for seen in live.look(config, SYSTEM, before):
            rows[seen.entry.id] += seen.sights
            progress.update(seen.steps)
    for some in rows.values():
        yield from map(_finding, some)


def _finding(sight: "Sight") -> Finding:
    said = sight.what if sight.verdict == "ok" else f"{sight.verdict}: {sight.what}"
    return Finding(
        about=sight.about, state=sight.state, finding=said, remedy=sight.remedy,
        verdict=sight.verdict,
    )  # fmt: skip
