"""`backup`, a consistent copy of the store, and `thin`, which makes room in it."""

from pathlib import Path

import click

from monitor.cli import files, render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError
from monitor.phrasing import amount


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the store to a file, while the daemon goes on.

    To go back to it, stop the daemon, remove readout.db-wal and readout.db-shm and put the file in
    the store's place.
    """
    from storage import copying, location

    store = settings.open_store("read")
    path = location.file_of(store.url)
    if path is None:
        raise UsageError(f"{store.location} is a PostgreSQL database: copy it with pg_dump")
    files.check_new(file)
    size = copying.copy(path, file)
    click.echo(f"{store.location} is copied to {file}, {size / 1e6:.1f} MB", err=True)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be dropped.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def thin(settings: Settings, *, dry_run: bool, as_json: bool) -> None:
    """Drop bodies of captures of one text that are older than 30 days.

    Of each run of captures of the same text, or the same failure, the first, the last and one a
    day stay, and those that a version was read from. The chain over all of them stays, and can be
    verified. The daemon does it daily, unless sources.yaml says thin: false.
    """
    from monitor import upkeep
    from storage import sources
    from storage import thin as thinning

    now, none = SYSTEM.now(), thinning.Thinned()
    if dry_run:
        store = settings.open_store("read")
        with store.read() as rx:
            ids = [source.source_id for source in sources.listing(rx)]
            done = sum((thinning.would_go(rx, one, now) for one in ids), none)
    else:
        store = settings.open_existing()
        done = sum(upkeep.thinned(store, now), none)
    if as_json:
        found: dict[str, object] = {"bodies": done.bodies, "bytes": done.freed, "dry_run": dry_run}
        click.echo(render.json_line(found))
        return
    would = "would be dropped" if dry_run else "dropped"
    noun = "body" if done.bodies == 1 else "bodies"
    click.echo(f"{done.bodies} {noun} {would}: {amount(done.freed)}")
    if done.bodies and not dry_run:
        click.echo("The room is used by what is kept next; the store itself does not shrink.")
