"""`alerts`: deliveries and their state; trying again; a sample."""

import click

from monitor.cli import render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import ReadoutError, UsageError


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
    click.echo(f"{count} deliveries are tried again by the daemon, or the next check", err=True)


@alerts.command()
@click.argument("channel")
@click.pass_obj
def test(settings: Settings, channel: str) -> None:
    """Send a sample to a channel, now."""
    from alerts.message_id import new_message_id
    from alerts.notices import Envelope, SampleNotice
    from alerts.outcome import Refused
    from alerts.send import send

    config = settings.load()
    if channel not in config.channels:
        names = ", ".join(config.channels) or "none"
        raise UsageError(f"{config.path}: no channel {channel!r}; there are: {names}")
    one, now = config.channels[channel], SYSTEM.now()
    envelope = Envelope(
        message_id=new_message_id(f"sample {now.isoformat()}", [], one.target),
        fixed_at=now,
        timezone=one.timezone,
    )
    outcome = send(one.target, SampleNotice(channel=channel), envelope, now=now)
    if isinstance(outcome, Refused):
        raise ReadoutError(f"channel {channel} did not take the sample: {outcome.error}")
    _probe(settings, channel)
    click.echo(f"channel {channel} took the sample", err=True)
    if outcome.warning:
        click.echo(f"  but: {outcome.warning}", err=True)


def _probe(settings: Settings, channel: str) -> None:
    """Let what waits for the channel go out at once: it works, as we saw."""
    from storage import channels
    from storage.errors import StoreError

    try:
        store = settings.open_existing()
    except StoreError:
        return  # the sample went out; whatever ails the store is no matter of the channel
    with store.write() as tx:
        channels.probe(tx, SYSTEM.now(), channel)
