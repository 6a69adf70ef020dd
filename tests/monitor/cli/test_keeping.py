"""`backup`: what it leaves behind, and what it refuses."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from monitor.errors import UsageError
from storage.errors import StoreMissing
from storage.store import open_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("READOUT_STORE", raising=False)
    open_store("readout.db", mode="write").close()
    (tmp_path / "there.db").write_bytes(b"kept")
    return tmp_path


def test_a_backup_is_a_store_that_can_be_read(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["backup", "copy.db"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("readout.db is copied to copy.db, ")
    log = CliRunner().invoke(cli, ["--store", "copy.db", "log"])
    assert log.exit_code == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [("there.db", "is there already; name a file"), ("none/copy.db", "none is no directory")],
)
def test_where_no_backup_can_go(folder: Path, name: str, said: str) -> None:
    refused = CliRunner().invoke(cli, ["backup", name]).exception
    assert isinstance(refused, UsageError)
    assert said in str(refused)
    assert (folder / "there.db").read_bytes() == b"kept"


def test_no_store_has_no_backup(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["--store", "none.db", "backup", "copy.db"])
    assert isinstance(done.exception, StoreMissing)
    assert not (folder / "copy.db").exists()
