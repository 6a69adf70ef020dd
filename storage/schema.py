"""Whether a store's schema is there and ours; making it and bringing it up to date."""

from typing import Any, Literal

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    text,
)
from sqlalchemy.exc import OperationalError, ProgrammingError

from storage import engines, errors, location

# Every revision of the schema, oldest first. A test holds them against storage/migrations.
REVISIONS = ("0001",)

_FOUND = text("SELECT version_num FROM alembic_version")


def ensure(engine: Engine, url: URL, shown: str, *, mode: Literal["read", "write"]) -> None:
    """Make sure that the schema is today's; Alembic is loaded only if an older one is there."""
    found = revision(engine)
    if found == REVISIONS[-1]:
        return
    if found is not None and found not in REVISIONS:
        raise errors.StoreNewer(where=shown, found=found, known=REVISIONS[-1])
    if found is None:
        _make(engine, url, shown, mode=mode)
    elif mode == "read":
        raise errors.StoreBehind(where=shown, found=found, known=REVISIONS[-1])
    else:
        from storage import upgrade  # Alembic takes longer to load than all else

        upgrade.upgrade(engine, location.file_of(url))


def revision(engine: Engine) -> str | None:
    """The schema's revision; None where there is none."""
    with engine.connect() as tx:
        try:
            return tx.execute(_FOUND).scalar_one_or_none()
        except (OperationalError, ProgrammingError) as error:
            if "alembic_version" in str(error.orig):
                return None  # "no such table", "relation does not exist"
            raise


def _make(engine: Engine, url: URL, shown: str, *, mode: str) -> None:
    if mode == "read":
        raise errors.NotAStore(where=shown, problem="it has no tables of ours")
    if location.file_of(url) is not None:
        _prepare_file(engine, shown)
    with engines.writer(engine).begin() as tx:
        engines.wait_for_turn(tx)
        _refuse_foreign(tx, shown)
        create(tx)


def _prepare_file(engine: Engine, shown: str) -> None:
    with engine.connect() as tx:
        _refuse_foreign(tx, shown)
        raw = tx.connection.cursor()
        tx.rollback()  # the journal's mode cannot be set inside a transaction
        raw.execute("PRAGMA journal_mode = WAL")
        raw.close()


def _refuse_foreign(tx: Connection, shown: str) -> None:
    names = set(inspect(tx).get_table_names())
    if names and "alembic_version" not in names:
        raise errors.NotAStore(where=shown, problem="it holds other tables")


def create(tx: Connection) -> None:
    """Make all tables of today's schema at once; equal to all migrations applied, by a test.

    Another process may have made them while this one waited for its turn.
    """
    from storage.tables.every import METADATA  # readers need few of them

    if tx.dialect.has_table(tx, "alembic_version"):
        return
    METADATA.create_all(tx, checkfirst=False)
    stamp = _stamp()
    stamp.create(tx)
    tx.execute(stamp.insert(), {"version_num": REVISIONS[-1]})


def _stamp() -> Table[Any]:
    """The table in which Alembic notes the revision, as Alembic makes it."""
    number = Column("version_num", String(32), nullable=False)
    key = PrimaryKeyConstraint("version_num", name="alembic_version_pkc")
    return Table("alembic_version", MetaData(), number, key)
