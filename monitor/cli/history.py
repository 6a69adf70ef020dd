"""`log` and `show`: the history of a source."""

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from monitor.cli import references, render
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.parted import Parted
    from storage.model import Change, Episode, Source, Version

    Entry = tuple[Version, Version | None, Change | None]


@click.command()
@click.argument("source_id", required=False, metavar="[ID]")
@click.option("-p", "passages", is_flag=True, help="Show every passage that changed.")
@click.option("--all", "superseded", is_flag=True, help="Superseded versions and changes, too.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def log(
    settings: Settings, source_id: str | None, *, passages: bool, superseded: bool, as_json: bool
) -> None:
    """Versions and states, newest first."""
    from storage import sources

    store = settings.open_store("read")
    with store.read() as rx:
        chosen = [references.source(rx, source_id)] if source_id else sources.listing(rx)
        lines: list[str] = []
        for one in chosen:
            history = entries(rx, one, superseded=superseded)
            if as_json:
                lines += map(render.json_line, reversed(logged(rx, one, history)))
            else:
                parted = _parted(rx, one, history) if superseded else {}
                lines += _log(rx, one, history, parted, passages=passages)
    render.page(lines, plain=as_json)


def logged(rx: "Connection", one: "Source", history: "list[Entry]") -> list[dict[str, object]]:
    """Each of these versions as `log --json` says it, in time."""
    from monitor import moved
    from monitor.cli import logbook
    from storage import episodes, origins, versions, witnesses

    brought = origins.brought(rx, one.source_id)
    outages = _outages(episodes.history(rx, one.source_id))
    moves = moved.moves(origins.ways(rx, one.source_id))
    asked = witnesses.of_source(rx, one.source_id)
    known = {version.version_id: version for version in versions.history(rx, one.source_id)}
    numbers = {version_id: version.number for version_id, version in known.items()}
    return [
        logbook.as_json(
            one,
            version,
            later,
            known.get(change.from_version_id) if change else None,
            change,
            gaps=[gap for gap in outages if _within(gap.since, version, later)],
            moves=[move for move in moves if _within(move.at, version, later)],
            witness=asked.get(version.version_id),
            superseded_by=numbers.get(version.superseded_by or 0),
            origin=brought.get(version.capture_id, "direct"),
        )
        for version, later, change in history
    ]


def _within(at: "datetime", version: "Version", later: "Version | None") -> bool:
    """Whether the version was the last one then."""
    return version.first_seen <= at and (later is None or at < later.first_seen)


def entries(rx: "Connection", one: "Source", *, superseded: bool) -> "list[Entry]":
    """Each version with the one after it and the change that brought it, in time."""
    from storage import changes, versions, watches

    line = versions.standing(rx, one.source_id)
    watch = watches.load(rx, [one.source_id]).get(one.source_id)
    if line and watch is not None and watch.version_id == line[-1].version_id:  # seen until now
        line[-1] = replace(line[-1], last_seen=watch.last_ok_at or line[-1].last_seen)
    after = dict(pairwise(version.version_id for version in line))
    known = {version.version_id: version for version in versions.history(rx, one.source_id)}
    known |= {version.version_id: version for version in line}
    brought = changes.steps(rx, one.source_id)
    return [
        (version, known.get(after.get(version_id, 0)), brought.get(version_id))
        for version_id, version in known.items()
        if superseded or version.superseded_by is None
    ]


def _parted(rx: "Connection", one: "Source", history: "list[Entry]") -> "dict[int, list[Parted]]":
    """The changes that are not shown any more, by the version they led to."""
    from monitor.parted import parted
    from storage import changes, versions

    shown = {change.change_id for _, _, change in history if change}
    told = changes.summaries(rx, one.source_id)
    line = versions.standing(rx, one.source_id)
    return parted(line, [change for change in told if change.change_id not in shown])


def _restored(
    rx: "Connection", one: "Source", known: "dict[int, Version]", change: "Change | None"
) -> list[int]:
    """The versions of which sentences came back with a change."""
    if change is None or "restored" not in change.comparison.flags:
        return []
    from monitor import evidence

    back = [passage for passage in change.comparison.passages if "restored" in passage.flags]
    numbers = evidence.restored(rx, known[change.from_version_id], back, one.language)
    return sorted({number for number in numbers if number is not None})


def _log(
    rx: "Connection", one: "Source", history: "list[Entry]", parted: "dict[int, list[Parted]]",
    *, passages: bool,
) -> list[str]:  # fmt: skip
    from monitor import moved
    from monitor.cli import logbook
    from storage import episodes, origins, versions, witnesses

    brought = origins.brought(rx, one.source_id)
    known = {version.version_id: version for version in versions.history(rx, one.source_id)}
    now, passed = SYSTEM.now(), episodes.history(rx, one.source_id)
    asked = witnesses.of_source(rx, one.source_id)
    entries = [
        (
            (version.first_seen, version.number),
            logbook.version_lines(
                version, known.get(change.from_version_id) if change else None, change, one,
                full=passages,
                restored=_restored(rx, one, known, change),
                witness=asked.get(version.version_id),
                stands=known.get(version.superseded_by or 0),
                origin=brought.get(version.capture_id),
            )
            + [logbook.parted_line(version, *each) for each in parted.get(version.version_id, ())],
        )
        for version, _, change in history
    ]  # fmt: skip
    entries += [
        ((episode.since, 0), [logbook.episode_line(episode, one, now)])
        for episode in [*_outages(passed), *(one for one in passed if _flaps(one))]
    ]
    entries += [
        ((move.at, 0), [logbook.move_line(move, one)])
        for move in moved.moves(origins.ways(rx, one.source_id))
    ]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    return [logbook.heading(one), *(line for _, lines in entries for line in lines), ""]


def _flaps(episode: "Episode") -> bool:
    return episode.state == "flapping" and episode.verdict in {"ok", "not_modified"}


def _outages(history: "Iterable[Episode]") -> "list[Episode]":
    """The stretches in which the source could not be seen, whatever its state was called."""
    found: list[Episode] = []
    for episode in history:
        if episode.state != "overdue" and episode.verdict in {"ok", "not_modified", None}:
            continue
        last = found[-1] if found else None
        same = last and (last.verdict, last.reason) == (episode.verdict, episode.reason)
        if last and same and last.until == episode.since:
            found[-1] = replace(last, until=episode.until)
        else:
            found.append(episode)
    return found


@click.command()
@click.argument("reference", metavar="ID[@N]")
@click.option("--at", metavar="TIME", help="As it stood then.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
@click.pass_obj
def show(settings: Settings, reference: str, at: str | None, *, as_json: bool) -> None:
    """The text of a version."""
    from monitor import provenance
    from storage import versions, witnesses

    store = settings.open_store("read")
    with store.read() as rx:
        slug, name = references.split(reference)
        if at and name:
            raise UsageError(f"{reference} names a version already; leave out that, or --at")
        one = references.source(rx, slug)
        version = references.version(rx, one, at or name)
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
    if witness is not None:
        click.echo(render.witness_line(witness), err=True)
