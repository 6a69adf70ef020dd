"""`doctor`: configuration, channels, store, clock, disk and each source's health, with remedies."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from alerts import when
from monitor.cli import render
from monitor.cli.main import Settings
from monitor.cli.render import safe
from monitor.clock import SYSTEM
from monitor.errors import ReadoutError
from monitor.phrasing import duration, many

if TYPE_CHECKING:
    from monitor.config.model import Authority, Config
    from storage.model import SourceKind
    from storage.store import Store
    from storage.volatiles import Volatile
    from storage.watches import Watch

_EARLIEST_YEAR = 2025


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `note` is worth knowing; `bad` needs somebody."""

    about: str
    state: Literal["ok", "note", "bad"]
    finding: str
    remedy: str | None = None
    verdict: str | None = None  # of what was fetched just now: a row of the table at the end


@click.command()
@click.option(
    "--live", is_flag=True, help="Fetch every source and listing too, and say what would be read."
)
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_context
def doctor(ctx: click.Context, *, live: bool, as_json: bool) -> None:
    """Check everything, with the remedy for each finding; exit 1 if something needs you."""
    settings: Settings = ctx.obj
    settings.check_config()
    bad = tabled = False
    for finding in _findings(settings, live=live):
        bad |= finding.state == "bad"
        if as_json:
            click.echo(render.json_line({
                "about": finding.about,
                "state": finding.state,
                "finding": finding.finding,
                "remedy": finding.remedy,
            }))  # fmt: skip
            continue
        if finding.verdict and not tabled:
            tabled = True
            click.echo(f"\n{'':<5} {'fetched just now':<28} verdict")
        click.echo(_line(finding))
    ctx.exit(1 if bad else 0)


def _line(finding: Finding) -> str:
    remedy = f"\n{'':<5} → {safe(finding.remedy)}" if finding.remedy else ""
    said = safe(finding.finding)
    if finding.verdict:
        what = said.removeprefix(f"{finding.verdict}: ")
        return f"{finding.state:<5} {finding.about:<28} {finding.verdict:<9} {what}{remedy}"
    return f"{finding.state:<5} {finding.about}: {said}{remedy}"


def _findings(settings: Settings, *, live: bool) -> Iterator[Finding]:
    from monitor.cli import channelcheck
    from monitor.config.model import Config
    from storage.errors import StoreError, StoreMissing

    config = store = None
    try:
        config = settings.load()
    except ReadoutError as error:
        yield from _config_errors(str(error))
    else:
        yield from _configuration(config)
    try:
        store = settings.open_store("read")
    except StoreMissing:
        yield Finding(
            about="store", state="note", finding=f"{settings.store} is not there yet",
            remedy="readout run or readout check makes it",
        )  # fmt: skip
        yield from channelcheck.untried(config)
    except StoreError as error:
        yield Finding(about="store", state="bad", finding=str(error))
    else:
        yield from _store(store, settings.store)
        yield from channelcheck.findings(store, config)
        yield from _health(store, config)
    yield from _machine(settings.store, (config or Config()).min_free)
    if live and config is not None:
        from monitor.cli import livecheck

        yield from livecheck.findings(config, livecheck.known(store, config) if store else {})


def _config_errors(text: str) -> Iterator[Finding]:
    for line in text.splitlines():
        yield Finding(about="configuration", state="bad", finding=line, remedy="mend that line")


def _configuration(config: "Config") -> Iterator[Finding]:
    counts = [many(len(config.sources), "source"), many(len(config.channels), "channel")]
    if config.listings:
        counts.insert(1, many(len(config.listings), "listing"))
    count = ", ".join(counts)
    yield Finding(about="configuration", state="ok", finding=f"{config.path}: {count}")
    for where in config.literal:
        yield Finding(
            about="configuration", state="note", finding=f"{where} is written in the file",
            remedy="write ${NAME} there, and set NAME in the environment or a credential file",
        )  # fmt: skip
    if config.contact is None:
        yield Finding(
            about="contact", state="note", finding="none is set",
            remedy="set contact in sources.yaml, so that a webmaster can reach you",
        )  # fmt: skip
    for source in config.sources:
        if not source.alert:
            yield Finding(
                about=source.id, state="note", finding="nobody is told of its changes",
                remedy="name a channel in its alert, or in defaults",
            )  # fmt: skip
    if config.stamp is not None:
        yield _certificate(config.stamp)
    if not config.operator:
        yield Finding(
            about="operator", state="note", finding="nobody is told when the machine has trouble",
            remedy="name a channel in operator",
        )  # fmt: skip


def _certificate(stamp: "Authority") -> Finding:
    from monitor.proof.authority import Refused, certificate

    found = certificate(stamp)
    if isinstance(found, Refused):
        return Finding(
            about="stamp", state="bad", finding=found.why,
            remedy="put the authority's certificate there, or mend certificate under stamp",
        )  # fmt: skip
    return Finding(about="stamp", state="ok", finding=f"{stamp.certificate} is a certificate")


def _store(store: "Store", location: str) -> Iterator[Finding]:
    from storage import lock

    holder = lock.holder(store)
    held = f"readout {holder.command} (process {holder.pid}) has it" if holder else "nobody has it"
    yield Finding(about="store", state="ok", finding=f"{_named(location)} opens; {held}")


def _named(location: str) -> str:
    return location if "://" not in location else location.rpartition("@")[2]


def _health(store: "Store", config: "Config | None") -> Iterator[Finding]:
    from monitor.archivewords import said
    from monitor.cli import capturecheck, status
    from storage import lock, sources, volatiles

    now, holder = SYSTEM.now(), lock.holder(store)
    from monitor.follow.followed import with_found

    with store.read() as rx:
        config = with_found(rx, config) if config else None
        listed = [one for one in sources.listing(rx) if one.removed_at is None]
        rows = status.rows_of(rx, (), holder, now)
        known = {row.source.source_id: row.watch for row in rows}
        archive = {row.source.source_id: row.archive for row in rows}
        led_by = {row.source.source_id: row.led_by for row in rows}
        overdue = {row.source.source_id for row in rows if row.state == "overdue"}
        turning = volatiles.listing(rx)
        noted = list(capturecheck.findings(rx, config, listed, known)) if config else []
    yield from noted
    yield from _volatile({one.source_id: one.slug for one in listed}, turning)
    for one in listed:
        watch = known.get(one.source_id)
        if watch is None or watch.last_check_at is None:
            yield Finding(about=one.slug, state="note", finding="not looked at yet",
                          remedy=f"readout check {one.slug}")  # fmt: skip
        elif one.source_id in overdue:
            late = duration(now - watch.next_check_at)
            yield Finding(about=one.slug, state="bad", finding=f"not looked at: overdue by {late}",
                          remedy="is readout run, or cron, alive? see readout status")  # fmt: skip
        elif watch.state == "flapping":
            yield Finding(about=one.slug, state="note", finding="serves known texts in turn",
                          remedy=_remedy(watch, one.slug))  # fmt: skip
        elif watch.failures:
            why = f"{watch.verdict} {many(watch.failures, 'time')} in a row: {watch.reason or ''}"
            seen = archive.get(one.source_id)
            shown = f"; {said(seen)}" if seen else ""
            yield Finding(about=one.slug, state="bad", finding=why.rstrip(": ") + shown,
                          remedy=_remedy(watch, one.slug, archive=one.has_archive,
                                         led_by=led_by.get(one.source_id),
                                         kind=one.kind))  # fmt: skip
        elif one.listing_id is None:
            yield Finding(about=one.slug, state="ok", finding=f"read well: {watch.verdict}")


def _remedy(
    watch: "Watch",
    slug: str,
    *,
    archive: bool = False,
    led_by: str | None = None,
    kind: "SourceKind" = "source",
) -> str:
    from monitor.remedies import remedy

    read = watch.last_ok_at is not None
    return remedy(
        watch.verdict or "", slug, watch.reason,
        read_before=read, state=watch.state, archive=archive, led_by=led_by, kind=kind,
    )  # fmt: skip


def _volatile(slugs: dict[int, str], turning: "list[Volatile]") -> Iterator[Finding]:
    from monitor import volatile

    for one in turning:
        if one.source_id in slugs:
            yield Finding(
                about=slugs[one.source_id], state="note",
                finding=f'"{volatile.shown(one.signature)}" differs from look to look, not told',
                remedy=volatile.remedy(one.signature),
            )  # fmt: skip


def _machine(location: str, min_free: int) -> Iterator[Finding]:
    folder = Path(location).resolve().parent if "://" not in location else Path.cwd()
    if folder.is_dir():
        free = shutil.disk_usage(folder).free
        yield Finding(
            about="disk", state="ok" if free > min_free else "bad",
            finding=f"{free / 1e9:.1f} GB free beside the store",
            remedy=None if free > min_free else "make room: the store must be able to grow",
        )  # fmt: skip
    now = SYSTEM.now()
    right = now.year >= _EARLIEST_YEAR
    yield Finding(
        about="clock", state="ok" if right else "bad", finding=when.utc(now),
        remedy=None if right else "set the machine's clock: every time we store depends on it",
    )  # fmt: skip
