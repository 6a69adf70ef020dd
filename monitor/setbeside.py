"""How a text differs from the others of its statement, gathered from the store for a message."""

from typing import TYPE_CHECKING

from monitor import abreast
from monitor.compare import across
from storage import sources, versions, watches
from storage.model import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.watches import Watch

_COMPARED = 6  # texts, those in its language first; more are named


def said(rx: "Connection", source: Source, version_id: int) -> tuple[str, ...]:
    """The text of that version beside each other text of its statement that was read so far."""
    here = _text(rx, source, version_id)
    texts = [
        _text(rx, one, known)
        for one, watch in others(rx, source)
        if (known := _version_id(rx, one, watch)) is not None
    ]
    texts.sort(key=lambda one: one.language != here.language)
    lines = [line for one in texts[:_COMPARED] for line in abreast.said(here, one)]
    if left := [one.name for one in texts[_COMPARED:]]:
        lines.append(f"not set beside it here: {', '.join(left)}. readout statement {here.name}")
    return tuple(lines)


def others(rx: "Connection", source: Source) -> "list[tuple[Source, Watch | None]]":
    """The other sources watched of the same statement, each with how watching it goes."""
    if source.statement is None:
        return []
    found = [
        one
        for one in sources.of_statement(rx, source.statement)
        if one.removed_at is None and one.source_id != source.source_id
    ]
    known = watches.load(rx, [one.source_id for one in found]) if found else {}
    return [(one, known.get(one.source_id)) for one in found]


def _version_id(rx: "Connection", one: Source, watch: "Watch | None") -> int | None:
    """The text to compare with: the last that two looks found, else the last there is."""
    if watch is not None and watch.confirmed_version_id is not None:
        return watch.confirmed_version_id
    latest = versions.latest(rx, one.source_id)
    return latest.version_id if latest else None


def _text(rx: "Connection", source: Source, version_id: int) -> abreast.Text:
    document = versions.document(rx, version_id)
    return abreast.Text(
        name=source.slug,
        publisher=source.publisher,
        language=source.language or next(iter(across.languages(document.compared)), None),
        document=document,
        terms=source.watch,
    )
