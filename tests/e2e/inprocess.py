"""Commands run in this process: a hundred of them cost what a handful of processes do."""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from monitor.cli.main import cli
from monitor.errors import ReadoutError


def heard(folder: Path, env: Mapping[str, str], command: tuple[str, ...]) -> str:
    """All that a command says, on both outputs, in a folder of its own."""
    return _done(folder, env, command).output


def read(folder: Path, *command: str, code: int = 0) -> str:
    """The standard output of a command that must end with this exit code."""
    done = _done(folder, {}, command)
    assert done.exit_code == code, (command, done.output)
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done.stdout


def refused(folder: Path, *command: str) -> str:
    """The sentence with which a command refuses what it was told."""
    done = _done(folder, {}, command)
    assert isinstance(done.exception, ReadoutError), (command, done.output, done.exception)
    assert done.stdout == ""
    return str(done.exception)


def read_json(folder: Path, *command: str) -> list[dict[str, Any]]:
    """The objects that a command prints with --json."""
    return [json.loads(line) for line in read(folder, *command, "--json").splitlines()]


def _done(folder: Path, env: Mapping[str, str], command: tuple[str, ...]) -> Result:
    with _there(folder), _journal_of_its_own():
        done = CliRunner().invoke(cli, list(command), env=env)
    assert done.exit_code in {0, 1}, (command, done.output, done.exception)
    return done


@contextmanager
def _there(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _journal_of_its_own() -> Iterator[None]:
    """Log lines go where the command's errors go, and to nobody afterwards."""
    root = logging.getLogger()
    before, levels = root.handlers[:], {name: logging.getLogger(name).level for name in _OURS}
    root.handlers = []
    try:
        yield
    finally:
        root.handlers = before
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


_OURS = ("monitor", "storage", "alerts", "readout")
