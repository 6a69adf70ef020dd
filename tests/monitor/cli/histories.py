"""Stores with a history that a test tells in a few lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.compare import compare
from storage import sources, versions
from storage.model import Version
from storage.store import Store, open_store
from tests.storage import build

Told = Sequence[Sequence[str]]  # the paragraphs of each version
DAY = timedelta(days=1)


def store(
    folder: Path, told: Mapping[str, Told], facts: Mapping[str, Mapping[str, Any]] | None = None
) -> Store:
    """A store `readout.db` in which each source has these versions, a day after one another.

    `facts` are what the store knows of a source, by its id.
    """
    opened = open_store(str(folder / "readout.db"), mode="write")
    with opened.write() as tx:
        for slug, texts in told.items():
            source_id = build.source(tx, slug, **{"name": slug, **(facts or {}).get(slug, {})})
            append(tx, source_id, texts)
    return opened


def append(tx: Any, source_id: int, texts: Iterable[Sequence[str]]) -> list[Version]:  # noqa: ANN401
    """Further versions, each with the change that brought it."""
    source = sources.by_id(tx, source_id)
    history = versions.standing(tx, source_id)
    made: list[Version] = []
    for paragraphs in texts:
        before = history[-1] if history else None
        at = before.first_seen + DAY if before else build.NOW
        page = build.document(*paragraphs, language=source.language)
        version = build.version(
            tx, source_id, document=page, first_seen=at,
            not_before=at - timedelta(minutes=15) if before else None,
            cause="page" if before else None,
        )  # fmt: skip
        versions.confirm(tx, version.version_id, at)
        if before is not None:
            found = compare.compare(
                versions.document(tx, before.version_id).compared, page.compared,
                language=source.language, terms=source.watch, expect=source.expect,
            )  # fmt: skip
            build.change(tx, source_id, before, version, comparison=found, now=at)
        history.append(version)
        made.append(version)
    return made
