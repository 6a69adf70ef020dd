"""`doctor --live`: a look at all that is configured, over the network."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from monitor.cli.doctor import Finding
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from monitor.config.model import Config
    from monitor.livesights import Sight


def findings(config: "Config") -> Iterator[Finding]:
    """What was seen of each source and listing, in the order of the file."""
    from monitor import live

    ids = [one.id for one in config.sources] + [one.id for one in config.listings]
    rows: dict[str, list[Sight]] = {about: [] for about in ids}
    with click.progressbar(
        length=live.steps(config), label="looking", file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        for seen in live.look(config, SYSTEM):
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
