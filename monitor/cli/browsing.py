"""`tui`: a full-screen browser of the history."""

import sys

import click

from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError


@click.command()
@click.pass_obj
def tui(settings: Settings) -> None:
    """A full-screen browser: sources, versions, what changed; the keys stand below.

    It reads the store and writes nothing, beside a daemon or without one.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("tui needs a terminal; readout log and readout diff do without one")
    from monitor.tui.app import Browser

    failed = Browser(settings.open_store("read"), SYSTEM.now).run()
    if failed is not None:
        raise failed
