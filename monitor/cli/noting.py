"""`note`: a remark kept with a version."""

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
    """Keep a remark with a version, in place of an earlier one; an empty TEXT takes it away.

    `log`, `show` and `diff` show it. It is no evidence, and alters none.
    """
    from storage import versions

    remark = text.strip()
    if len(remark) > _LONGEST:
        raise UsageError(f"a remark of {len(remark):,} characters; {_LONGEST:,} are the most")
    store = settings.open_existing()
    with store.write() as tx:
        one, version = references.resolve(tx, reference)
        versions.annotate(tx, version.version_id, remark or None)
    name = f"{one.slug}@{version.number}"
    if remark:
        kept = "in place of an earlier remark" if version.note else "with it"
        click.echo(f"kept {kept}: {name}", err=True)
    elif version.note:
        click.echo(f"{name} has no remark any more", err=True)
    else:
        click.echo(f"{name} has no remark", err=True)
