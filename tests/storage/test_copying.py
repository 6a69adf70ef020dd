"""A copy of a store: whole, at one moment, or not there."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from storage import chain, copying, errors
from storage.store import open_store
from tests.storage import build


class Usage(NamedTuple):
    """What shutil.disk_usage returns."""

    total: int
    used: int
    free: int


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with (
        closing(open_store(str(tmp_path / "readout.db"), mode="write")) as store,
        store.write() as tx,
    ):
        build.version(tx, build.source(tx), "They met.", "They oppose it.")
    return tmp_path / "readout.db"


def test_a_copy_is_taken_while_others_write(path: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        with closing(open_store(str(path), mode="write")) as store:
            for number in range(10_000):
                if done.is_set():
                    return
                with store.write() as tx:
                    build.source(tx, f"more-{number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        size = copying.copy(path, tmp_path / "copy.db")
    finally:
        done.set()
        writer.join()
    assert size == (tmp_path / "copy.db").stat().st_size
    assert sorted(one.name for one in tmp_path.glob("copy*")) == ["copy.db"]
    with closing(open_store(str(path), mode="read")) as store, store.read() as rx:
        there = chain.heads(rx)
    with closing(open_store(str(tmp_path / "copy.db"), mode="read")) as store, store.read() as rx:
        assert chain.heads(rx) == there


def test_it_may_be_read_by_whom_the_store_may(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    copying.copy(path, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o640


def test_where_it_does_not_fit_nothing_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 1_000))
    with pytest.raises(errors.NoRoomForCopy, match="make room first, nothing was changed"):
        copying.copy(path, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def test_a_damaged_store_gives_no_copy(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    body = bytearray(path.read_bytes())
    body[4096 : len(body)] = b"\xff" * (len(body) - 4096)
    path.write_bytes(body)
    with pytest.raises(errors.StoreDamaged):
        copying.copy(path, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []
