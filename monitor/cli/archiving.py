"""`export` and `import`: captures to and from the archives' format, versions as JSON."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from monitor.cli import files, render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.archive.incoming import Brought
    from monitor.config.model import Config, SourceConfig
    from storage.model import Source


_NAMED = 20  # captures that brought no version; more are counted


@click.command()
@click.argument("ids", type=SOURCE_ID, nargs=-1, metavar="[ID]...")
@click.option("--warc", type=click.Path(path_type=Path), metavar="FILE", help="Captures, as WARC.")
@click.option("--jsonl", metavar="FILE|-", help="Versions and changes, one object a line.")
@click.pass_obj
def export(settings: Settings, ids: tuple[str, ...], warc: Path | None, jsonl: str | None) -> None:
    """Write captures as WARC, or versions with their changes as JSON.

    Of all sources, or of those that are named. A FILE that ends in .gz is compressed, each record
    for itself, as the archives do. Payloads are decoded; headers that describe how they came over
    the wire are named X-Archive-Orig-…
    """
    if (warc is None) == (jsonl is None):
        raise UsageError("say what to write: --warc FILE, or --jsonl FILE (- for standard output)")
    store = settings.open_store("read")
    with store.read() as rx:
        of = _sources(rx, ids)
        if warc is not None:
            _export_warc(rx, of, warc)
        elif jsonl is not None:
            _export_json(rx, of, jsonl)


def _sources(rx: "Connection", ids: Sequence[str]) -> "list[Source]":
    from monitor.cli import references
    from storage import sources

    return [references.source(rx, one) for one in ids] if ids else sources.listing(rx)


def _export_warc(rx: "Connection", of: "Sequence[Source]", path: Path) -> None:
    from monitor.archive import outgoing

    with files.whole(path) as part, part.open("wb") as out:
        written, thinned = outgoing.warc(rx, out, of, gzip=outgoing.is_gzip(path))
    left = f"; {thinned} more were thinned out and have no body" if thinned else ""
    click.echo(f"{render.many(written, 'capture')} written to {path}{left}", err=True)


def _export_json(rx: "Connection", of: "Sequence[Source]", name: str) -> None:
    if name == "-":
        _write(sys.stdout, _objects(rx, of))
        return
    path = Path(name)
    with files.whole(path) as part, part.open("w", encoding="utf-8") as out:
        count = _write(out, _objects(rx, of))
    click.echo(f"{render.many(count, 'object')} written to {path}", err=True)


def _write(out: IO[str], objects: Iterator[dict[str, object]]) -> int:
    count = 0
    for one in objects:
        out.write(render.json_line(one) + "\n")
        count += 1
    return count


def _objects(rx: "Connection", of: "Sequence[Source]") -> Iterator[dict[str, object]]:
    """Each version as `log` and `show` have it, behind it the change that brought it."""
    from monitor import history
    from monitor.cli import logjson
    from storage import versions

    for source in of:
        entries = history.whole(rx, source.source_id, superseded=True)
        reigns = history.reigns(rx, entries)
        for entry in entries:
            version, change = entry.version, entry.change()
            document = versions.document(rx, version.version_id)
            shown = render.shown(source, version, document, None, superseded_by=None)
            told = logjson.entry(entry, reigns[version.version_id])
            yield {"kind": "version", **shown, **told}
            if change is not None and entry.before is not None:
                ends = entry.before.number, version.number
                difference = render.difference(*ends, change.comparison, change, {})
                yield {"kind": "change", "source": source.slug, **difference}


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@click.option("--as", "into", metavar="ID", help="The source that the captures are of.")
@click.option("--seen", metavar="TIME", help="When a saved page was seen; of a day, its beginning.")
@click.option("--by", metavar="NAME", help="Who saved it, or brings it.")
@click.pass_obj
def import_(
    settings: Settings, files: tuple[Path, ...], into: str | None, seen: str | None, by: str | None
) -> None:
    """Keep captures from WARC files, or a page that was saved by hand.

    They are read by today's rules and stand in the history by their time, marked as imported;
    nobody is alerted. What is there already is passed over. Each capture goes to the source that
    it was exported from or whose url it has, or to the one that --as names; a page saved by hand
    needs --as and --seen.
    """
    from monitor.archive import incoming, warc_read

    config = settings.load_followed()
    source = None if into is None else _configured(config, into)
    pages = [one for one in files if not warc_read.is_warc(one)]
    if pages and (source is None or seen is None):
        raise UsageError(f"{pages[0]} is no WARC file: of a saved page say --as ID and --seen TIME")
    now, done = SYSTEM.now(), incoming.Brought()
    store = settings.open_store("write")
    for path in files:
        if path in pages and source is not None and seen is not None:
            at = _past(seen, source.timezone, now)
            incoming.page(store, source, path, at, by=by, done=done, now=now)
        else:
            incoming.warc(store, config.sources, path, into=source, by=by, done=done, now=now)
    _say(done)


def _configured(config: "Config", name: str) -> "SourceConfig":
    for source in config.sources:
        if source.id == name:
            return source
    raise UsageError(f"{config.path}: no source {name}: add it first")


def _past(text: str, zone: str, now: datetime) -> datetime:
    from monitor.cli import references

    try:
        at = references.parse_begin(text, zone)
    except (ValueError, OverflowError):
        raise UsageError(
            f"--seen {text!r} is no time; write 2025-02-10 or 2025-02-10T12:00+09:00"
        ) from None
    if at > now:
        raise UsageError(f"--seen {text} is still to come")
    return at


def _say(done: "Brought") -> None:
    were = "was" if done.there == 1 else "were"
    there = f"; {done.there} {were} there already" if done.there else ""
    brought = f"{render.many(done.captures, 'capture')}, {render.many(done.versions, 'version')}"
    click.echo(f"{brought} imported{there}", err=True)
    for line in done.known:
        click.echo(render.one_line(line), err=True)
    for line in done.unread[:_NAMED]:
        click.echo(f"kept, and no version: {render.one_line(line)}", err=True)
    if len(done.unread) > _NAMED:
        click.echo(f"kept, and no version: {len(done.unread) - _NAMED} more", err=True)
    if done.homeless:
        count = render.many(len(done.homeless), "capture")
        first = render.one_line(done.homeless[0])
        click.echo(f"{count} of no configured source: {first}: add it, or say --as ID", err=True)
