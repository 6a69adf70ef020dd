"""An admin in the service's group reads the store: beside a daemon, and when none runs."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import sources
from storage.store import open_store

SERVICE, ADMIN = 61_234, 61_235  # users that own nothing else here
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # the child only does this
]


@pytest.fixture
def state() -> Iterator[Path]:
    """A state directory as systemd makes it; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="readout-deploy-"))
    os.chown(folder, SERVICE, SERVICE)
    folder.chmod(0o750)
    yield folder
    shutil.rmtree(folder)


def _as_user(uid: int, gid: int, store: Path, *, write: bool) -> int:
    """In a child of that user and group: write a source, or count them; its exit status."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            os.umask(0o027)
            status = _write(store) if write else _count(store)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _write(path: Path) -> int:
    store = open_store(str(path), mode="write")
    with store.write() as tx:
        sources.register(
            tx, slug="a", url="https://a.example/", name="A", publisher=None, language=None,
            timezone="UTC", statement=None, now=NOW,
        )  # fmt: skip
    store.close()
    return 0


def _count(path: Path) -> int:
    store = open_store(str(path), mode="read")
    with store.read() as tx:
        return len(sources.listing(tx))


def test_the_group_reads_what_the_service_wrote(state: Path) -> None:
    path = state / "readout.db"
    assert _as_user(SERVICE, SERVICE, path, write=True) == 0
    assert path.stat().st_mode & 0o777 == 0o640
    assert _as_user(ADMIN, SERVICE, path, write=False) == 1


def test_the_group_reads_beside_a_writer(state: Path) -> None:
    path = state / "readout.db"
    assert _as_user(SERVICE, SERVICE, path, write=True) == 0
    daemon = sqlite3.connect(path)
    daemon.execute("SELECT count(*) FROM sources").fetchone()
    for beside in state.iterdir():
        os.chown(beside, SERVICE, SERVICE)
    assert _as_user(ADMIN, SERVICE, path, write=False) == 1
    daemon.close()


def test_others_do_not(state: Path) -> None:
    path = state / "readout.db"
    assert _as_user(SERVICE, SERVICE, path, write=True) == 0
    assert _as_user(ADMIN, ADMIN, path, write=False) == 99
