"""Telling the operator that the store cannot be written, whatever still works.

On a full disk the reserve is given up, and the warning goes the way of all messages. Where nothing
can be committed it is sent directly: at most hourly, which a file's time of change remembers, as
the supervisor starts us again and again. That of a file that is there can be set on a full disk.
"""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from storage import errors, location

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.store import Store

_log = logging.getLogger(__name__)
_UNWRITABLE = (
    errors.StoreFull,
    errors.StoreIoFailed,
    errors.StoreReadOnly,
    errors.StoreUnreadable,
    errors.StoreUnreachable,
    errors.StoreDamaged,
)
_AT_MOST_EVERY = timedelta(hours=1)
_SENDING_SECONDS = 60.0
_STEP = 0.05


@contextmanager
def said(where: str, config: "Config", clock: "Clock") -> Iterator[None]:
    """Within, a store that cannot be written is told to the operator before the error goes on."""
    try:
        yield
    except _UNWRITABLE as error:
        if not (isinstance(error, errors.StoreFull) and _by_the_reserve(where, config, clock)):
            _directly(where, config, error, clock.now())
        raise


def prepare(store: "Store") -> None:
    """Make the file whose time is set later, while there is room for it."""
    path = location.file_of(store.url)
    if path is not None and not _beside(path).exists():
        _set(_beside(path), datetime.fromtimestamp(0, UTC))


def _by_the_reserve(where: str, config: "Config", clock: "Clock") -> bool:
    """Commit the warning in the room of the reserve and send it; whether that could be done."""
    from storage import disk
    from storage.store import open_store

    path = location.file_of(location.parse(where))
    if path is None or not disk.release_reserve(path):
        return False
    try:
        store = open_store(where, mode="write")
        try:
            _commit_and_send(store, config, clock)
        finally:
            store.close()
    except errors.StoreError:
        return False
    return True


def _commit_and_send(store: "Store", config: "Config", clock: "Clock") -> None:
    from monitor import disk
    from monitor.outbox import Outbox
    from storage import lock

    with store.write() as tx:
        disk.full(tx, store, config, clock.now())
    try:
        held = lock.acquire(store, pid=os.getpid(), command="run", now=clock.now())
    except errors.StoreLocked:
        return  # who holds the store sends it
    try:
        outbox, end = Outbox(store, config, clock), clock.monotonic() + _SENDING_SECONDS
        outbox.tick(clock.now(), patient=False)
        while outbox.sending and clock.monotonic() < end:
            clock.sleep(_STEP)
    finally:
        lock.release(held)


def _directly(where: str, config: "Config", error: errors.StoreError, now: datetime) -> None:
    """Send to the operator's channels past the outbox, unless that was done within the hour."""
    places = _places(where)
    if not config.operator or any(_within_the_hour(place, now) for place in places):
        return
    taken = [_sent(config, name, where, error, now) for name in config.operator]
    if any(taken):
        _remember(places, now)


def _sent(config: "Config", name: str, where: str, error: errors.StoreError, now: datetime) -> bool:
    from alerts.message_id import new_message_id
    from alerts.notices import Envelope, OperatorNotice
    from alerts.outcome import Refused
    from alerts.send import send

    channel = config.channels[name]
    lines = (
        str(error),
        "No page is watched until this is mended. It is said here directly, at most once an hour.",
    )
    notice = OperatorNotice(subject="the store cannot be written", lines=lines)
    message_id = new_message_id(where, [], channel.target, now)
    envelope = Envelope(message_id=message_id, fixed_at=now, timezone=channel.timezone)
    outcome = send(channel.target, notice, envelope, now=now)
    if isinstance(outcome, Refused):
        _log.warning("channel %s: %s", name, outcome.error)
        return False
    return True


def _places(where: str) -> list[Path]:
    """The files whose times may remember: beside the store, and where no store need be."""
    path = location.file_of(location.parse(where))
    name = hashlib.sha256(str(path.absolute() if path else where).encode()).hexdigest()[:16]
    # Not tempfile's own choice: it writes a file to find out, and the disk may be full.
    elsewhere = Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - never read but for its time
    elsewhere /= f"readout-{os.getuid()}-{name}.told"
    return [*([_beside(path)] if path else []), elsewhere]


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.told")


def _within_the_hour(place: Path, now: datetime) -> bool:
    """Whether it was told within the last hour; a time to come is that of a wrong clock."""
    try:
        told_at = datetime.fromtimestamp(place.lstat().st_mtime, UTC)
    except OSError:
        return False
    return timedelta() <= now - told_at < _AT_MOST_EVERY


def _remember(places: Sequence[Path], now: datetime) -> None:
    if not any(_set(place, now) for place in places):
        _log.warning("nothing remembers that this was said: it may be repeated within the hour")


def _set(place: Path, at: datetime) -> bool:
    """Set the file's time, making it if need be; whether that could be done."""
    with suppress(OSError):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            os.utime(handle, (at.timestamp(), at.timestamp()))
        finally:
            os.close(handle)
        return True
    return False
