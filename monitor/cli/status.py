"""`status`: what is watched, what needs you first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor import lateness
from monitor.cli import references
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings  # noqa: TC001
from monitor.clock import SYSTEM
from monitor.queues import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from storage.archive_sights import ArchiveSight
    from storage.channels import ChannelState
    from storage.hosts import Pause
    from storage.lock import Holder
    from storage.model import Source, State
    from storage.overview import Day, Queue
    from storage.store import Store
    from storage.volatiles import Volatile
    from storage.watches import Watch

BAD: frozenset["State"] = frozenset({"broken", "overdue"})
_FULL = 500_000  # bytes: a change and its message need some


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A source, and how watching it goes."""

    source: "Source"
    watch: "Watch"
    state: "State"
    versions: int
    number: int | None  # of the version that stands, the last in time
    pending: int
    archive: "ArchiveSight | None"  # how an archive is watched for it
    left_alone: datetime | None  # until then its host wants or wanted no visit, though it was due
    silent: str | None = None  # of a listing: for how long it names nothing new
    led_by: str | None = None  # what of sources.yaml led to it, of what is not well
    names: tuple[int, int] | None = None  # of a listing: documents that match, and are followed

    @property
    def not_read_since(self) -> "datetime | None":
        """The last good sight, where visits fail for too short a time to be another state."""
        failing = self.state == "ok" and self.watch.failures
        return self.watch.last_ok_at if failing else None

    @property
    def called(self) -> str:
        """The state, or that the last visit did not read it."""
        return "not read" if self.not_read_since is not None else self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that status tells."""

    rows: list[Row]
    channels: "Mapping[str, ChannelState]"
    queues: "Mapping[str, Queue]"
    last_sent_at: datetime | None
    day: "Day"
    volatile: "list[tuple[str, Volatile]]"
    holder: "Holder | None"
    a_day: float | None  # bytes by which the store grows, if known
    full: bool  # nothing can be recorded: the store's disk has no room
    now: datetime

    @property
    def bad(self) -> bool:
        """Whether something is broken or overdue, or nothing can be recorded."""
        return (
            self.full
            or any(row.state in BAD for row in self.rows)
            or any(one.state == "broken" for one in self.channels.values())
        )


@click.command()
@click.argument("ids", type=SOURCE_ID, nargs=-1, metavar="[ID]...")
@click.option("--daemon", "machine", is_flag=True, help="Only daemon, store and channels.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def status(ctx: click.Context, ids: tuple[str, ...], *, machine: bool, as_json: bool) -> None:
    """What is watched and what needs you first; exit 1 if something is broken or overdue.

    Where a listing led to very many that need you for the same reason, ten are named, and all by
    readout -v status.
    """
    from monitor.cli import statusjson, statuslines

    settings: Settings = ctx.obj
    store = settings.open_store("read")
    picture = _picture(store, ids)
    bad = _machine_fails(picture) if machine else picture.bad
    if as_json:
        lines = statusjson.lines(picture, machine=machine)
    elif machine:
        lines = statuslines.machine(picture)
    else:
        everything = settings.verbose > 0
        lines = statuslines.whole(picture, settings.store, ids, everything=everything)
    for line in lines:
        click.echo(line)
    ctx.exit(1 if bad else 0)


def _picture(store: "Store", ids: tuple[str, ...]) -> Picture:
    from monitor import disk
    from storage import channels, lock, overview
    from storage import disk as room

    now = SYSTEM.now()
    holder = lock.holder(store)
    free = room.free(store)
    with store.read() as rx:
        rows = rows_of(rx, ids, holder, now)
        return Picture(
            rows=rows,
            channels=channels.states(rx),
            queues=overview.queues(rx),
            last_sent_at=overview.last_sent_at(rx),
            day=overview.day(rx, now - timedelta(days=1), now, _meant(rx, rows, ids)),
            volatile=_volatile(rx, rows),
            holder=holder,
            a_day=disk.pace(rx),
            full=free is not None and free < _FULL,
            now=now,
        )


def _meant(rx: "Connection", rows: list[Row], asked: tuple[str, ...]) -> set[int]:
    """The sources of these rows, and what the listings that are asked for led to."""
    from storage import families

    listings = [row.source for row in rows if row.source.kind == "listing" and asked]
    led_to = (families.members(rx, one.source_id) for one in listings)
    return {row.source.source_id for row in rows}.union(*led_to)


def rows_of(
    rx: "Connection", ids: tuple[str, ...], holder: "Holder | None", now: datetime
) -> list[Row]:
    """These sources, or all that are configured, each with its state."""
    from storage import archive_sights, entries, hosts, outbox, sources, versions, watches

    chosen = [references.source(rx, slug) for slug in ids] or [
        one for one in sources.listing(rx) if one.removed_at is None
    ]
    known, counts, pending = watches.load(rx), versions.counts(rx), outbox.counts(rx)
    numbers = versions.numbers_now(rx)
    pauses, unlisted, named = hosts.pauses(rx), entries.unlisted(rx), entries.counts(rx)
    archive = archive_sights.load(rx)
    asked = {
        one.source_id: pauses.get(host_of(one.url)) for one in chosen if one.removed_at is None
    }
    return [
        Row(
            source=one,
            watch=known[one.source_id],
            state=_state(
                one,
                known[one.source_id],
                holder,
                asked.get(one.source_id),
                now,
                unlisted=one.source_id in unlisted,
            ),
            versions=counts.get(one.source_id, 0),
            number=numbers.get(one.source_id),
            pending=pending.get((one.source_id, "pending"), 0),
            archive=archive.get(one.source_id),
            left_alone=lateness.left_alone(known[one.source_id], asked.get(one.source_id), now),
            silent=_silent(rx, one, now),
            led_by=sources.led_by(rx, one) if known[one.source_id].failures else None,
            names=named.get(one.source_id) if one.kind == "listing" else None,
        )
        for one in chosen
        if one.source_id in known
    ]


def _silent(rx: "Connection", one: "Source", now: datetime) -> str | None:
    """That a listing of sources.yaml names nothing new for much longer than usual."""
    from monitor.follow import silence
    from storage import entries

    if one.kind != "listing" or one.listing_id is not None:
        return None
    return silence.said(entries.came(rx, one.source_id), now)


def _volatile(rx: "Connection", rows: list[Row]) -> "list[tuple[str, Volatile]]":
    """What of these sources differs from look to look and is not told."""
    from storage import volatiles

    slugs = {row.source.source_id: row.source.slug for row in rows}
    return [(slugs[one.source_id], one) for one in volatiles.listing(rx) if one.source_id in slugs]


def _state(
    one: "Source",
    watch: "Watch",
    holder: "Holder | None",
    pause: "Pause | None",
    now: datetime,
    *,
    unlisted: bool,
) -> "State":
    if one.removed_at is not None or watch.state == "ended":
        return "ended"
    if one.muted_until is not None and one.muted_until > now:
        return "muted"
    if watch.state not in BAD and lateness.is_overdue(watch, holder, pause, now):
        return "overdue"
    return "unlisted" if unlisted and watch.state == "ok" else watch.state


def _machine_fails(picture: Picture) -> bool:
    broken = any(one.state == "broken" for one in picture.channels.values())
    return broken or picture.full or picture.holder is None or picture.holder.command != "run"
