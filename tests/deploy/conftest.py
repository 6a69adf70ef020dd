"""What the tests of deploy/ share: its folder, and whether a command line exists."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def deploy() -> Path:
    """The folder deploy/."""
    return ROOT / "deploy"


@pytest.fixture
def is_command() -> Callable[..., bool]:
    """Whether readout knows these arguments: they are parsed, and nothing is run."""

    def of(*arguments: str) -> bool:
        return CliRunner().invoke(cli, [*arguments, "--help"]).exit_code == 0

    return of
