"""`add`: look at a page twice, propose a source or listing for it, append it to sources.yaml."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import addlines
from monitor.cli.addition import OF_LISTINGS, Addition
from monitor.cli.completing import STATEMENT
from monitor.cli.main import Settings

if TYPE_CHECKING:
    from monitor.adding.survey import Survey, Wanted


@click.command()
@click.argument("url")
@click.option("--id", metavar="ID", help="The name used everywhere: a-z, 0-9 and -.")
@click.option("--name", metavar="TEXT", help="What people call it.")
@click.option("--publisher", metavar="TEXT", help="Whose page it is.")
@click.option("--language", metavar="CODE", help="The text's language.")
@click.option("--timezone", metavar="ZONE", help="The publisher's, as in Asia/Tokyo.")
@click.option("--select", multiple=True, metavar="CSS", help="Where the text stands.")
@click.option("--no-select", is_flag=True, help="Propose none: the text is found, and pinned.")
@click.option("--until", metavar="CSS", help="The text ends before this.")
@click.option("--ignore", multiple=True, metavar="CSS", help="What is taken out of it.")
@click.option("--ignore-text", multiple=True, metavar="REGEX", help="Blocks that are no text.")
@click.option(
    "--statement", type=STATEMENT, metavar="NAME", help="The statement or meeting it belongs to."
)
@click.option("--alert", multiple=True, metavar="CHANNEL", help="Who is told; else as in defaults.")
@click.option(
    "--via",
    multiple=True,
    type=click.Choice(["direct", "wayback"]),
    help="The ways to it; twice for both.",
)
@click.option("--links", metavar="CSS", help="The links of an index page.")
@click.option("--match", metavar="REGEX", help="On a listed document's title or address.")
@click.option("--allow-private", is_flag=True, help="It stands inside your network.")
@click.option("--as", "wanted", type=click.Choice(["source", "listing"]), help="What it is to be.")
@click.option("--anyway", is_flag=True, help="Add it though it cannot be read now.")
@click.option("--yes", is_flag=True, help="Write it without asking.")
@click.option("--json", "as_json", is_flag=True, help="One object; asks nothing.")
@click.pass_context
def add(
    ctx: click.Context, /, url: str, *, wanted: "Wanted | None", anyway: bool, yes: bool,
    as_json: bool, no_select: bool, **options: Any,  # noqa: ANN401 - the keys of an entry, as they are given
) -> None:  # fmt: skip
    """Look at a page twice, and append it to sources.yaml, comments kept.

    A page of links, a feed or a sitemap becomes a listing, any other page a source.
    """
    from monitor.config import editing

    settings: Settings = ctx.obj
    given = _given(options)
    before = editing.read(settings.config_path)
    text = editing.begun(before)
    addition = Addition(settings, text, url, given, select=not no_select)
    seen = addition.survey("listing" if given.keys() & set(OF_LISTINGS) else wanted)
    section, entry = addition.proposed(seen)
    if not seen.usable and not anyway:
        addition.show(seen, section, None, written=False, as_json=as_json)
        _refuse(seen, as_json=as_json)
        ctx.exit(1)
    addition.tried(section, entry)
    if not as_json:
        addition.show(seen, section, entry, written=False, as_json=False)
    agreed = yes or (not as_json and _asked(settings))
    if agreed:
        new = editing.with_entry(text, section, entry, addition.remark(seen))
        editing.write(settings.config_path, new, before=before)
        addition.say_written(section, entry["id"], is_new=text != before)
    elif not as_json:
        click.echo("nothing was written; --yes writes it without asking", err=True)
    if as_json:
        addition.show(seen, section, entry, written=agreed, as_json=True)


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, as an entry holds them; a single selector is no list."""
    given = {key: value for key, value in options.items() if value not in (None, (), False)}
    lists = {key: list(value) for key, value in given.items() if isinstance(value, tuple)}
    if len(lists.get("select", [])) == 1:
        lists["select"] = lists["select"][0]
    return given | lists


def _asked(settings: Settings) -> bool:
    if not sys.stdin.isatty():
        return False
    return click.confirm(f"Append it to {settings.config_path}?", err=True)


def _refuse(seen: "Survey", *, as_json: bool) -> None:
    if not as_json:
        for line in addlines.refusal(seen):
            click.echo(line, err=True)
