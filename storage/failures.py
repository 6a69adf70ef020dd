"""Turning what a database driver says into the errors of `storage.errors`."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from storage import errors

_SQLITE: dict[int, type[errors.StoreError]] = {
    sqlite3.SQLITE_BUSY: errors.StoreBusy,
    sqlite3.SQLITE_LOCKED: errors.StoreBusy,
    sqlite3.SQLITE_READONLY: errors.StoreReadOnly,
    sqlite3.SQLITE_PERM: errors.StoreReadOnly,
    sqlite3.SQLITE_FULL: errors.StoreFull,
    sqlite3.SQLITE_NOTADB: errors.NotAStore,
    sqlite3.SQLITE_CORRUPT: errors.StoreDamaged,
    sqlite3.SQLITE_CANTOPEN: errors.StoreUnreadable,
    sqlite3.SQLITE_IOERR: errors.StoreIoFailed,
}

# The first that the SQLSTATE starts with decides.
_POSTGRESQL: dict[str, type[errors.StoreError]] = {
    "53100": errors.StoreFull,
    "55P03": errors.StoreBusy,
    "57014": errors.StoreBusy,
    "25006": errors.StoreReadOnly,
    "42501": errors.StoreReadOnly,
    "XX001": errors.StoreDamaged,
    "XX002": errors.StoreDamaged,
    "08": errors.StoreUnreachable,
    "28": errors.StoreUnreachable,
    "3D": errors.StoreUnreachable,
    "53": errors.StoreUnreachable,
    "57P": errors.StoreUnreachable,
}


# SQLite says "disk I/O error" for want of room, too, where it needs a little for its own files.
_HARDLY_ANY_ROOM = 100_000  # bytes


@contextmanager
def told(where: str, seconds: float) -> Iterator[None]:
    """Raise what the driver raises as an error of the store, where it is one.

    A broken constraint or wrong SQL is a mistake of ours and passes as it is.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        kind = _kind(cause)
        if kind is None:
            raise
        if kind is errors.StoreIoFailed and _no_room(where):
            kind = errors.StoreFull
        raise kind(where=where, problem=_first_line(cause), seconds=seconds) from error


def _no_room(where: str) -> bool:
    try:
        return shutil.disk_usage(Path(where).resolve().parent).free < _HARDLY_ANY_ROOM
    except OSError:
        return False


def _kind(cause: BaseException | None) -> type[errors.StoreError] | None:
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # psycopg has no SQLSTATE for a server that was never reached or went away.
        return errors.StoreUnreachable if type(cause).__name__ == "OperationalError" else None
    return next((kind for head, kind in _POSTGRESQL.items() if state.startswith(head)), None)


def _first_line(cause: BaseException | None) -> str:
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
