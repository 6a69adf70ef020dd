"""`rederive`: today's rules applied to what is stored."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from monitor.rederived import Finding


@click.command()
@click.argument("ids", type=SOURCE_ID, nargs=-1, metavar="[ID]...")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def rederive(settings: Settings, ids: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Apply today's rules to the stored captures.

    Versions that they read otherwise are superseded by new ones, and nobody is alerted; the old
    ones stay readable under their numbers. For real it needs the store for itself: stop the daemon.
    """
    from monitor import rederived
    from monitor.cli.watching import held, known

    config = settings.load_followed()
    known(config, ids)
    chosen = [source for source in config.sources if not ids or source.id in ids]
    store = settings.open_store("read") if dry_run else settings.open_existing()
    with nullcontext() if dry_run else held(store, "rederive"):
        found = list(rederived.rederive(store, config, chosen, SYSTEM.now(), dry=dry_run))
    lines = [_json(one) if as_json else _line(one, dry=dry_run) for one in found]
    render.page(lines, plain=as_json)
    if not found and not settings.quiet:
        click.echo("nothing to do: today's rules read every capture as it was read", err=True)


def _json(one: "Finding") -> str:
    return render.json_line(
        {
            "source": one.source,
            "what": one.what,
            "version": one.version,
            "into": one.into,
            "at": render.instant(one.at),
            "words": one.words,
            "alert": one.alert,
            "reason": one.reason,
        }
    )


def _line(one: "Finding", *, dry: bool) -> str:
    """What comes or goes, as a sentence."""
    into = "a new version" if one.into is None else f"@{one.into}"
    when = render.instant(one.at)
    said = {
        "changed": f"@{one.version} gives way to {into}",
        "merged": f"@{one.version} merges into {into}",
        "split": f"@{one.version} splits: {into} begins at {when}",
        "alert gone": f"alert {one.alert} of @{one.version} tells of no change of wording",
        "alert new": f"an alert of {into} was due at {when}",
        "left": f"left as it is: {one.reason}",
    }[one.what]
    if dry and one.what != "left":
        said = f"would be: {said}"
    words = f"   {render.one_line(one.words)}" if one.words else ""
    return f"{one.source:<28}  {said}{words}"
