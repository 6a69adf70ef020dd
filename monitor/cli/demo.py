"""`demo`: the whole road on a built-in site."""

import shutil
from pathlib import Path

import click

from monitor.clock import SYSTEM
from monitor.errors import UsageError

FOLDER = Path("readout-demo")
_MARK = "# The sources of `readout demo`"


@click.command()
def demo() -> None:
    """Show the whole road on a built-in site, in under a minute, without a network."""
    from monitor.config.load import load
    from monitor.demo import story
    from monitor.demo.site import Site
    from monitor.scheduler import Scheduler
    from storage.store import open_store

    folder = _fresh(FOLDER)
    click.echo("Two ministries of two invented countries publish a joint statement and readouts.")
    click.echo(f"Their pages are served on this machine; what is kept goes to {folder}/.")
    with Site() as site:
        config = load(story.prepare(site, folder), {})
        store = open_store(str(folder / "readout.db"), mode="write")
        scheduler = Scheduler(store, config, SYSTEM)
        faults = list(story.tell(site, scheduler, folder / "mails", SYSTEM, click.echo))
        scheduler.stop()
        store.close()
    _look_around(folder)
    if faults:
        click.echo("\nNot everything went as stated:", err=True)
        for fault in faults:
            click.echo(f"  {fault}", err=True)
        click.get_current_context().exit(3)
    click.echo("\nEverything went as stated. Next: readout run, on the real pages of sources.yaml.")


def _fresh(folder: Path) -> Path:
    """An empty folder; an earlier demo's is cleared, anybody else's is left alone."""
    if folder.exists():
        sources = folder / "sources.yaml"
        if not sources.is_file() or not sources.read_text(encoding="utf-8").startswith(_MARK):
            raise UsageError(f"{folder}/ is there and is no earlier demo's; move it away")
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


def _look_around(folder: Path) -> None:
    """The status, a log and a diff, as anybody would ask for them."""
    from monitor.cli.main import cli

    store = str(folder / "readout.db")
    where = ["--config", str(folder / "sources.yaml"), "--store", store]
    for command in (
        ["status"],
        ["log", "avelland-statement"],
        ["diff", "avelland-statement", "1", "2"],
    ):
        click.echo(f"\n$ readout {' '.join([*where, *command])}")
        cli.main([*where, *command], standalone_mode=False)
    click.echo(
        f"\nThe messages are in {folder}/mails/, one .eml each: open one with a mail program."
    )
    click.echo("The store stays. To look around in it, and not to mix it up with your own sources:")
    click.echo(f"  export READOUT_CONFIG={where[1]} READOUT_STORE={store}")
