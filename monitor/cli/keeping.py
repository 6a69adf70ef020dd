"""`backup`: a consistent copy of the store."""

from pathlib import Path

import click

from monitor.cli.main import Settings
from monitor.errors import UsageError


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the store to a file, while the daemon goes on.

    To go back to it, stop the daemon and put the file in the store's place.
    """
    from storage import copying, location

    store = settings.open_store("read")
    path = location.file_of(store.url)
    if path is None:
        raise UsageError(f"{store.location} is a PostgreSQL database: copy it with pg_dump")
    if file.exists():
        raise UsageError(f"{file} is there already; name a file that is not")
    if not file.resolve().parent.is_dir():
        raise UsageError(f"{file.parent} is no directory; make it, or name a file in another")
    size = copying.copy(path, file)
    click.echo(f"{store.location} is copied to {file}, {size / 1e6:.1f} MB", err=True)
