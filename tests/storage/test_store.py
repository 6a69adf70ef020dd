"""Opening a store, and the sentence for each way in which that can fail."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import errors, meta
from storage.store import Mode, Store, open_store
from tests.storage import build


def _refusal(location: str | Path, mode: Mode = "read") -> errors.StoreError:
    with pytest.raises(errors.StoreError) as refused:
        open_store(str(location), mode=mode).close()
    assert str(refused.value).endswith((".", ")"))
    assert "\n" not in str(refused.value)
    return refused.value


def _as_nobody(code: str, *arguments: object) -> str:
    """What Python code prints when it runs as a user who owns nothing."""
    # The interpreter may lie where nobody may read: all is imported before.
    drop = "import os, storage.store, sqlalchemy.dialects.sqlite\n"
    drop += "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    done = subprocess.run(
        [sys.executable, "-c", drop + code, *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def test_writing_makes_a_missing_store(tmp_path: Path) -> None:
    path = tmp_path / "readout.db"
    with closing(open_store(str(path), mode="write")) as store:
        assert store.location == str(path)
        with store.read() as tx:
            assert tx.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert tx.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            assert tx.execute(text("PRAGMA synchronous")).scalar_one() == 2
            assert tx.execute(text("PRAGMA busy_timeout")).scalar_one() == 30_000
    with closing(open_store(f"sqlite:///{path}", mode="read")) as store, store.read() as tx:
        assert meta.get(tx, "anything") is None


def test_a_path_with_signs_of_a_url_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a %41?b#c&mode=ro.db"
    open_store(str(path), mode="write").close()
    open_store(str(path), mode="read").close()
    assert path.exists()


def test_a_missing_store_is_not_made_for_reading(tmp_path: Path) -> None:
    refused = _refusal(tmp_path / "none.db")
    assert isinstance(refused, errors.StoreMissing)
    assert str(refused).startswith(f"There is no store at {tmp_path}/none.db; `readout run`")
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_no_store(tmp_path: Path) -> None:
    assert isinstance(_refusal(tmp_path, "read"), errors.StoreIsDirectory)
    assert isinstance(_refusal(tmp_path, "write"), errors.StoreIsDirectory)


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused = _refusal(tmp_path / "none" / "readout.db", "write")
    assert isinstance(refused, errors.StoreUnreadable)
    assert f"no directory {tmp_path}/none" in str(refused)


@pytest.mark.parametrize("mode", ["read", "write"])
def test_another_file_is_left_alone(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader,\n" * 100)
    assert isinstance(_refusal(path, mode), errors.NotAStore)
    assert path.read_text() == "Dear reader,\n" * 100


@pytest.mark.parametrize("mode", ["read", "write"])
def test_another_programs_database_is_left_alone(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    assert isinstance(_refusal(path, mode), errors.NotAStore)
    assert path.read_bytes() == before


def test_a_damaged_store_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "readout.db"
    open_store(str(path), mode="write").close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert isinstance(_refusal(path), errors.StoreDamaged)


def test_a_newer_store_is_refused(location: str, store: Store) -> None:
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        modes: tuple[Mode, Mode] = ("read", "write")
        for mode in modes:
            refused = _refusal(location, mode)
            assert isinstance(refused, errors.StoreNewer)
            assert "schema is 9999" in str(refused)
            assert "upgrade readout" in str(refused)
    finally:
        with store.write() as tx:
            tx.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "readout.db")
    with closing(open_store(path, mode="write")) as store:
        with store.write() as tx:
            source_id = build.source(tx)
        with store.read() as tx:
            pages = tx.execute(text("PRAGMA page_count")).scalar_one()

        def fill() -> None:
            with store.write() as tx:
                tx.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
                build.capture(tx, source_id, os.urandom(100_000))

        with pytest.raises(errors.StoreFull, match="is full; nothing was lost"):
            fill()
    with closing(open_store(path, mode="read")) as store, store.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM captures")).scalar_one() == 0
        assert tx.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_a_reader_cannot_write(location: str, store: Store) -> None:
    def write() -> None:
        with closing(open_store(location, mode="read")) as reader, reader.write() as tx:
            meta.put(tx, "a", "b")

    with pytest.raises(errors.StoreReadOnly, match="cannot be written"):
        write()


_OPEN = """
import sys
from storage.errors import StoreError
from storage.store import open_store
try:
    store = open_store(sys.argv[1], mode=sys.argv[2])
    with store.read() as tx:
        print(tx.exec_driver_sql("SELECT count(*) FROM sources").scalar_one())
    store.close()
except StoreError as error:
    print(type(error).__name__)
"""


@pytest.fixture
def public(location: str) -> Iterator[Path]:
    """A store that everybody may read, in a directory that only its owner may write."""
    with tempfile.TemporaryDirectory() as made:
        directory = Path(made)
        directory.chmod(0o755)
        path = directory / "readout.db"
        shutil.copy(location, path)
        path.chmod(0o644)
        yield path


in_sqlite = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


@as_root
@in_sqlite
def test_another_user_may_read(public: Path) -> None:
    assert _as_nobody(_OPEN, public, "read") == "0\n"
    assert _as_nobody(_OPEN, public, "write") == "StoreReadOnly\n"
    assert [one.name for one in public.parent.iterdir()] == ["readout.db"]
    with closing(open_store(str(public), mode="write")) as store:  # as the daemon has it
        with store.write() as tx:
            build.source(tx)
        assert _as_nobody(_OPEN, public, "read") == "1\n"


@as_root
@in_sqlite
def test_what_may_not_be_read_is_said_so(public: Path) -> None:
    public.chmod(0o600)
    assert _as_nobody(_OPEN, public, "read") == "StoreUnreadable\n"
    public.parent.chmod(0o700)
    assert _as_nobody(_OPEN, public, "read") == "StoreUnreadable\n"
    assert _as_nobody(_OPEN, public, "write") == "StoreUnreadable\n"


@pytest.mark.parametrize(
    "location",
    ["mysql://user:hidden@host/db", "postgresql://user:hidden@host:port/db", "http://x"],
)
def test_other_addresses_are_refused_without_their_passwords(location: str) -> None:
    refused = _refusal(location)
    assert isinstance(refused, errors.StoreUnknown)
    assert "hidden" not in str(refused)


def test_an_unreachable_server_is_said_so_without_the_password() -> None:
    refused = _refusal("postgresql://user:hidden@127.0.0.1:1/readout", "write")
    assert isinstance(refused, errors.StoreUnreachable)
    assert str(refused).startswith(
        "The store postgresql://user:***@127.0.0.1:1/readout cannot be reached (connection"
    )
    assert "hidden" not in str(refused)


def test_a_database_that_is_not_there_is_said_so(empty_postgresql: str) -> None:
    refused = _refusal(empty_postgresql + "_none")
    assert isinstance(refused, errors.StoreUnreachable)
    assert "does not exist" in str(refused)


def test_a_missing_driver_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused = _refusal("postgresql://user@127.0.0.1/readout")
    assert isinstance(refused, errors.StoreDriverMissing)
    assert "readout-monitor[postgresql]" in str(refused)
