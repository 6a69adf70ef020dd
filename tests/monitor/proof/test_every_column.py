"""One byte altered in any column of the evidence is found. The columns are the schema's own."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Column, Connection, text

from monitor.proof import merkle, stamped
from monitor.proof.authority import Stamped
from monitor.proof.authority import stamp as ask
from monitor.proof.verify import verify
from storage import audit, chain, sources, stamps
from storage.store import Store, open_store
from storage.tables.evidence import BODIES, CAPTURES, SIGHTINGS
from storage.tables.links import CHAIN
from storage.tables.outbox import ALERTS, MESSAGES
from storage.tables.readings import BLOCKS, TEXTS
from storage.tables.texts import CHANGES, VERSIONS
from storage.tables.witnesses import AUTHORITIES, STAMPS
from tests.monitor.proof.conftest import Authority, stamping
from tests.storage import build

if TYPE_CHECKING:
    from pathlib import Path

_EVIDENCE = (
    BODIES, CAPTURES, SIGHTINGS, VERSIONS, CHANGES, MESSAGES, ALERTS, CHAIN,
    TEXTS, BLOCKS, STAMPS, AUTHORITIES,
)  # fmt: skip

# Nothing that is told rests on these; each changes while its row stands.
_BOOKKEEPING = {
    "versions.last_seen_at",  # moves on with every visit; sightings are the evidence of it
    "versions.confirmed_at",  # set by the second look; that look is a sighting, or a capture
    "versions.noted_since",  # notes of the page, to tell old from new ones; captures hold them
    "versions.note",  # a remark of the reader's own
}


def _columns() -> list[Column[Any]]:
    every = [column for table in _EVIDENCE for column in table.c]
    named = {f"{column.table.name}.{column.name}" for column in every}
    assert named >= _BOOKKEEPING
    return [one for one in every if f"{one.table.name}.{one.name}" not in _BOOKKEEPING]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, authority_files: "Path") -> Iterator[Store]:
    """A store in which every column of the evidence says something in some row."""
    path: Path = tmp_path_factory.mktemp("evidence") / "readout.db"
    with closing(open_store(str(path), mode="write")) as opened:
        with opened.write() as tx:
            source_id = build.everything(tx)
        with stamping(authority_files) as authority:
            for turn in range(2):  # the second rests on the first
                with opened.write() as tx:
                    build.capture(tx, source_id, f"<p>{turn}</p>".encode())
                    _stamp(tx, authority)
        yield opened


def _stamp(tx: Connection, authority: Authority) -> None:
    heads = chain.tips(tx)
    root = merkle.root({slug: head.link_sha256 for slug, head in heads.items()})
    answer = ask(authority.configured, root, "readout/0")
    assert isinstance(answer, Stamped)
    stamps.keep(
        tx, url=authority.url, certificate=answer.certificate, root_sha256=root, heads=heads,
        read_at=build.NOW, stamped_at=answer.at, token=answer.token,
    )  # fmt: skip


def _wrong(tx: Connection) -> list[str]:
    every = [one.source_id for one in sources.listing(tx)]
    found = [finding for source_id in every for finding in verify(tx, source_id, {}, None)]
    kept = stamped.verify(tx, None)
    return [finding for finding in (*found, *audit.strays(tx), *kept) if finding]


def test_untouched_evidence_holds(store: Store) -> None:
    with store.read() as rx:
        assert _wrong(rx) == []


@pytest.mark.parametrize("column", _columns(), ids=lambda one: f"{one.table.name}.{one.name}")
def test_an_altered_byte_is_found(store: Store, column: Column[Any]) -> None:
    table, keys = column.table.name, [key.name for key in column.table.primary_key]
    with store.engine.connect() as tx:
        tx.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        rows = tx.exec_driver_sql(
            f"SELECT {column.name}, {', '.join(keys)} FROM {table} WHERE {column.name} IS NOT NULL"
        ).all()
        assert rows, f"no row of {table} says anything in {column.name}: add one to the store"
        where = " AND ".join(f"{key} = :key{n}" for n, key in enumerate(keys))
        for row in {rows[0], rows[-1]} if isinstance(rows[0][0], bytes) else rows[:1]:
            for altered in _altered(row[0]):
                change = tx.begin_nested()
                tx.execute(
                    text(f"UPDATE {table} SET {column.name} = :new WHERE {where}"),
                    {"new": altered} | {f"key{n}": value for n, value in enumerate(row[1:])},
                )
                assert _wrong(tx), f"{column.name} of {row[1:]}: {row[0]!r} → {altered!r}"
                change.rollback()
        tx.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def _altered(value: object) -> Iterator[object]:
    """The value with one byte altered: at its beginning, in its middle and at its end."""
    match value:
        case int():
            yield value + 1000
        case bytes():
            for at in {0, len(value) // 2, len(value) - 1}:
                yield value[:at] + bytes([value[at] ^ 0x10]) + value[at + 1 :]
            yield value[:-1] + bytes([value[-1] ^ 0x80])
        case str():
            for at in {0, len(value) // 2, len(value) - 1}:
                yield value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]
            if "\\u001b" in value:
                yield value.replace("\\u001b", "\\u001B")  # the same text, written otherwise
        case _:
            raise AssertionError(f"no way to alter {value!r}")
