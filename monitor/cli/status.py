"""`status`: what is watched, what needs you first."""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import references, render
from monitor.cli.logbook import duration, local
from monitor.cli.main import Settings  # noqa: TC001
from monitor.cli.render import safe
from monitor.clock import SYSTEM

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.channels import ChannelState
    from storage.lock import Holder
    from storage.model import Source, State
    from storage.store import Store
    from storage.volatiles import Volatile
    from storage.watches import Watch

_BAD: frozenset["State"] = frozenset({"broken", "overdue"})
_LATE_SECONDS = 600.0  # a check this late, beside a daemon, is overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    source: "Source"
    watch: "Watch"
    state: "State"
    versions: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    rows: list[_Row]
    channels: dict[str, "ChannelState"]
    waiting: Counter[str]
    dead: Counter[str]
    volatile: "list[tuple[str, Volatile]]"
    holder: "Holder | None"
    now: datetime


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--daemon", "machine", is_flag=True, help="Only daemon, store and channels.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def status(ctx: click.Context, ids: tuple[str, ...], *, machine: bool, as_json: bool) -> None:
    """What is watched and what needs you first; exit 1 if something is broken or overdue."""
    settings: Settings = ctx.obj
    store = settings.open_store("read")
    picture = _picture(store, ids)
    if machine:
        bad = _machine(picture, as_json=as_json)
    elif as_json:
        bad = _print_json(picture)
    else:
        bad = _print(picture, settings.store)
    ctx.exit(1 if bad else 0)


def _picture(store: "Store", ids: tuple[str, ...]) -> _Picture:
    from storage import channels, lock, outbox, sources, versions, watches

    now = SYSTEM.now()
    holder = lock.holder(store)
    with store.read() as rx:
        chosen = [references.source(rx, slug) for slug in ids] or [
            one for one in sources.listing(rx) if one.removed_at is None
        ]
        known = watches.load(rx)
        counts = versions.counts(rx)
        pending = {
            source_id: count
            for (source_id, state), count in outbox.counts(rx).items()
            if source_id is not None and state == "pending"
        }
        rows = [
            _Row(
                source=one,
                watch=known[one.source_id],
                state=_state(one, known[one.source_id], holder, now),
                versions=counts.get(one.source_id, 0),
                pending=pending.get(one.source_id, 0),
            )
            for one in chosen
            if one.source_id in known
        ]
        return _Picture(
            rows=rows,
            channels=channels.states(rx),
            waiting=Counter(outbox.pending_by_channel(rx)),
            dead=Counter(outbox.dead_by_channel(rx)),
            volatile=_volatile(rx, chosen),
            holder=holder,
            now=now,
        )


def _volatile(rx: "Connection", chosen: "list[Source]") -> "list[tuple[str, Volatile]]":
    """What of these sources differs from look to look and is not told."""
    from storage import volatiles

    slugs = {one.source_id: one.slug for one in chosen}
    return [(slugs[one.source_id], one) for one in volatiles.listing(rx) if one.source_id in slugs]


def _state(one: "Source", watch: "Watch", holder: "Holder | None", now: datetime) -> "State":
    if one.muted_until is not None and one.muted_until > now:
        return "muted"
    late = (now - watch.next_check_at).total_seconds() > _LATE_SECONDS
    return "overdue" if holder is not None and late and watch.state not in _BAD else watch.state


def _machine(picture: _Picture, *, as_json: bool) -> bool:
    """The daemon and the channels alone, for health checks."""
    broken = [name for name, one in picture.channels.items() if one.state == "broken"]
    running = picture.holder is not None and picture.holder.command == "run"
    if as_json:
        for name in picture.channels:
            click.echo(render.json_line(_channel_json(picture, name)))
    else:
        click.echo(_running(picture))
        for name in broken:
            click.echo(f"channel {name}: {safe(picture.channels[name].reason or 'broken')}")
    return bool(broken) or not running


def _print_json(picture: _Picture) -> bool:
    for row in picture.rows:
        watch = row.watch
        line: dict[str, object] = {
            "kind": "source",
            "source": row.source.slug,
            "state": row.state,
            "verdict": watch.verdict,
            "reason": watch.reason,
            "last_good": render.instant(watch.last_ok_at),
            "last_check": render.instant(watch.last_check_at),
            "next_check": render.instant(watch.next_check_at),
            "failures": watch.failures,
            "versions": row.versions,
            "pending_alerts": row.pending,
        }
        click.echo(render.json_line(line))
    for name in picture.channels:
        click.echo(render.json_line(_channel_json(picture, name)))
    return _bad(picture)


def _channel_json(picture: _Picture, name: str) -> dict[str, object]:
    one = picture.channels[name]
    return {
        "kind": "channel",
        "source": name,
        "state": one.state,
        "verdict": None,
        "reason": one.reason,
        "last_good": None,
        "last_check": render.instant(one.since),
        "next_check": render.instant(one.next_probe_at),
        "failures": 0,
        "versions": 0,
        "pending_alerts": picture.waiting[name],
    }


def _bad(picture: _Picture) -> bool:
    return any(row.state in _BAD for row in picture.rows) or any(
        one.state == "broken" for one in picture.channels.values()
    )


def _print(picture: _Picture, store: str) -> bool:
    click.echo(
        f"{_running(picture)} | {len(picture.rows)} sources | {_waiting(picture)} | {_disk(store)}"
    )
    needy = [*map(_needy_source, filter(_needs, picture.rows)), *_needy_channels(picture)]
    if needy:
        click.echo("NEEDS YOU")
        for line in needy:
            click.echo(f"  {line}")
    for row in picture.rows:
        if row.state == "muted" and row.source.muted_until is not None:
            note = f' ("{safe(row.source.mute_note)}")' if row.source.mute_note else ""
            until = local(row.source.muted_until, row.source.timezone)
            click.echo(f"MUTED  {row.source.slug} until {until}{note}")
    for slug, one in picture.volatile:
        click.echo(f"VOLATILE  {slug}: {_volatile_line(one)}")
    for row in picture.rows:
        if not _needs(row):
            click.echo(f"  {_row(row, picture.now)}")
    states = Counter(row.state for row in picture.rows)
    click.echo(" | ".join(f"{state.upper()} {count}" for state, count in states.items()))
    return _bad(picture)


def _running(picture: _Picture) -> str:
    holder = picture.holder
    if holder is None:
        return "no daemon is running (readout run, or readout check from cron)"
    since = holder.since.strftime("%Y-%m-%d %H:%M UTC")
    return f"readout {holder.command} since {since} (process {holder.pid})"


def _waiting(picture: _Picture) -> str:
    waiting = f"{_many(sum(picture.waiting.values()), 'message')} waiting"
    dead = sum(picture.dead.values())
    return f"{waiting}, {dead} dead (readout alerts)" if dead else waiting


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _disk(store: str) -> str:
    path = Path(store)
    if not path.is_file():
        return "store on a database server"
    parent = path.resolve().parent
    size = sum(one.stat().st_size for one in parent.glob(f"{path.name}*") if one.is_file())
    return f"store {size / 1e6:.1f} MB, {shutil.disk_usage(parent).free / 1e9:.0f} GB free"


def _volatile_line(one: "Volatile") -> str:
    from monitor import volatile

    text, remedy = safe(volatile.shown(one.signature)), safe(volatile.remedy(one.signature))
    return f'"{text}" differs from look to look, not told   → {remedy}'


def _needs(row: _Row) -> bool:
    return row.state in _BAD or row.state in {"gone", "flapping", "withdrawn", "replaced"}


def _needy_source(row: _Row) -> str:
    from monitor.remedies import remedy

    watch = row.watch
    why = f"{watch.verdict or 'not seen'}: {safe(watch.reason or '')}".rstrip(": ")
    since = f" since {watch.failing_since:%Y-%m-%d %H:%M} UTC" if watch.failing_since else ""
    what = f"{row.source.slug:<24} source   {row.state}{since}   {why}"
    return f"{what}   → {remedy(watch.verdict or '', row.source.slug)}"


def _needy_channels(picture: _Picture) -> list[str]:
    return [
        f"{name:<24} channel  {safe(one.reason or 'broken')}, {picture.waiting[name]} waiting"
        f"{f', {picture.dead[name]} dead' if picture.dead[name] else ''}"
        f"   → mend it, then: readout alerts test {name}"
        for name, one in picture.channels.items()
        if one.state == "broken"
    ]


def _row(row: _Row, now: datetime) -> str:
    watch = row.watch
    seen = f"seen {duration(now - watch.last_ok_at)} ago" if watch.last_ok_at else "not seen yet"
    latest = f"@{row.versions}" if row.versions else "-"
    trouble = ""
    if watch.failures:
        trouble = f"   {watch.verdict} ×{watch.failures}: {safe(watch.reason or '')}"
    pending = f"   {row.pending} alerts pending" if row.pending else ""
    return f"{row.source.slug:<28} {row.state:<8} {latest:<5} {seen}{trouble}{pending}"
