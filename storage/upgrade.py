"""Bringing an older store up to date with Alembic, after keeping a copy of it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage import copying, engines

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, path: Path | None) -> None:
    """Apply the migrations that are missing, all or none.

    A copy of an SQLite file stays beside it as `<file>.before-<revision>`; NoRoomForCopy where it
    does not fit.
    """
    if path is not None:
        head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
        copying.copy(path, path.with_name(f"{path.name}.before-{head}"))
    with engines.writer(engine).begin() as tx:
        engines.wait_for_turn(tx)
        run(tx)


def run(tx: Connection) -> None:
    """Apply what is missing, inside the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = tx
    command.upgrade(config, "head")
