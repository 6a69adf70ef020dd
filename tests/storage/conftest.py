"""A clean store for each test, on both back ends."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.store import Store, open_store
from storage.tables.every import METADATA
from tests.storage import postgresql


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "readout.db"
    open_store(str(path), mode="write").close()
    return path


@pytest.fixture(scope="session")
def _postgresql_server() -> Iterator[str]:
    given = os.environ.get("READOUT_TEST_POSTGRESQL")
    with ExitStack() as stack:
        if not given:
            reason = postgresql.missing()
            if reason is not None:
                pytest.skip(reason)
            given = stack.enter_context(postgresql.running())
        yield given


@pytest.fixture(scope="session")
def empty_postgresql(_postgresql_server: str) -> Iterator[str]:
    """The URL of a database of this process alone."""
    url = make_url(_postgresql_server).set(drivername="postgresql+psycopg")
    name = f"readout_test_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as tx:
        tx.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect() as tx:
        tx.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def _postgresql_store(empty_postgresql: str) -> Iterator[Store]:
    with closing(open_store(empty_postgresql, mode="write")) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store without rows is: a path, or a URL."""
    if request.param == "sqlite":
        path = tmp_path / "readout.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        return str(path)
    store: Store = request.getfixturevalue("_postgresql_store")
    names = ", ".join(table.name for table in METADATA.sorted_tables)
    with store.write() as tx:
        tx.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    url: str = request.getfixturevalue("empty_postgresql")
    return url


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    """An open store without rows."""
    with closing(open_store(location, mode="write")) as opened:
        yield opened
