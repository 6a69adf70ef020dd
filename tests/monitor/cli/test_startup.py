"""What each command loads: `readout log` must not pay for what `readout run` needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.store import open_store

_HEAVY = {
    "alembic", "apscheduler", "bs4", "diff_match_patch", "jinja2", "lxml", "psycopg", "pydantic",
    "pypdfium2", "regex", "requests", "rich", "slack_sdk", "textual", "trafilatura", "yaml",
}  # fmt: skip
_SCRIPT = """
import sys
from monitor.cli.main import cli
try:
    cli.main(sys.argv[1:], standalone_mode=False)
except Exception as error:
    print(repr(error), file=sys.stderr)
print(",".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def _loaded(*arguments: str, said: str = "") -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *arguments],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr == said
    return (_HEAVY | {"sqlalchemy"}) & set(done.stdout.splitlines()[-1].split(","))


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "readout.db"
    open_store(str(path), mode="write").close()
    return str(path)


@pytest.mark.parametrize("command", ["log", "alerts", "status"])
def test_reading_commands_load_nothing_big_but_sqlalchemy(command: str, store: str) -> None:
    assert _loaded("--store", store, command) == {"sqlalchemy"}


def test_a_search_loads_nothing_big_but_sqlalchemy(store: str) -> None:
    said = "it stood in no version of any source; capitals count, unless --ignore-case is said"
    assert _loaded("--store", store, "find", "agreed", said=f"{said}\n") == {"sqlalchemy"}


def test_a_check_with_nothing_due_loads_neither_parsers_nor_http(
    store: str, tmp_path: Path
) -> None:
    config = tmp_path / "sources.yaml"
    config.write_text("sources: []\n", encoding="utf-8")
    loaded = _loaded("--config", str(config), "--store", store, "check", said="nothing is due\n")
    assert loaded == {"pydantic", "sqlalchemy", "yaml"}


def test_a_comparison_of_files_loads_no_store(tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, word in zip(files, ("oppose", "support"), strict=True):
        path.write_text(f"They {word} it.\n", encoding="utf-8")
    loaded = _loaded("compare", *map(str, files))
    assert loaded <= {"bs4", "diff_match_patch", "lxml", "regex", "rich"}


def test_the_version_loads_nothing_big() -> None:
    assert _loaded("--version") == set()
