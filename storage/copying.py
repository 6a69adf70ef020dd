"""A consistent copy of an SQLite store, while others write to it. Whole or not there at all."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import NoRoomForCopy, StoreDamaged, StoreFull, StoreIoFailed

_ROOM = 1.1  # times the store's size: it may grow while it is copied


def copy(path: Path, to: Path) -> int:
    """Copy the store to a file that takes its place when it is whole; its size in bytes.

    The copy needs neither journal nor the store beside it, and may be read by whom the store may.
    Raises NoRoomForCopy before anything is written, StoreDamaged where the copy does not hold, and
    StoreFull or StoreIoFailed where it cannot be written.
    """
    needed = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if one.is_file())
    free = shutil.disk_usage(to.parent).free
    if free < _ROOM * needed:
        raise NoRoomForCopy(where=path, to=to, needed=_megabytes(needed), free=_megabytes(free))
    part = to.with_name(f"{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        _copy_safely(path, part)
        shutil.copymode(path, part)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def _copy_safely(path: Path, part: Path) -> None:
    """As `_copy`, what SQLite says of it in words of ours."""
    try:
        _copy(path, part)
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StoreFull(where=part) from error
        raise StoreIoFailed(where=part, problem=error) from error
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(where=path, problem=error) from error


def _copy(path: Path, part: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise StoreDamaged(where=path, problem=found)
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
