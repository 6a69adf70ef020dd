"""The lock that makes one daemon (or one `check`) the only one on a store.

It is the kernel's, or the server's, and dies with the process that holds it: a lock on the file
`<store>.lock` beside an SQLite file, an advisory lock of a session on PostgreSQL.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Row, text

from storage import location
from storage.errors import StoreFull, StoreLocked, StoreReadOnly
from storage.failures import told
from storage.store import Store

# Chosen once, at random; the server keeps locks of a database apart from those of others.
_KEY = 61_204_477
_ATTEMPTS = 5  # a reader that looks who holds the lock has it for an instant
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a store's lock."""

    pid: int
    command: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lock that is held; `free` lets it go."""

    free: Callable[[], None]


def acquire(store: Store, *, pid: int, command: str, now: datetime) -> Lock:
    """Take the store's lock, or raise StoreLocked, which says who holds it."""
    path = location.file_of(store.url)
    me = Holder(pid=pid, command=command, since=now)
    return _acquire_session(store, me) if path is None else _acquire_file(store, path, me)


def release(lock: Lock) -> None:
    """Let the lock go."""
    lock.free()


def holder(store: Store) -> Holder | None:
    """Who holds the store's lock; None if nobody does."""
    path = location.file_of(store.url)
    return _session_holder(store) if path is None else _file_holder(_beside(path))


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _acquire_file(store: Store, path: Path, me: Holder) -> Lock:
    try:
        handle = os.open(_beside(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreReadOnly(where=store.location, problem=str(error)) from error
    if not _locked(handle, fcntl.LOCK_EX, _ATTEMPTS):
        found = _written(handle)
        os.close(handle)
        raise _refusal(store, found)
    try:
        _write(handle, me)
    except OSError as error:
        os.close(handle)
        raise StoreFull(where=store.location) from error
    return Lock(free=lambda: _free(handle))


def _locked(handle: int, how: int, attempts: int) -> bool:
    for attempt in range(attempts):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, how | fcntl.LOCK_NB)
            return True
    return False


def _free(handle: int) -> None:
    # The file stays: whoever removed it could remove another's that was made meanwhile.
    os.ftruncate(handle, 0)
    os.close(handle)


def _write(handle: int, me: Holder) -> None:
    line = json.dumps({"pid": me.pid, "command": me.command, "since": me.since.isoformat()})
    os.ftruncate(handle, 0)
    os.pwrite(handle, line.encode(), 0)


def _written(handle: int) -> Holder | None:
    try:
        told_of = json.loads(os.pread(handle, 4096, 0))
        since = datetime.fromisoformat(told_of["since"])
        return Holder(pid=told_of["pid"], command=told_of["command"], since=since)
    except (ValueError, KeyError, TypeError):
        return None  # taken an instant ago, and not yet written


def _file_holder(path: Path) -> Holder | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _locked(handle, fcntl.LOCK_SH, 1) else _written(handle)
    finally:
        os.close(handle)


_TRY = text("SELECT pg_try_advisory_lock(:key)")
_UNLOCK = text("SELECT pg_advisory_unlock(:key)")
_NAME = text("SELECT set_config('application_name', :name, false)")
_WHO = text(
    "SELECT activity.application_name FROM pg_locks AS lock "
    "JOIN pg_stat_activity AS activity ON activity.pid = lock.pid "
    "WHERE lock.locktype = 'advisory' AND lock.objid = :key AND lock.granted "
    "AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _acquire_session(store: Store, me: Holder) -> Lock:
    # The session's name says who holds the lock, and goes with it.
    name = f"readout {me.pid} {me.since.timestamp():.0f} {me.command}"
    with told(store.location, store.wait_seconds):
        session = store.engine.execution_options(isolation_level="AUTOCOMMIT").connect()
        if not session.execute(_TRY, {"key": _KEY}).scalar_one():
            session.close()
            raise _refusal(store, _session_holder(store))
        session.execute(_NAME, {"name": name[:63]})

    def free() -> None:
        with told(store.location, store.wait_seconds):
            session.execute(_NAME, {"name": "readout"})
            session.execute(_UNLOCK, {"key": _KEY})
            session.close()

    return Lock(free=free)


def _session_holder(store: Store) -> Holder | None:
    with store.read() as tx:
        row = tx.execute(_WHO, {"key": _KEY}).one_or_none()
    return _named(row) if row else None


def _named(row: Row[str]) -> Holder | None:
    _readout, pid, since, command = [*row[0].split(" ", 3), "", "", ""][:4]
    if not (pid.isdigit() and since.isdigit()):
        return None
    at = datetime.fromtimestamp(int(since), UTC)
    return Holder(pid=int(pid), command=command, since=at)


def _refusal(store: Store, found: Holder | None) -> StoreLocked:
    if found is None:
        return StoreLocked(where=store.location)
    return StoreLocked(
        where=store.location, pid=found.pid, command=found.command, since=found.since
    )
