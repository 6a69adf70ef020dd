"""Small help with rows, the same for all tables."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Insert


def add(tx: Connection, statement: Insert, row: Mapping[str, object]) -> int:
    """Insert one row; the id the store gave it."""
    key = tx.execute(statement, dict(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def within(
    time: ColumnElement[datetime], start: datetime | None, end: datetime | None
) -> list[ColumnElement[bool]]:
    """That a time lies from `start` on and before `end`; None leaves that side open."""
    found = [] if start is None else [time >= start]
    return found if end is None else [*found, time < end]
