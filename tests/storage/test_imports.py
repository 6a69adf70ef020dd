"""What is loaded when: `readout log` pays for SQLAlchemy and nothing else that is big."""

import subprocess
import sys
from pathlib import Path

import pytest

_CODE = """
import sys
from storage import changes, episodes, sources, versions
from storage.store import open_store
store = open_store(sys.argv[1], mode="read")
with store.read() as tx:
    for source in sources.listing(tx):
        versions.history(tx, source.source_id)
        changes.summaries(tx, source.source_id)
        episodes.history(tx, source.source_id)
heavy = {"alembic", "zstandard", "psycopg", "mako", "sqlalchemy.orm", "pydantic", "requests"}
print(sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_reading_a_history_loads_nothing_big_but_sqlalchemy(location: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE, location],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "[]\n"
