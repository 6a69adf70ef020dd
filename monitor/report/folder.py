"""The folder of a report: ours by its manifest, written file by file, each whole or not at all."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from monitor.errors import UsageError

MANIFEST = "report.json"
_FORM = "readout report"
_PART = ".part"  # at the end of the name of a file that is being written


@contextmanager
def claimed(folder: Path) -> Iterator[Path]:
    """The folder, ours alone while it is written; UsageError where it is somebody else's."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        _check(folder)
        if not manifest(folder):
            keep(folder, {})  # before any page: what a crash leaves is ours
        yield folder
    finally:
        os.close(handle)


def manifest(folder: Path) -> dict[str, Any]:
    """What the manifest beside some pages says; empty where there is none that can be used."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("form") == _FORM else {}


def keep(folder: Path, told: dict[str, Any]) -> bool:
    """Write the manifest beside some pages; whether it is another than before."""
    text = json.dumps({"form": _FORM, **told}, ensure_ascii=False, sort_keys=True, indent=0)
    return write(folder / MANIFEST, f"{text}\n".encode())


def write(path: Path, content: bytes) -> bool:
    """Put a file into place, readable as the umask has it; False where it stands there already."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + _PART)
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    return True


def remove(path: Path) -> bool:
    """Take away a page of ours, and its folder if nothing is left in it; whether it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    if not any(path.parent.iterdir()):
        path.parent.rmdir()
    return True


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"another readout report writes to {folder}/; wait for its end") from None


def _check(folder: Path) -> None:
    """Raise UsageError unless the folder is empty or an earlier report's."""
    if manifest(folder):
        return
    foreign = sorted(one.name for one in folder.iterdir() if one.name != MANIFEST + _PART)
    if foreign:
        raise UsageError(
            f"{folder}/ is no earlier report and holds {foreign[0]}; "
            "name an empty folder, or one that is not there yet"
        )
