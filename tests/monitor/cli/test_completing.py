"""What a shell is offered: commands, options, and the ids of sources.yaml and of the store."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage.store import open_store
from tests.storage import build


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration of one source and a store that knows another."""
    monkeypatch.chdir(tmp_path)
    Path("sources.yaml").write_text(
        "sources: [{id: harbour-statement, url: 'https://www.example.org/', statement: pact}]\n",
        encoding="utf-8",
    )
    store = open_store("readout.db", mode="write")
    with store.write() as tx:
        build.source(tx, slug="harbour-press-ferry", statement="ferry-talks")
    store.close()
    return tmp_path


def offered(*words: str) -> list[str]:
    done = CliRunner().invoke(
        cli,
        [],
        prog_name="readout",
        env={
            "_READOUT_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("readout", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    return [line.partition(",")[2] for line in done.output.split()]


@pytest.mark.usefixtures("watched")
def test_ids_are_offered() -> None:
    assert offered("diff", "har") == ["harbour-press-ferry", "harbour-statement"]
    assert offered("status", "harbour-statement", "harbour-p") == ["harbour-press-ferry"]
    assert offered("blame", "x") == []


@pytest.mark.usefixtures("watched")
def test_statements_are_offered() -> None:
    assert offered("timeline", "") == ["ferry-talks", "pact"]
    assert offered("statement", "harbour-press-ferry", "p") == ["pact"]
    assert offered("log", "--statement", "f") == ["ferry-talks"]


def test_commands_are_offered() -> None:
    assert {"blame", "backfill", "backup"} == set(offered("b"))


def test_what_cannot_be_read_is_no_word_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("log", "") == []
    (tmp_path / "sources.yaml").write_text("sources: [", encoding="utf-8")
    (tmp_path / "readout.db").write_text("no store", encoding="utf-8")
    assert offered("log", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_are_told_how(shell: str) -> None:
    done = CliRunner().invoke(cli, ["completion", shell])
    assert done.exit_code == 0
    assert "_READOUT_COMPLETE" in done.output


@pytest.mark.parametrize(("said", "meant"), [("logg", "log"), ("timelne", "timeline")])
def test_a_command_that_is_mistyped_is_told_with_the_one_it_is_like(said: str, meant: str) -> None:
    done = CliRunner().invoke(cli, [said])
    assert done.exit_code == 2
    assert f"Did you mean {meant!r}?" in done.output
