"""Commands run in this process: a hundred of them cost what a handful of processes do."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from monitor.cli.main import cli


def heard(folder: Path, env: Mapping[str, str], command: tuple[str, ...]) -> str:
    """All that a command says, on both outputs, in a folder of its own."""
    with _there(folder), _journal_of_its_own():
        done = CliRunner().invoke(cli, list(command), env=env)
    said = done.output + (str(done.exception) if done.exit_code not in {0, 1} else "")
    assert done.exit_code in {0, 1}, (command, said)
    return said


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
