"""One byte altered in any column of the evidence is found. The columns are the schema's own."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Column, Connection, text

from monitor.proof.verify import verify
from storage import audit, outbox, sightings, sources, versions
from storage.model import Failure, Hop
from storage.store import Store, open_store
from storage.tables.evidence import BODIES, CAPTURES, SIGHTINGS
from storage.tables.links import CHAIN
from storage.tables.outbox import ALERTS, MESSAGES
from storage.tables.readings import BLOCKS, TEXTS
from storage.tables.texts import CHANGES, VERSIONS
from tests.storage import build
from tests.storage.build import NOW, later

if TYPE_CHECKING:
    from pathlib import Path

_EVIDENCE = (
    BODIES, CAPTURES, SIGHTINGS, VERSIONS, CHANGES, MESSAGES, ALERTS, CHAIN,
    TEXTS, BLOCKS,
)  # fmt: skip

# Nothing that is told rests on these; each changes while its row stands.
_BOOKKEEPING = {
    "versions.last_seen_at",  # moves on with every visit; sightings are the evidence of it
    "versions.confirmed_at",  # set by the second look; that look is a sighting, or a capture
    "versions.note",  # a remark of the reader's own
}


def _columns() -> list[Column[Any]]:
    every = [column for table in _EVIDENCE for column in table.c]
    named = {f"{column.table.name}.{column.name}" for column in every}
    assert named >= _BOOKKEEPING
    return [one for one in every if f"{one.table.name}.{one.name}" not in _BOOKKEEPING]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which every column of the evidence says something in some row."""
    path: Path = tmp_path_factory.mktemp("evidence") / "readout.db"
    with closing(open_store(str(path), mode="write")) as opened:
        with opened.write() as tx:
            _fill(tx)
        yield opened


def _fill(tx: Connection) -> None:
    source_id, other = build.source(tx), build.source(tx, "other")
    exchange = build.exchange(
        b"<p>We agree on all of it.</p>" * 9,
        final_url="https://ministry.example/moved",
        hops=(Hop(url="https://ministry.example/a\x1b", status=301, location="/moved"),),
        failure=Failure(kind="timeout", text="no answer within 30 s"),
        retry_at=later(hours=1),
    )
    first = build.kept(tx, source_id, exchange, provenance="saved by hand by a reader")
    body = exchange.body.replace(b"all", b"most")
    second = build.capture(tx, source_id, body, basis=first.capture_id)
    third = build.capture(tx, source_id, body + b"<hr>", basis=second.capture_id)
    sightings.see(tx, [(source_id, third.capture_id, later(minutes=n)) for n in range(3)])
    sightings.seal(tx, source_id)
    told = {
        "headline": "Statement", "modified": "2025-02-08", "publisher_said": "Corrected.",
    }  # fmt: skip
    long = "The ministers’ words agree on all of it, and on every word here. " * 3
    texts = ["We oppose it.", f"{long} They met in the harbour of Port Ansel."]
    one = build.version(
        tx, source_id, capture_id=first.capture_id, document=build.document(*texts, **told)
    )
    new = ["We do not support it.", texts[1].replace("every word", "each word")]
    two = build.version(
        tx, source_id, capture_id=second.capture_id, document=build.document(*new, **told),
        cause="page", not_before=NOW, supersedes=one.version_id,
    )  # fmt: skip
    again = build.version(
        tx, source_id, capture_id=third.capture_id, document=build.document(*texts, **told),
        cause="rules", not_before=NOW,
    )  # fmt: skip
    assert again.same_as == 1
    versions.confirm(tx, two.version_id, NOW)
    change = build.change(tx, source_id, one, two)
    build.version(tx, other)
    for n in range(2):
        alert = build.alert(
            tx, source_id, kind="change", version_id=two.version_id, change_id=change.change_id,
            facts={"passages": [0], "reason": "\x1b"},
        )  # fmt: skip
        name = f"<{n}@readout>"
        outbox.fix(
            tx, delivery_ids=[build.delivery(tx, alert.alert_id)], channel="desk",
            message_id=name, thread="<0@readout>" if n else None, now=NOW,
        )  # fmt: skip
        outbox.mark_sent(tx, name, later(minutes=n), remote_id="1738947300.0001")


def _wrong(tx: Connection) -> list[str]:
    every = [one.source_id for one in sources.listing(tx)]
    found = [finding for source_id in every for finding in verify(tx, source_id, {}, None)]
    return [finding for finding in (*found, *audit.strays(tx)) if finding]


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
