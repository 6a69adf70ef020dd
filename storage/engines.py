"""SQLAlchemy engines for both back ends, set up so that they behave alike."""

import os
import sqlite3
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage import errors, location

_BEGIN = "readout_begin"
# Chosen once, at random: the key of the advisory lock that makes a transaction the only writer.
_WRITER_KEY = 7_120_843_392


def create(url: URL, shown: str, *, mode: Literal["read", "write"], wait_seconds: float) -> Engine:
    """An engine for the URL; of SQLite, the file and its directory are looked at first."""
    path = location.file_of(url)
    if path is None:
        return _postgresql(url, shown, mode, wait_seconds)
    try:
        _look_at(path, shown, mode)
    except OSError as error:
        raise errors.StoreUnreadable(where=shown, problem=error.strerror) from error
    if mode == "write":
        return _sqlite(f"file:{quote(str(path))}", wait_seconds)
    return _sqlite(f"file:{quote(str(path))}?mode=ro", wait_seconds, path)


def writer(engine: Engine) -> Engine:
    """The same engine, whose transactions write: SQLite's take the write lock at once."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def wait_for_turn(tx: Connection) -> None:
    """Let a transaction on PostgreSQL be the only writer, as one on SQLite is."""
    if tx.dialect.name == "postgresql":
        tx.execute(_ADVISORY_LOCK, {"key": _WRITER_KEY})


_ADVISORY_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def _look_at(path: Path, shown: str, mode: Literal["read", "write"]) -> None:
    if path.is_dir():
        raise errors.StoreIsDirectory(where=shown)
    if path.exists() and not path.is_file():
        raise errors.StoreUnreadable(where=shown, problem="it is not a file")
    if mode == "write":
        _refuse_read_only(path, shown)
    elif not path.exists():
        raise errors.StoreMissing(where=shown)


def _refuse_read_only(path: Path, shown: str) -> None:
    if not path.parent.is_dir():
        raise errors.StoreUnreadable(where=shown, problem=f"no directory {path.parent}")
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK):
            raise errors.StoreReadOnly(where=shown, problem=f"no right to write {needed}")


def _sqlite(uri: str, wait_seconds: float, read_only: Path | None = None) -> Engine:
    def connect() -> sqlite3.Connection:
        opened = _connect(uri, wait_seconds)
        if read_only is None or _is_readable(opened):
            return opened
        opened.close()
        if _has_log(read_only):
            return _connect(uri, wait_seconds)  # to fail with SQLite's own words
        # Without a right to write the directory, or room on the disk, SQLite cannot make the files
        # that reading in WAL mode needs. No log beside the store: nobody writes, so it holds still.
        return _connect(f"{uri}&immutable=1", wait_seconds)

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(uri: str, wait_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=wait_seconds, check_same_thread=False)


def _is_readable(opened: sqlite3.Connection) -> bool:
    try:
        opened.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF not in {
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_IOERR,
        }
    except sqlite3.DatabaseError:
        return True  # to fail where it is told
    return True


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _prepare(opened: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transaction control would begin too late; we say BEGIN ourselves.
    opened.isolation_level = None
    cursor = opened.cursor()
    for setting in ("foreign_keys = ON", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(tx: Connection) -> None:
    tx.exec_driver_sql(tx.get_execution_options().get(_BEGIN, "BEGIN"))


def _postgresql(url: URL, shown: str, mode: str, wait_seconds: float) -> Engine:
    milliseconds = int(wait_seconds * 1000)
    settings = f"-c timezone=UTC -c lock_timeout={milliseconds}"
    if mode == "read":
        settings += " -c default_transaction_read_only=on"
    given = url.query.get("options", "")
    arguments = {"options": f"{given} {settings}".strip(), "connect_timeout": 10}
    try:
        return create_engine(
            url.difference_update_query(["options"]),
            connect_args=arguments,
            isolation_level="REPEATABLE READ" if mode == "read" else "READ COMMITTED",
            max_overflow=-1,
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        raise errors.StoreDriverMissing(where=shown) from error
