"""A throw-away PostgreSQL server for the tests, from the machine's own binaries."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
)


def missing() -> str | None:
    """Why no server can be started here; None if one can."""
    if _binaries() is None:
        return "no PostgreSQL server: set READOUT_TEST_POSTGRESQL, or install postgresql"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and there is no runuser"
    return None


@contextmanager
def running() -> Iterator[str]:
    """A server on a port of its own, for as long as the block lasts; the URL of a database."""
    with tempfile.TemporaryDirectory(prefix="readout-postgresql-") as made:
        directory = Path(made)
        if os.geteuid() == 0:
            shutil.chown(directory, "postgres")
        data = directory / "data"
        port = _free_port()
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"port={port}"))
        _run("initdb", "-D", data, "-U", "readout", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run("pg_ctl", "-D", data, "-w", "-l", directory / "log", "-o", options, "start")
        try:
            yield f"postgresql://readout@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    if named is not None:
        found.append(Path(named))
    return found[-1].resolve().parent if found else None


def _run(program: str, *arguments: str | Path) -> None:
    directory = _binaries()
    assert directory is not None
    command = [str(directory / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # A started server inherits what it can: with a pipe, waiting for its end would never end.
    subprocess.run(
        command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
