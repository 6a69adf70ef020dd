"""Stores that are missing, foreign, newer, not ours to write, or on a full disk, as a process."""

import contextlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.program import program
from tests.e2e.small_disk import fill, small_disk, unlike_any_other

if TYPE_CHECKING:
    from tests.e2e.program import Readout
    from tests.e2e.site import Site

OPPOSE = "The two leaders oppose any unilateral change of the harbour rules."
SUPPORT = "The two leaders do not support any unilateral change of the harbour rules."
REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_CONFIG = """\
defaults: {{second_look: 0s, spacing: 0s, allow_private: true, alert: [desk], every: {every}}}
heartbeat: false
channels:
  desk: {{file: {{path: alerts/}}}}
sources:
  - {{id: pact, url: "{url}", select: "#text"}}
"""
READERS = (
    ["log"], ["log", "pact"], ["show", "pact"], ["diff", "pact"], ["status"],
    ["status", "--daemon"], ["alerts"], ["compare", "pact@1", "pact@2"],
)  # fmt: skip
CHANGERS = (["mute", "pact", "--for", "1d"], ["unmute", "pact"], ["alerts", "retry"])
WATCHERS = (["check"], ["check", "pact"], ["run"])
EVERY = (*READERS, *CHANGERS, *WATCHERS)
_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount, or be another user")


@pytest.fixture
def shared(site: "Site") -> "Iterator[Readout]":
    """The program in a folder that other users can get to, after a first check."""
    with tempfile.TemporaryDirectory() as folder, program(Path(folder)) as readout:
        site.say("/pact", OPPOSE, *REST)
        readout.configure(_CONFIG.format(url=site.url("/pact"), every="15m"))
        readout("check")
        yield readout


@pytest.fixture
def watched(readout: "Readout", site: "Site") -> "Readout":
    site.say("/pact", OPPOSE, *REST)
    readout.configure(_CONFIG.format(url=site.url("/pact"), every="15m"))
    return readout


def test_a_missing_store_is_not_made_by_who_only_reads(watched: "Readout") -> None:
    for command in (*READERS[2:], CHANGERS[0], CHANGERS[2]):
        assert "There is no store at readout.db" in watched.refused(*command, code=3)
    assert not (watched.folder / "readout.db").exists()


def test_what_is_no_database_stays_as_it_is(watched: "Readout") -> None:
    body = b"minutes of the harbour board, kept by hand\n" * 99
    (watched.folder / "readout.db").write_bytes(body)
    for command in (READERS[1], CHANGERS[0], *WATCHERS[1:]):
        assert "is not a store of readout" in watched.refused(*command, code=3)
    assert (watched.folder / "readout.db").read_bytes() == body


def test_a_newer_store_stays_as_it_is(watched: "Readout") -> None:
    watched("check")
    with contextlib.closing(sqlite3.connect(watched.folder / "readout.db")) as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
        store.commit()
    for command in (READERS[1], CHANGERS[0], *WATCHERS[1:]):
        said = watched.refused(*command, code=3)
        assert "written by a newer readout" in said
        assert "upgrade readout" in said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", "names no file"),
        ("sqlite://", "names no file"),
        ("folder", "is a directory"),
        ("pipe", "is not a file"),
        ("missing/readout.db", "missing"),
        ("mysql://user:hunter2@host/db", "neither a path nor a postgresql:// address"),
        ("postgresql://user:hunter2@127.0.0.1:1/db", "cannot be reached"),
        ("postgresql://user:hunter2@127.0.0.1:port/db", "neither a path"),
    ],
)
def test_a_place_where_no_store_can_be(watched: "Readout", where: str, said: str) -> None:
    (watched.folder / "folder").mkdir()
    os.mkfifo(watched.folder / "pipe")
    found = watched.refused("--store", where, "log", code=3)
    assert said in found
    assert "hunter2" not in found


@as_root
def test_a_store_not_ours_to_write(shared: "Readout") -> None:
    before = (shared.folder / "readout.db").read_bytes()
    _open_to_all(shared.folder)
    shared.prefix = _NOBODY
    for command in (CHANGERS[0], *WATCHERS[1:]):
        assert "cannot be written" in shared.refused(*command, code=3)
    assert (shared.folder / "readout.db").read_bytes() == before


@as_root
def test_a_store_not_ours_to_write_is_read(shared: "Readout", site: "Site") -> None:
    site.say("/pact", SUPPORT, *REST)
    shared("check", "pact")
    _open_to_all(shared.folder)
    shared.prefix = _NOBODY
    assert [one["version"] for one in shared.json("log", "pact")] == [2, 1]
    for command in READERS[1:5]:
        shared(*command)


def _open_to_all(folder: Path) -> None:
    """Let another user read what is there, and write nothing."""
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system so small that no reserve is held on it."""
    with small_disk(tmp_path / "small", megabytes=6) as folder:
        yield folder


@as_root
def test_a_full_disk_loses_nothing_and_can_be_read(
    watched: "Readout", site: "Site", small: Path
) -> None:
    store = ("--store", str(small / "readout.db"))
    watched(*store, "check")
    full = fill(small)
    site.say("/pact", SUPPORT, *REST)
    for command in (CHANGERS[0], *WATCHERS[1:]):
        assert "is full; nothing was lost" in watched.refused(*store, *command, code=3)
    assert [one["version"] for one in watched.json(*store, "log", "pact")] == [1]
    for asked in (["status"], ["status", "--daemon"]):
        said = watched(*store, *asked, code=1)
        assert re.search("the store +disk +full   nothing can be recorded   → make room", said)
    full.unlink()
    watched(*store, "status")
    (found,) = watched.json(*store, "check", "pact")
    assert (found["version"], found["change"], found["confirmed"]) == (2, "wording", True)
    assert len(watched.mails) == 1


@as_root
def test_no_half_file_is_left_on_a_full_disk(watched: "Readout", site: "Site", small: Path) -> None:
    watched("check")
    site.say("/pact", SUPPORT, *REST)
    watched("check", "pact")
    out, full = small / "out", fill(small)
    for command in (("proof", "pact", "1", "--out", str(out)), ("export", "--warc", str(out))):
        said = watched.refused(*command, code=3)
        assert said == f"readout: No space left on device: {out}\n"
        assert not [path for path in small.iterdir() if path.name.startswith("out")]
    full.unlink()
    watched("proof", "pact", "1", "--out", str(out))


@as_root
def test_no_store_is_made_on_a_full_disk(watched: "Readout", small: Path) -> None:
    store = ("--store", str(small / "readout.db"))
    full = fill(small)
    assert "is full" in watched.refused(*store, "check", code=3)
    full.unlink()
    assert watched.json(*store, "check")[0]["version"] == 1


@as_root
def test_a_daemon_on_a_disk_that_fills_ends_with_a_sentence(
    watched: "Readout", site: "Site", small: Path
) -> None:
    watched.env["READOUT_STORE"] = str(small / "readout.db")
    watched.configure(_CONFIG.format(url=site.url("/pact"), every="1s"))
    process = watched.start()
    site.wait_for_visits("/pact", 3)
    full = fill(small)
    site.pages["/pact"] = unlike_any_other
    assert process.wait(30) == 3
    assert "is full; nothing was lost" in watched.journal
    assert "Traceback" not in watched.journal
    full.unlink()
    site.say("/pact", SUPPORT, *REST)
    (found,) = watched.json("check", "pact")
    assert (found["verdict"], found["confirmed"]) == ("ok", True)


@pytest.mark.parametrize("limit", [0, 50_000])
def test_a_limit_on_file_size_is_told_in_a_sentence(
    watched: "Readout", site: "Site", limit: int
) -> None:
    watched("check")
    site.say("/pact", SUPPORT, *REST)
    watched.prefix = ("prlimit", f"--fsize={limit}")
    said = watched.refused("check", "pact", code=3)
    assert "could not be written" in said
    watched.prefix = ()
    assert watched.json("check", "pact")[0]["version"] == 2


@as_root
def test_a_lock_that_is_not_ours_is_told_in_a_sentence(shared: "Readout") -> None:
    _open_to_all(shared.folder)
    shared.folder.chmod(0o777)
    (shared.folder / "readout.db").chmod(0o666)
    (shared.folder / "readout.db.lock").chmod(0o600)
    shared.prefix = _NOBODY
    assert "readout.db.lock" in shared.refused("check", "pact", code=3)
