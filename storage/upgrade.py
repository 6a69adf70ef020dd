"""Bringing an older store up to date with Alembic, after keeping a copy of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage import engines

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path | None) -> None:
    """Apply the migrations that are missing, all or none.

    A copy of an SQLite file stays beside it as `<file>.before-<revision>`.
    """
    if path is not None:
        head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        keep_copy(path, path.with_name(f"{path.name}.before-{head}"))
    with engines.writer(engine).begin() as tx:
        engines.wait_for_turn(tx)
        run(tx)


def run(tx: Connection) -> None:
    """Apply what is missing, inside the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")


def keep_copy(path: Path, copy: Path) -> None:
    """A consistent copy of an SQLite file, while others may be using it."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
