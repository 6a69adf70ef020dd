"""What all tables share: the metadata with its names for constraints, and the column types."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Label,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC: microseconds since 1970 in SQLite, timestamptz in PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Say how the dialect keeps it."""
        kept: TypeEngine[Any] = (
            DateTime(timezone=True) if dialect.name == "postgresql" else BigInteger()
        )
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """To the store; a naive instant is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant without time zone: {value!r}")
        return value if dialect.name == "postgresql" else (value - _EPOCH) // _MICROSECOND

    def process_result_value(
        self,
        value: datetime | int | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """From the store, in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return _EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """Compact JSON in a text column, for what is never queried."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the store."""
        return None if value is None else clean(compact(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002
        """From the store."""
        return None if value is None else json.loads(value)


class StrictJson(Json):
    """JSON that must stand as it is written: a byte altered within an escape says the same else."""

    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """From the store; ValueError where it would not be written so."""
        found = super().process_result_value(value, dialect)
        if value is not None and clean(compact(found)) != value:
            raise ValueError("JSON that was not written so")
        return found


class Foreign(TypeDecorator[str]):
    """Text that others wrote; what neither store could hold is replaced, see `clean`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the store."""
        return None if value is None else clean(value)


def clean(text: str) -> str:
    """The text with U+FFFD for NUL (PostgreSQL holds none) and for lone surrogates (not UTF-8)."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def compact(value: object) -> str:
    """The canonical JSON of a value: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def one_of(column: str, words: object) -> CheckConstraint:
    """Only these words of `storage.model`, or NULL where the column allows it."""
    listed = ", ".join(f"'{word}'" for word in get_args(words))
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def to(table: str) -> ForeignKey:
    """A reference to the row of that table."""
    return ForeignKey(f"{table}.{table.removesuffix('s')}_id")


def fields(table: Table[Any]) -> list[Label[Any]]:
    """The table's columns under the names that `storage.model` gives them."""
    return [column.label(column.key) for column in table.c]


def strictly(table: Table[Any]) -> list[Label[Any]]:
    """As `fields`, for holding the rows against the chain: see StrictJson."""
    return [
        (type_coerce(column, StrictJson) if isinstance(column.type, Json) else column).label(
            column.key
        )
        for column in table.c
    ]
