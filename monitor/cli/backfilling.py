"""`backfill`: the past of a source, from the Wayback Machine."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.archive.backfill import Backfill, Found, Listed, Wait
    from monitor.config.model import SourceConfig
    from storage.store import Store


@click.command()
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.option("--from", "since", metavar="DATE", required=True, help="The first day, or a time.")
@click.option("--to", "until", metavar="DATE", help="The last day, or a time; else until now.")
@click.option("--json", "as_json", is_flag=True, help="One object a capture.")
@click.pass_obj
def backfill(
    settings: Settings, source_id: str, since: str, until: str | None, *, as_json: bool
) -> None:
    """Keep what the Wayback Machine has of a source's past.

    Of each run of captures with the same bytes the first and the last are fetched, one every five
    seconds. They are read by today's rules and stand in the history by the archive's times, marked
    as its sight; nobody is alerted. It can be ended at any time: run again, it goes on.
    """
    from monitor.archive.backfill import Backfill
    from monitor.cli.watching import known
    from monitor.fetch.wayback import Archive
    from monitor.hostmemory import HostMemory
    from monitor.version import user_agent

    config = settings.load_followed()
    known(config, (source_id,))
    source = next(one for one in config.sources if one.id == source_id)
    span = _span(source, since, until, SYSTEM.now())
    store = settings.open_store("write")
    memory = HostMemory(store)
    archive = Archive(SYSTEM, user_agent(config.contact), memory)
    work = Backfill(store, source, archive, SYSTEM)
    found: list[Found] = []
    try:
        listed = _index(settings, work, span)
        for one in _fetched(settings, work, listed, as_json=as_json):
            found.append(one)
            if as_json:
                click.echo(_json(store, source, one))
    finally:
        memory.write()
        if not settings.quiet:
            _sum_up(work, found)


def _index(
    settings: Settings, work: "Backfill", span: tuple[datetime, datetime | None]
) -> "Listed":
    """What there is, said before it is fetched: it may take hours."""
    from monitor.archive.backfill import Wait

    if (pause := work.pause()) is not None:
        _wait(settings, pause)
    told = work.index(*span)
    while isinstance(one := next(told), Wait):
        _wait(settings, one)
    if not settings.quiet:
        click.echo(_listed(one), err=True)
    return one


def _listed(one: "Listed") -> str:
    """`412 captures; 60 to fetch, 12 there already; 3 redirects and 1 error are no pages`."""
    none = [
        render.many(count, what)
        for count, what in ((one.redirects, "redirect"), (one.errors, "error"))
        if count
    ]
    parts = [
        f"the archive has {render.many(one.captures, 'capture')}",
        f"{len(one.wanted)} to fetch" + (f", {one.there} there already" if one.there else ""),
        f"{' and '.join(none)} left out" if none else "",
    ]
    return "; ".join(filter(None, parts))


def _fetched(
    settings: Settings, work: "Backfill", listed: "Listed", *, as_json: bool
) -> "Iterator[Found]":
    """Each capture when it is kept; how far it is shows on a terminal."""
    from monitor.archive.backfill import Wait

    shown = sys.stderr.isatty() and not settings.quiet and not (as_json and sys.stdout.isatty())
    with click.progressbar(
        length=len(listed.wanted), label="fetching", file=sys.stderr, show_pos=True,
        hidden=not shown,
    ) as progress:  # fmt: skip
        for one in work.fetch(listed):
            if isinstance(one, Wait):
                if shown:
                    click.echo(err=True)  # below the bar
                _wait(settings, one)
                continue
            progress.update(1)
            yield one


def _wait(settings: Settings, one: "Wait") -> None:
    if not settings.quiet:
        until = f"{one.until:%H:%M:%S} UTC"
        click.echo(f"the archive: {render.one_line(one.why)}; going on at {until}", err=True)
    while (left := (one.until - SYSTEM.now()).total_seconds()) > 0:
        SYSTEM.sleep(min(left, 1.0))


def _json(store: "Store", source: "SourceConfig", one: "Found") -> str:
    from storage import versions

    with store.read() as rx:
        version = None if one.version_id is None else versions.by_id(rx, one.version_id).number
    return render.json_line(
        {
            "source": source.id,
            "captured_at": render.instant(one.at),
            "memento": one.memento,
            "verdict": one.verdict,
            "reason": one.reason,
            "version": version,
        }
    )


def _sum_up(work: "Backfill", found: "list[Found]") -> None:
    """What was kept, also where a run was ended; and the first reasons why something was not."""
    done = work.done
    brought = f"{render.many(done.captures, 'capture')}, {render.many(done.versions, 'version')}"
    there = f"; {done.there} imported already" if done.there else ""
    click.echo(f"{brought} kept{there}", err=True)
    lost = [one for one in found if one.verdict is None and one.reason]
    bad = [one for one in found if one.verdict not in {None, "ok"}]
    for some, what in ((bad, "no page of this source"), (lost, "not to be had")):
        if some:
            why = f"{some[0].verdict}: " if some[0].verdict else ""
            said = f"{render.instant(some[0].at)} {why}{render.one_line(some[0].reason or '')}"
            click.echo(f"{render.many(len(some), 'capture')} {what}: {said}", err=True)


def _span(
    source: "SourceConfig", since: str, until: str | None, now: datetime
) -> tuple[datetime, datetime | None]:
    from monitor.cli import references

    try:
        first = references.parse_begin(since, source.timezone)
    except (ValueError, OverflowError):
        raise UsageError(
            f"--from {since!r} is no time; write 2025-02-10 or 2025-02-10T12:00+09:00"
        ) from None
    if first > now:
        raise UsageError(f"--from {since} is still to come")
    if until is None:
        return first, None
    try:
        last = references.parse_time(until, source.timezone)
    except UsageError:
        raise UsageError(
            f"--to {until!r} is no time; write 2025-02-10 or 2025-02-10T12:00+09:00"
        ) from None
    if last < first:
        raise UsageError(f"--to {until} is before --from {since}")
    return first, last
