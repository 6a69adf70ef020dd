"""The guard that every test runs under: see tests/appendonly.py."""

import pytest
from sqlalchemy import update

from storage import versions
from storage.store import Store
from storage.tables.every import METADATA
from storage.tables.texts import VERSIONS
from storage.tables.witnesses import STAMPS
from tests.appendonly import MAY_CHANGE, altered
from tests.storage import build
from tests.storage.build import NOW


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM captures WHERE capture_id = ?", "captures"),
        ("UPDATE versions SET title=? WHERE version_id = ?", "versions.title"),
        ("UPDATE versions SET note=?, number=?, last_seen_at=?", "versions.number"),
        ("UPDATE versions SET last_seen_at=%(at)s WHERE versions.version_id = 1", None),
        ("UPDATE watches SET state=? WHERE source_id = ?", None),
        ("DELETE FROM open_sightings WHERE source_id IN (?)", None),
        ("UPDATE bodies SET data=NULL WHERE body_id = 1", None),
        ("UPDATE messages SET channel=? WHERE message_id = ?", "messages.channel"),
    ],
)
def test_what_a_statement_alters(statement: str, what: str | None) -> None:
    assert altered(statement) == what


def test_the_names_are_the_schemas() -> None:
    for table, columns in MAY_CHANGE.items():
        assert columns <= {column.name for column in METADATA.tables[table].c}
    assert STAMPS.name in MAY_CHANGE


def test_a_statement_of_the_program_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as tx:
        version = build.version(tx, build.source(tx))
        versions.annotate(tx, version.version_id, "a remark")
        monkeypatch.setattr(versions, "_SEE", update(VERSIONS).values(title="Another"))
        with pytest.raises(AssertionError, match=r"alters evidence \(versions\.title\)"):
            versions.see(tx, version.version_id, NOW)
        tx.execute(update(VERSIONS).values(title="Another"))  # a test may, to see it found
