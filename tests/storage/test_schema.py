"""The schema: made at once or by migrations, it is the same; older ones are brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import get_args

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError

from storage import errors, schema, upgrade
from storage.model import State
from storage.store import open_store
from storage.tables.base import METADATA
from storage.tables.watching import SOURCES
from tests.storage import build

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sources", sa.Column("desk", sa.Text()))
    {then}
"""


def _sqlite_tables(tx: Connection) -> list[list[str]]:
    made = tx.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"))
    return [sorted(line.strip(" ,\t") for line in sql.splitlines()) for sql in made.scalars()]


def _postgresql_tables(tx: Connection) -> list[object]:
    found = inspect(tx)
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    )
    constraints = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    )
    queries = (columns, constraints, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    rows = [sorted(map(str, tx.execute(text(query)))) for query in queries]
    return [sorted(found.get_table_names()), *rows]


def test_all_migrations_make_what_is_made_at_once_in_sqlite() -> None:
    at_once, migrated = create_engine("sqlite://"), create_engine("sqlite://")
    with at_once.connect() as a, migrated.connect() as b:
        schema.create(a)
        upgrade.run(b)
        assert len(_sqlite_tables(a)) > 30
        assert _sqlite_tables(a) == _sqlite_tables(b)
        assert schema.REVISIONS[-1] == b.execute(schema._FOUND).scalar_one()
    at_once.dispose()
    migrated.dispose()


def test_all_migrations_make_what_is_made_at_once_in_postgresql(empty_postgresql: str) -> None:
    with _fresh(empty_postgresql) as a:
        schema.create(a)
        at_once = _postgresql_tables(a)
    with _fresh(empty_postgresql) as b:
        upgrade.run(b)
        assert _postgresql_tables(b) == at_once


@contextmanager
def _fresh(url: str) -> Iterator[Connection]:
    """A database of its own, gone afterwards."""
    name = "readout_schema_test_" + url.rsplit("_", 1)[-1]
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    own = create_engine(engine.url.set(database=name))
    with engine.connect() as tx:
        tx.execute(text(f"CREATE DATABASE {name}"))
        try:
            with own.connect() as inside:
                yield inside
        finally:
            own.dispose()
            tx.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_the_revisions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(upgrade.MIGRATIONS))
    told = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(told)) == schema.REVISIONS


def test_every_constraint_has_a_name() -> None:
    tables = METADATA.sorted_tables
    names = [str(one.name) for table in tables for one in table.constraints]
    names += [str(one.name) for table in tables for one in table.indexes]
    assert "None" not in names
    assert len(names) > 60


def test_a_word_that_is_none_of_ours_is_refused() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as tx:
        schema.create(tx)
        assert "broken" in get_args(State)
        row = {"slug": "a", "url": "u", "name": "n", "timezone": "UTC", "added_at": build.NOW}
        row |= {"watch": {}, "expect": [], "alert": [], "via": []}
        tx.execute(SOURCES.insert(), row | {"kind": "source"})
        with pytest.raises(IntegrityError, match="ck_sources_kind"):
            tx.execute(SOURCES.insert(), row | {"slug": "b", "kind": "something"})
    engine.dispose()


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations with one more than there is today."""
    migrations = tmp_path / "migrations"
    (migrations / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako", "versions/0001_first_schema.py"):
        (migrations / name).write_text((upgrade.MIGRATIONS / name).read_text())
    (migrations / "versions" / "0002_next.py").write_text(_NEXT.format(then=""))
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(upgrade, "MIGRATIONS", migrations)
    return migrations


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of today's schema, with a row."""
    path = tmp_path / "readout.db"
    with closing(open_store(str(path), mode="write")) as store, store.write() as tx:
        build.source(tx, "kept")
    return path


def _columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as found:
        return {row[1] for row in found.execute("PRAGMA table_info(sources)")}


def test_an_older_store_is_brought_up_to_date_and_a_copy_kept(old: Path, future: Path) -> None:
    with closing(open_store(str(old), mode="write")) as store, store.read() as tx:
        assert tx.execute(text("SELECT slug, desk FROM sources")).all() == [("kept", None)]
    copy = old.with_name("readout.db.before-0002")
    assert "desk" in _columns(old)
    assert "desk" not in _columns(copy)
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT slug FROM sources").fetchall() == [("kept",)]


def test_an_older_store_is_not_changed_for_reading(old: Path, future: Path) -> None:
    with pytest.raises(errors.StoreBehind, match="written by an older readout"):
        open_store(str(old), mode="read")
    assert "desk" not in _columns(old)


def test_a_migration_that_fails_changes_nothing(old: Path, future: Path) -> None:
    failing = _NEXT.format(then="op.execute('SELECT no_such_function()')")
    (future / "versions" / "0002_next.py").write_text(failing)
    with pytest.raises(Exception, match="no_such_function"):
        open_store(str(old), mode="write")
    assert "desk" not in _columns(old)
