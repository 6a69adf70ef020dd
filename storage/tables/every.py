"""The whole schema: importing this file fills METADATA. Readers import only what they need."""

from storage.tables import evidence, outbox, texts, watching
from storage.tables.base import METADATA

MODULES = (watching, evidence, texts, outbox)

__all__ = ["METADATA", "MODULES"]
