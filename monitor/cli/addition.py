"""One address on its way into sources.yaml: looked at, proposed, shown, written."""

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
    from monitor.fetch.session import HostSession

_DRAFT = "readout-add-draft"  # the id under which a page is looked at before it has one
OF_LISTINGS = ("links", "match")  # keys that only a listing has


class Addition:
    """One address on its way into the file. A class, for what all its steps are handed."""

    def __init__(
        self, settings: Settings, text: str, url: str, given: Mapping[str, Any], *, select: bool
    ) -> None:
        """`given` are the keys somebody chose; `select`: whether to propose a selector."""
        self.settings = settings
        self.select = select
        self.text = text
        self.url = url
        self.given = given
        self.document: Survey | None = None  # of a listing: one of those it names
        draft = {"id": given.get("id", _DRAFT), "url": url}
        listed = {key: given[key] for key in given if key in OF_LISTINGS}
        if listed:
            self.tried("listings", draft | listed)
        read = {key: given[key] for key in given if key not in OF_LISTINGS}
        self.config = self.tried("sources", draft | read)
        self.source = self.config.sources[-1]
        self.taken, self.followed = self._known()
        self._refuse_known(self.source.url)

    def tried(self, section: "Section", entry: Mapping[str, Any]) -> "Config":
        """The configuration with that entry in it."""
        from monitor.config import editing

        path = self.settings.config_path
        return editing.tried(self.text, path, os.environ, section, entry)

    @property
    def shown_url(self) -> str:
        """The address as it may be shown."""
        from monitor.fetch.logins import without_login

        return without_login(self.source.url)

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
        document = self._one_document(seen, session)
        if document is not None:
            SYSTEM.sleep(self.source.spacing.total_seconds())
            one = replace(self.source, url=document)
            looked = look(one, session, SYSTEM, self._pausing, wanted="source")
            self.document = self._as_wanted(looked)
        session.close()
        return self._as_wanted(seen)

    def _as_wanted(self, seen: "Survey") -> "Survey":
        """Without a selector to propose, where none is wanted."""
        return seen if self.select or self.given.get("select") else replace(seen, lasting=False)

    def _one_document(self, seen: "Survey", session: "HostSession") -> str | None:
        """The address of a document that a listing names, and would follow."""
        from monitor.adding.looks import further
        from monitor.discover.matching import matches

        if not seen.is_listing or not seen.usable:
            return None
        found = (
            seen.found if seen.found.entries else further(seen.found, self.source, session, SYSTEM)
        )
        fit = (one.url for one in found.entries if matches(one, self.given.get("match")))
        return next(fit, None)

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
        if not seen.is_listing:
            return f"verified: {month}, by two looks of readout add"
        document = self.document
        if document is None:
            read = "no document of it was read"
        elif document.usable:
            read = "so was one of its documents"
        else:
            read = f"the document that it was tried with was {document.why_not[0]}"
        return f"verified: {month}, its list by two looks of readout add; {read}"

    def show(
        self, seen: "Survey", section: "Section", entry: Mapping[str, Any] | None, *,
        written: bool, as_json: bool,
    ) -> None:  # fmt: skip
        """Print what was seen, and what would be or was written; of a login, the name alone."""
        from monitor.config.explain import without_password

        if entry is not None:
            entry = {**entry, "url": without_password(entry["url"])}
        if as_json:
            said = addlines.as_json(self.shown_url, seen, self.document)
            click.echo(render.json_line(said | {
                "section": section if entry else None, "entry": entry, "written": written,
                "file": str(self.settings.config_path),
            }))  # fmt: skip
            return
        for line in addlines.lines(self.shown_url, seen, self.document):
            click.echo(line)
        if entry is not None:
            click.echo(f"\n{render.safe(addlines.yaml(section, entry))}", nl=False)
            if not self._told(section, entry):
                click.echo("nobody is told of it: --alert CHANNEL, or alert in defaults", err=True)

    def _told(self, section: "Section", entry: Mapping[str, Any]) -> bool:
        config = self.tried(section, entry)
        return bool((config.sources if section == "sources" else config.listings)[-1].alert)

    def say_written(self, section: "Section", name: str, *, is_new: bool) -> None:
        """What was written where, and what makes it heard of."""
        path = self.settings.config_path
        where = f"{path} (a link to {path.resolve()})" if path.is_symlink() else str(path)
        made = "written, with a channel that writes mails to mails/" if is_new else "appended"
        click.echo(f"{made}: {name} in {where}", err=True)
        click.echo(self._next(section, name), err=True)

    def _next(self, section: "Section", name: str) -> str:
        from storage import lock
        from storage.errors import StoreMissing

        try:
            holder = lock.holder(self.settings.open_store("read"))
        except StoreMissing:
            holder = None
        if holder is not None and holder.command == "run":
            return f"the running daemon reads it on SIGHUP: kill -HUP {holder.pid}"
        makes = (
            "makes its first version"
            if section == "sources"
            else "reads it for the first time, and what it names by then is no news"
        )
        return f"readout check {name} {makes}; a daemon reads it on SIGHUP"
