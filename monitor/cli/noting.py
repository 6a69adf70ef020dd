"""`note`: words of the user's own, kept with a version."""

import click

from monitor.cli import references
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.errors import UsageError

_LONGEST = 10_000  # characters


@click.command()
@click.argument("reference", type=SOURCE_ID, metavar="ID@N")
@click.argument("text")
@click.pass_obj
def note(settings: Settings, reference: str, text: str) -> None:
    """Keep a note with a version, in place of an earlier one; an empty TEXT takes it away.

    `log`, `show` and `diff` show it. It is no evidence, and alters none.
    """
    from storage import versions

    words = text.strip()
    if len(words) > _LONGEST:
        raise UsageError(f"a note of {len(words):,} characters; {_LONGEST:,} are the most")
    store = settings.open_existing()
    with store.write() as tx:
        one, version = references.resolve(tx, reference)
        versions.annotate(tx, version.version_id, words or None)
    name = f"{one.slug}@{version.number}"
    if words:
        kept = "in place of an earlier note" if version.note else "with it"
        click.echo(f"kept {kept}: {name}", err=True)
    elif version.note:
        click.echo(f"{name} has no note any more", err=True)
    else:
        click.echo(f"{name} has no note", err=True)
