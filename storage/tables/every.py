"""The whole schema: importing this file fills METADATA. Readers import only what they need."""

from storage.tables import (
    archives,
    bookkeeping,
    evidence,
    links,
    listed,
    outbox,
    readings,
    texts,
    watching,
    witnesses,
)
from storage.tables.base import METADATA

MODULES = (
    watching,
    bookkeeping,
    evidence,
    links,
    readings,
    texts,
    outbox,
    witnesses,
    listed,
    archives,
)

__all__ = ["METADATA", "MODULES"]
