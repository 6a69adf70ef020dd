"""`mute` and `unmute`: alerts recorded, shown and counted, but not sent."""

import click

from alerts import when
from monitor.cli import references
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError


@click.command()
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.option("--for", "length", required=True, metavar="3d", help="How long: 30m, 6h, 3d.")
@click.option("--note", metavar="TEXT", help="Why; shown by status.")
@click.pass_obj
def mute(settings: Settings, source_id: str, length: str, note: str | None) -> None:
    """Send no alerts of a source for a while."""
    from monitor.due import parse_duration
    from storage import sources

    try:
        lasts = parse_duration(length)
    except ValueError as error:
        raise UsageError(f"--for {length!r} {error}") from None
    if not lasts:
        raise UsageError(f"--for {length!r} mutes nothing; to end it: readout unmute {source_id}")
    until = SYSTEM.now() + lasts
    store = settings.open_existing()
    with store.write() as tx:
        one = references.source(tx, source_id)
        if one.removed_at is not None:
            raise UsageError(f"{source_id} is not watched any more; there is nothing to mute")
        sources.mute(tx, one.source_id, until, note)
    click.echo(f"{source_id} is muted until {when.utc(until)}", err=True)


@click.command()
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.pass_obj
def unmute(settings: Settings, source_id: str) -> None:
    """Send a source's alerts again."""
    from storage import sources

    store = settings.open_existing()
    with store.write() as tx:
        one = references.source(tx, source_id)
        sources.unmute(tx, one.source_id)
    muted = one.muted_until is not None and one.muted_until > SYSTEM.now()
    click.echo(f"{source_id} is {'no longer' if muted else 'not'} muted", err=True)
