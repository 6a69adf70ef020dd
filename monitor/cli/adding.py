"""`add`: look at a page twice, propose a source or listing for it, append it to sources.yaml."""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import addlines, render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.adding.survey import Survey, Wanted
    from monitor.config.editing import Section
    from monitor.config.model import Config, Watched

_DRAFT = "readout-add-draft"  # the id under which a page is looked at before it has one


@click.command()
@click.argument("url")
@click.option("--id", metavar="ID", help="The name used everywhere: a-z, 0-9 and -.")
@click.option("--name", metavar="TEXT", help="What people call it.")
@click.option("--publisher", metavar="TEXT", help="Whose page it is.")
@click.option("--language", metavar="CODE", help="The text's language.")
@click.option("--timezone", metavar="ZONE", help="The publisher's, as in Asia/Tokyo.")
@click.option("--select", multiple=True, metavar="CSS", help="Where the text stands.")
@click.option("--until", metavar="CSS", help="The text ends before this.")
@click.option("--ignore", multiple=True, metavar="CSS", help="What is taken out of it.")
@click.option("--ignore-text", multiple=True, metavar="REGEX", help="Blocks that are no text.")
@click.option("--statement", metavar="NAME", help="The statement or meeting it belongs to.")
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
    as_json: bool, **options: Any,  # noqa: ANN401 - the keys of an entry, as they are given
) -> None:  # fmt: skip
    """Look at a page twice, and append it to sources.yaml, comments kept.

    A page of links, a feed or a sitemap becomes a listing, any other page a source.
    """
    from monitor.config import editing

    settings: Settings = ctx.obj
    given = _given(options)
    before = editing.read(settings.config_path)
    text = editing.NEW_FILE if before is None else before
    addition = _Addition(settings, text, url, given)
    seen = addition.survey("listing" if given.keys() & {"links", "match"} else wanted)
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
        addition.say_written(entry["id"], is_new=before is None)
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


class _Addition:
    """One address on its way into the file. A class, for what all its steps are handed."""

    def __init__(self, settings: Settings, text: str, url: str, given: Mapping[str, Any]) -> None:
        self.settings = settings
        self.text = text
        self.url = url
        self.given = given
        self.document: Survey | None = None  # of a listing: one of those it names
        draft = {"id": _DRAFT, "url": url}
        draft |= {key: given[key] for key in given if key not in {"id", "links", "match"}}
        self.config = self.tried("sources", draft)
        self.source = self.config.sources[-1]
        self.taken, self.followed = self._known()
        self._refuse_known(self.source.url)

    def tried(self, section: "Section", entry: Mapping[str, Any]) -> "Config":
        """The configuration with that entry in it."""
        from monitor.config import editing

        path = self.settings.config_path
        return editing.tried(self.text, path, os.environ, section, entry)

    def _known(self) -> "tuple[set[str], list[Watched]]":
        """The ids that are or were in use, and all that is watched, by the file and the store."""
        from monitor.follow.followed import with_found
        from storage import sources
        from storage.errors import StoreMissing

        config = replace(self.config, sources=self.config.sources[:-1])  # without the draft
        ids: set[str] = set()
        try:
            store = self.settings.open_store("read")
        except StoreMissing:
            pass
        else:
            with store.read() as rx:
                config, ids = with_found(rx, config), set(sources.ids(rx))
        watched: list[Watched] = [*config.sources, *config.listings]
        return ids | {one.id for one in watched}, watched

    def _refuse_known(self, url: str) -> None:
        from monitor.discover.addresses import canonical

        asked = canonical(url)
        for one in self.followed:
            known = canonical(one.url)
            if asked is not None and known is not None and known.key == asked.key:
                by = f" found by {one.found.by}" if one.found else ""
                raise UsageError(
                    f"{self.settings.config_path}: {one.id}{by} is that address already"
                )

    def survey(self, wanted: "Wanted | None") -> "Survey":
        """What two looks at the address show; of a listing, also at one of its documents."""
        from monitor.adding.looks import look
        from monitor.fetch.session import HostSession
        from monitor.version import user_agent

        session = HostSession(user_agent=user_agent(self.config.contact))
        seen = look(
            self.source, session, SYSTEM, self._pausing,
            links=self.given.get("links"), wanted=wanted,
        )  # fmt: skip
        if seen.is_listing and seen.usable and seen.found.entries:
            newest = replace(self.source, url=seen.found.entries[0].url)
            SYSTEM.sleep(self.source.spacing.total_seconds())
            self.document = look(newest, session, SYSTEM, self._pausing, wanted="source")
        session.close()
        return seen

    def _pausing(self, seconds: float) -> None:
        if seconds and sys.stderr.isatty() and not self.settings.quiet:
            click.echo(f"the second look is in {seconds:.0f} s", err=True)

    def proposed(self, seen: "Survey") -> "tuple[Section, dict[str, Any]]":
        """The section and the entry to write."""
        from monitor.adding import proposal

        entry = proposal.entry(self.url, seen, self.given, self.taken)
        self._refuse_known(entry["url"])
        if not seen.is_listing:
            return "sources", entry
        document = self.document
        if document is not None and document.usable:
            entry = proposal.with_document(entry, document)
        return "listings", entry

    def remark(self, seen: "Survey") -> str:
        """The comment above the entry: when it was verified, and by what."""
        month = f"{SYSTEM.now():%Y-%m}"
        if not seen.usable:
            return f"verified: never; {seen.why_not[0]} when readout add looked at it in {month}"
        return f"verified: {month}, by two looks of readout add"

    def show(
        self, seen: "Survey", section: "Section", entry: Mapping[str, Any] | None, *,
        written: bool, as_json: bool,
    ) -> None:  # fmt: skip
        """Print what was seen, and what would be or was written."""
        if as_json:
            said = addlines.as_json(self.source.url, seen, self.document)
            click.echo(render.json_line(said | {
                "section": section if entry else None, "entry": entry, "written": written,
                "file": str(self.settings.config_path),
            }))  # fmt: skip
            return
        for line in addlines.lines(self.source.url, seen, self.document):
            click.echo(line)
        if entry is not None:
            click.echo(f"\n{render.safe(addlines.yaml(section, entry))}", nl=False)

    def say_written(self, name: str, *, is_new: bool) -> None:
        """What was written where, and what makes it heard of."""
        path = self.settings.config_path
        where = f"{path} (a link to {path.resolve()})" if path.is_symlink() else str(path)
        made = "written, with a channel that writes mails to mails/" if is_new else "appended"
        click.echo(f"{made}: {name} in {where}", err=True)
        click.echo(self._next(name), err=True)

    def _next(self, name: str) -> str:
        from storage import lock
        from storage.errors import StoreMissing

        try:
            holder = lock.holder(self.settings.open_store("read"))
        except StoreMissing:
            holder = None
        if holder is not None and holder.command == "run":
            return f"the running daemon reads it on SIGHUP: kill -HUP {holder.pid}"
        return f"readout check {name} makes its first version; a daemon reads it on SIGHUP"
