"""A configuration that is named and not there: no command goes on with another, or with none."""

from pathlib import Path

import pytest

from tests.e2e import inprocess
from tests.monitor.cli import histories

TOLD = "none.yaml: does not exist; name the file with --config or READOUT_CONFIG"
COMMANDS = (
    "status", "log", "show pact", "diff pact", "blame pact", "find met", "alerts", "timeline",
    "statement pact", "doctor", "verify", "report site", "backup b.db", "extract a.txt",
    "compare a.txt a.txt", "compare pact pact", "export --jsonl -", "mute pact --for 1d",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    histories.store(tmp_path, {"pact": [["They met."], ["They did not meet."]]})
    (tmp_path / "a.txt").write_text("They met.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_so(folder: Path, command: str) -> None:
    assert inprocess.refused(folder, "--config", "none.yaml", *command.split()) == TOLD
    assert not any((folder / name).exists() for name in ("site", "b.db"))


def test_the_environment_names_one_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT_CONFIG", "none.yaml")
    assert inprocess.refused(folder, "status") == TOLD
    assert "Usage:" in inprocess.read(folder, "status", "--help")
    assert "complete" in inprocess.read(folder, "completion", "bash")


def test_without_a_name_what_needs_only_the_store_goes_on(folder: Path) -> None:
    assert not (folder / "sources.yaml").exists()
    assert "pact@2" in inprocess.read(folder, "log")
