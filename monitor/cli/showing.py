"""`show`: the text of a version."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from alerts.when import minute
from monitor.cli import references, render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.cli.times import short_of
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from storage.model import Source, Version
    from storage.origins import Brought


@click.command()
@click.argument("reference", type=SOURCE_ID, metavar="ID[@N]")
@click.option("--at", metavar="TIME", help="As it stood then.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
@click.pass_obj
def show(settings: Settings, reference: str, at: str | None, *, as_json: bool) -> None:
    """The text of a version.

    Above it which version it is, when it was read, and whether the page was seen then: on a
    terminal with the text, else on standard error.
    """
    from monitor import provenance, sights
    from storage import versions, witnesses

    store = settings.open_store("read")
    with store.read() as rx:
        one, version, then = references.asked(rx, reference, at)
        document = versions.document(rx, version.version_id)
        witness = witnesses.of_source(rx, one.source_id).get(version.version_id)
        stands = references.standing(rx, version)
        brought = provenance.of(rx, version)
        if then is None and sights.is_latest(rx, version):
            then = SYSTEM.now()
        doubts = sights.doubts(rx, one, then) if then is not None else []
        not_before, last_seen = sights.not_before(rx, version), sights.last_seen(rx, version)
    if as_json:
        number = None if stands is None else stands.number
        shown = render.shown(one, version, document, witness, superseded_by=number)
        more = {
            "first_seen": render.instant(version.first_seen),
            "last_seen": render.instant(last_seen),
            "not_before": render.instant(not_before),
            "doubts": doubts,
            "origin": brought.origin,
            "provenance": brought.provenance,
        }
        click.echo(render.json_line(shown | more))
        return
    above = [] if settings.quiet else [_heading(one, version, brought, last_seen)]
    above += map(render.one_line, doubts)
    if stands is not None and not settings.quiet:
        above.append(f"{one.slug}@{version.number} is superseded by @{stands.number}")
    text = render.document_lines(document)
    if sys.stdout.isatty():
        text = [*above, "", *text] if above else text
    else:
        for line in above:
            click.echo(line, err=True)
    render.page(text, plain=False)
    if (from_others := provenance.line(brought, version)) is not None:
        click.echo(render.one_line(from_others), err=True)
    if version.note:
        click.echo(f"note: {render.one_line(version.note)}", err=True)
    if witness is not None:
        click.echo(render.witness_line(witness), err=True)


def _heading(source: "Source", version: "Version", brought: "Brought", last_seen: datetime) -> str:
    """`pact@2   first read 2025-02-09 01:55, last read 23:40 Asia/Tokyo`."""
    from monitor import provenance

    name = provenance.name(version, brought)
    first, last = (minute(at, source.timezone) for at in (version.first_seen, last_seen))
    return (
        f"{source.slug}{name}   first read {first}, last read {short_of(first, last)} "
        f"{source.timezone}"
    )
