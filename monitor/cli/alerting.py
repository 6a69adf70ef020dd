"""`alerts`: deliveries and their state; trying again; a sample."""

from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import ReadoutError, UsageError

if TYPE_CHECKING:
    from monitor.samples import Sample


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def alerts(ctx: click.Context, *, as_json: bool) -> None:
    """Deliveries and their state, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    settings: Settings = ctx.obj
    from storage import deliveries

    store = settings.open_store("read")
    with store.read() as rx:
        rows = deliveries.listing(rx)
    for row in rows:
        click.echo(render.json_line(render.delivery(row)) if as_json else render.delivery_line(row))


@alerts.command()
@click.argument("numbers", nargs=-1, type=int, metavar="[N]...")
@click.pass_obj
def retry(settings: Settings, numbers: tuple[int, ...]) -> None:
    """Try deliveries again that are dead or wait (default: all of them)."""
    from storage import channels, outbox

    store = settings.open_existing()
    with store.write() as tx:
        count = outbox.retry(tx, list(numbers) or None, SYSTEM.now())
        channels.probe(tx, SYSTEM.now())
    if numbers and not count:
        raise UsageError("none of these deliveries waits or is dead; see: readout alerts")
    what = "1 delivery is" if count == 1 else f"{count} deliveries are"
    click.echo(f"{what} tried again by the daemon, or the next check", err=True)


@alerts.command()
@click.argument("channel")
@click.pass_obj
def test(settings: Settings, channel: str) -> None:
    """Send a sample to a channel, now."""
    from alerts.channels import File
    from alerts.message_id import new_message_id
    from alerts.notices import Envelope, SampleNotice
    from alerts.outcome import Refused
    from alerts.send import send
    from monitor.samples import Sample

    config = settings.load()
    if channel not in config.channels:
        names = ", ".join(config.channels) or "none"
        raise UsageError(f"{config.path}: no channel {channel!r}; there are: {names}")
    one, now = config.channels[channel], SYSTEM.now()
    envelope = Envelope(
        message_id=new_message_id("sample", [], one.target, now),
        fixed_at=now,
        timezone=one.timezone,
    )
    outcome = send(one.target, SampleNotice(channel=channel), envelope, now=now)
    error = outcome.error if isinstance(outcome, Refused) else None
    _note(settings, channel, Sample(at=now, error=error))
    if isinstance(outcome, Refused):
        raise ReadoutError(f"channel {channel} did not take the sample: {error}")
    where = f": {outcome.remote_id}" if isinstance(one.target, File) else ""
    click.echo(f"channel {channel} took the sample{where}", err=True)
    if outcome.warning:
        click.echo(f"  but: {outcome.warning}", err=True)


def _note(settings: Settings, channel: str, sample: "Sample") -> None:
    """Keep what came of it; where it went out, let what waits for the channel follow at once."""
    from monitor import samples
    from storage import channels
    from storage.errors import StoreError

    try:
        store = settings.open_existing()
    except StoreError:
        return  # whatever ails the store is no matter of the channel
    with store.write() as tx:
        samples.note(tx, channel, sample)
        if sample.error is None:
            channels.probe(tx, sample.at, channel)
