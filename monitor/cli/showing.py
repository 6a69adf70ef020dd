"""`show`: the text of a version."""

import click

from monitor.cli import references, render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings


@click.command()
@click.argument("reference", type=SOURCE_ID, metavar="ID[@N]")
@click.option("--at", metavar="TIME", help="As it stood then.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
@click.pass_obj
def show(settings: Settings, reference: str, at: str | None, *, as_json: bool) -> None:
    """The text of a version."""
    from monitor import provenance
    from storage import versions, witnesses

    store = settings.open_store("read")
    with store.read() as rx:
        one, version = references.asked(rx, reference, at)
        document = versions.document(rx, version.version_id)
        witness = witnesses.of_source(rx, one.source_id).get(version.version_id)
        stands = references.standing(rx, version)
        brought = provenance.of(rx, version)
    if as_json:
        number = None if stands is None else stands.number
        shown = render.shown(one, version, document, witness, superseded_by=number)
        from_where = {"origin": brought.origin, "provenance": brought.provenance}
        click.echo(render.json_line(shown | from_where))
        return
    if stands is not None and not settings.quiet:
        click.echo(f"{one.slug}@{version.number} is superseded by @{stands.number}", err=True)
    render.page(render.document_lines(document), plain=False)
    if (from_others := provenance.line(brought, version)) is not None:
        click.echo(render.one_line(from_others), err=True)
    if version.note:
        click.echo(f"note: {render.one_line(version.note)}", err=True)
    if witness is not None:
        click.echo(render.witness_line(witness), err=True)
