"""`run` and `check`: the commands that watch."""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor.cli import render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.clock import SYSTEM
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.checking import Checked
    from monitor.config.model import Config
    from storage.lock import Lock
    from storage.store import Store

_PATIENCE = 150.0  # seconds `check` waits for a running daemon
_UNHEARD = "unheard_said_at"
_SAID_AGAIN = timedelta(hours=6)
_PAUSE = 0.2  # seconds between two attempts to follow another `check`


@click.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Watch until stopped: check on schedule, send alerts."""
    from monitor import lastwords
    from monitor.daemon import Daemon

    if not settings.quiet:
        logging.getLogger("monitor").setLevel(
            logging.DEBUG if settings.verbose > 1 else logging.INFO
        )
    config = settings.load()  # a wrong sources.yaml starts nothing
    with lastwords.said(settings.store, config, SYSTEM):
        store = settings.open_store("write")
        with held(store, "run"):
            _tell_of_dropped(settings, store, config)
            Daemon(store, settings.load, SYSTEM).run()


@click.command()
@click.argument("ids", type=SOURCE_ID, nargs=-1, metavar="[ID]...")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def check(settings: Settings, ids: tuple[str, ...], *, as_json: bool) -> None:
    """One pass over what is due, or over the named sources; for cron."""
    from monitor import lastwords

    config = settings.load()
    if ids:
        known(settings.load_followed(), ids)
    with lastwords.said(settings.store, config, SYSTEM):
        _check(settings, config, ids, as_json=as_json)


def _check(settings: Settings, config: "Config", ids: tuple[str, ...], *, as_json: bool) -> None:
    from monitor import checking
    from monitor.deadman import DeadMan
    from monitor.follow.followed import with_found
    from monitor.proof.outside import Outside
    from storage.errors import StoreLocked

    store = settings.open_store("write")
    try:
        with held(store, "check", wait=bool(ids)):
            _tell_of_dropped(settings, store, config)
            _print(settings, config, checking.check(store, config, ids, SYSTEM), as_json=as_json)
            DeadMan(SYSTEM).call(config)
            _tell_of_unheard(store)
            Outside(store).settle(config, SYSTEM)
    except StoreLocked as locked:
        if not ids:
            click.echo(f"readout: nothing is checked here: {_within(locked)}", err=True)
            return
        with store.read() as rx:
            config = with_found(rx, config)
        _print(settings, config, _through_daemon(store, config, ids, locked), as_json=as_json)


def _through_daemon(
    store: "Store", config: "Config", ids: tuple[str, ...], locked: Exception
) -> "Iterable[Checked]":
    from monitor import checking
    from monitor.errors import ReadoutError

    click.echo(f"readout: {_within(locked)}: asking it to check", err=True)
    try:
        return checking.ask_daemon(store, config, ids, SYSTEM, _PATIENCE)
    except TimeoutError:
        raise ReadoutError(
            f"no answer within {_PATIENCE:.0f} s; the sources stay marked due: see readout status"
        ) from None


def _within(error: Exception) -> str:
    """An error's sentence as a part of another."""
    said = str(error).rstrip(".")
    return said[:1].lower() + said[1:]


def _tell_of_dropped(settings: Settings, store: "Store", config: "Config") -> None:
    """Say which sources this configuration ends: perhaps it was meant for another store."""
    from monitor.follow.followed import with_found
    from storage import sources

    with store.read() as rx:
        found = with_found(rx, config)
        kept = {name for one in found.sources for name in (one.id, one.formerly)}
        kept |= {one.id for one in found.listings}
        watched = [one.slug for one in sources.listing(rx) if one.removed_at is None]
    dropped = [slug for slug in watched if slug not in kept]
    if dropped and not settings.quiet:
        are = "is" if len(dropped) == 1 else "are"
        click.echo(
            f"readout: {render.many(len(dropped), 'source')} of this store {are} no longer watched,"
            f" not being in {config.path}: {', '.join(dropped)}",
            err=True,
        )


def _tell_of_unheard(store: "Store") -> None:
    """Say, a few times a day, which sources are told to nobody: cron mails what is said here."""
    from monitor.unheard import some, unheard
    from storage import channels, meta, sources

    with store.write() as tx:
        slugs = unheard(sources.listing(tx), channels.states(tx))
        now, said = SYSTEM.now(), meta.get(tx, _UNHEARD)
        if not slugs or (said and abs(now - datetime.fromisoformat(said)) < _SAID_AGAIN):
            return
        meta.put(tx, _UNHEARD, now.isoformat())
    click.echo(
        f"readout: {some(slugs)}: every channel this is told to is broken, so that changes reach "
        "nobody: see readout status --daemon",
        err=True,
    )


@contextmanager
def held(store: "Store", command: str, *, wait: bool = False) -> Iterator[None]:
    """Within, the store's lock is ours; with `wait` that of another `check` is waited for."""
    from storage import lock

    taken = _after_check(store, command) if wait else _lock(store, command)
    try:
        yield
    finally:
        lock.release(taken)
        store.close()


def _lock(store: "Store", command: str) -> "Lock":
    from storage import lock

    return lock.acquire(store, pid=os.getpid(), command=command, now=SYSTEM.now())


def _after_check(store: "Store", command: str) -> "Lock":
    """The store's lock, once no other `check` has it: a daemon takes requests, a `check` ends."""
    from storage.errors import StoreLocked

    said = False
    while True:
        try:
            return _lock(store, command)
        except StoreLocked as locked:
            if locked.command == "run":
                raise
            if locked.command is not None and not said:
                click.echo(f"readout: {_within(locked)}: waiting for it to end", err=True)
                said = True
        SYSTEM.sleep(_PAUSE)


def known(config: "Config", ids: tuple[str, ...]) -> None:
    """UsageError where an id is none of what is watched."""
    from monitor.follow.followed import watched

    names = [source.id for source in watched(config)]
    unknown = [name for name in ids if name not in names]
    now = {source.formerly: source.id for source in config.sources}
    if unknown and unknown[0] in now:
        raise UsageError(f"{config.path}: no source {unknown[0]}: it is {now[unknown[0]]} now")
    if unknown:
        raise UsageError(
            f"{config.path}: no source {', '.join(unknown)}; there are: {', '.join(names)}"
        )


def _print(
    settings: Settings, config: "Config", results: "Iterable[Checked]", *, as_json: bool
) -> None:
    from monitor.config.masked import masked

    count, quiet = 0, settings.quiet
    shown = masked(config)
    urls = {one["id"]: one["url"] for one in (*shown["sources"], *shown["listings"])}
    for one in results:
        count += 1
        if as_json:
            click.echo(
                render.json_line(render.checked(one, urls.get(one.source.id, one.source.url)))
            )
        elif not quiet:
            click.echo(render.checked_line(one))
    if not count and not as_json and not quiet:
        click.echo("nothing is due", err=True)
