"""The room a store takes and has, and a reserve that is given up when the disk is full."""

import os
import shutil
from pathlib import Path

from sqlalchemy import text

from storage import location
from storage.store import Store

RESERVE_BYTES = 2_000_000  # enough to commit some messages and what became of them
ROOM_FOR_RESERVE = 4 * RESERVE_BYTES
_DATABASE_BYTES = text("SELECT pg_database_size(current_database())")


def size(store: Store) -> int:
    """Bytes of the store; of an SQLite file without its journal, whose length comes and goes."""
    path = location.file_of(store.url)
    if path is not None:
        return path.stat().st_size
    with store.read() as rx:
        return int(rx.execute(_DATABASE_BYTES).scalar_one())


def free(store: Store) -> int | None:
    """Bytes that are free beside an SQLite file; None for a database server, whose disk is its."""
    path = location.file_of(store.url)
    return None if path is None else shutil.disk_usage(path.resolve().parent).free


def take_reserve(store: Store) -> None:
    """Hold some megabytes beside an SQLite file, as long as they are not needed otherwise."""
    path = location.file_of(store.url)
    if path is None or reserve_of(path).exists() or (free(store) or 0) < ROOM_FOR_RESERVE:
        return
    _fill(reserve_of(path))


def release_reserve(path: Path) -> bool:
    """Give the reserve beside that SQLite file up; whether there was one."""
    try:
        reserve_of(path).unlink()
    except OSError:
        return False
    return True


def reserve_of(path: Path) -> Path:
    """Where the reserve of an SQLite file lies."""
    return path.with_name(f"{path.name}.reserve")


def _fill(reserve: Path) -> None:
    # Bytes by chance: a file system that compresses would keep nothing free for zeros.
    try:
        with reserve.open("xb") as file:
            file.write(os.urandom(RESERVE_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        reserve.unlink(missing_ok=True)
