"""The whole schema: importing this file fills METADATA. Readers import only what they need."""

from storage.tables import bookkeeping, evidence, links, outbox, readings, texts, watching
from storage.tables.base import METADATA

MODULES = (watching, bookkeeping, evidence, links, readings, texts, outbox)

__all__ = ["METADATA", "MODULES"]
