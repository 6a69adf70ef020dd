"""Small help with rows, the same for all tables."""

from collections.abc import Mapping

from sqlalchemy import Connection, Insert


def add(tx: Connection, statement: Insert, row: Mapping[str, object]) -> int:
    """Insert one row; the id the store gave it."""
    key = tx.execute(statement, dict(row)).inserted_primary_key
    assert key is not None
    return int(key[0])
