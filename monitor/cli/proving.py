"""`proof`: one file that shows a change to an outsider."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import files, render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.proof.case import Case
    from storage.model import Source, Version


@click.command(context_settings={"ignore_unknown_options": True})  # -1 is a version's name
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.argument("older", metavar="A")
@click.argument("newer", required=False, metavar="[B]")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE",
    help="Where to write it (default: proof-ID-A-B.zip here).",
)  # fmt: skip
@click.pass_obj
def proof(
    settings: Settings, source_id: str, older: str, newer: str | None, out: Path | None
) -> None:
    """Write one file that shows a change to an outsider (B: by default the version after A).

    It holds both captures, the texts, the differences, the chain, the stamps on either side, a
    page to read, and what it takes to check all of it with nothing but Python.
    """
    for name in (source_id, older, newer):
        if name and name.startswith("-") and not name[1:].isdigit():
            raise UsageError(f"No such option {name!r}; see: readout proof --help")
    from monitor import pairs
    from monitor.cli import references
    from monitor.proof import bundle, case
    from storage import changes

    store = settings.open_store("read")
    with store.read() as rx:
        slug, names = references.ends(source_id, older, newer)
        one = references.source(rx, slug)
        before, after = _pair(rx, one, names)
        change = changes.between(rx, before.version_id, after.version_id)
        pair = pairs.gather(rx, one, before, after, change)
        found = case.gather(
            rx,
            one,
            (before, after),
            comparison=pair.comparison,
            change=change,
            raised=[pair.raised[passage] for passage in pair.comparison.passages],
            now=SYSTEM.now(),
        )
    ends = (before.number, after.number)
    path = out or Path(f"proof-{slug}-{before.number}-{after.number}.zip")
    with files.whole(path) as part:
        difference = render.difference(*ends, pair.comparison, change, pair.raised)
        part.write_bytes(bundle.packed(found, difference))
    click.echo(f"{path} shows @{ends[0]} → @{ends[1]} of {slug}: {_witnessed(found)}", err=True)


def _pair(rx: "Connection", one: "Source", names: list[str]) -> "tuple[Version, Version]":
    from monitor.cli import references
    from storage import versions

    before = references.version(rx, one, names[0])
    if len(names) > 1:
        after = references.version(rx, one, names[1])
        if after.version_id == before.version_id:
            raise UsageError(f"both are version {before.number}; name two versions")
        earlier, later = sorted((before, after), key=lambda one: (one.first_seen, one.number))
        return earlier, later
    history = versions.history(rx, one.source_id)
    behind = history[[version.version_id for version in history].index(before.version_id) + 1 :]
    if not behind:
        raise UsageError(f"@{before.number} is the last version of {one.slug}; name two versions")
    return before, behind[0]


def _witnessed(found: "Case") -> str:
    """By whom, in a few words."""
    for stamped in found.stamps:
        if stamped.covers == "both":
            return f"stamped {render.instant(stamped.stamp.stamped_at)}"
    return "no stamp covers both yet, the messages are its only witnesses"
