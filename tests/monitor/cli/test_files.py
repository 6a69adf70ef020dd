"""Files that a command writes: whole, or not there."""

import errno
from pathlib import Path

import pytest

from monitor.cli import files
from monitor.errors import UsageError


def test_what_is_written_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    with files.whole(path) as part:
        part.write_bytes(b"all of it")
        assert not path.exists()
    assert path.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(UsageError, match="there already"), files.whole(path):
        pass


def test_of_a_disk_that_fills_nothing_is_left_and_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    with pytest.raises(OSError, match=r"out\.zip") as raised:
        _fill(path)
    assert raised.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []


def _fill(path: Path) -> None:
    with files.whole(path) as part:
        part.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")
