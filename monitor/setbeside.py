"""How a text differs from the others of its statement, gathered from the store for a message."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monitor import abreast
from monitor.compare import across
from storage import affairs, versions, watches
from storage.model import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.watches import Watch

_COMPARED = 6  # texts, those in its language first; more are named
_NAMED = 12


def said(rx: "Connection", source: Source, version_id: int) -> tuple[str, ...]:
    """The text of that version beside each other text of its statement that was read so far.

    No more of them are read than are compared, however many a statement has.
    """
    here = _text(rx, source, version_id)
    found = [
        (one, known)
        for one, watch in others(rx, source)
        if (known := _version_id(rx, one, watch)) is not None
    ]
    found.sort(key=lambda pair: _farness(pair[0], here))
    texts = [_text(rx, one, known) for one, known in found[:_COMPARED]]
    texts.sort(key=lambda one: one.language != here.language)
    lines = [line for one in texts for line in abreast.said(here, one)]
    if left := [one.slug for one, _ in found[_COMPARED:]]:
        lines.append(f"not set beside it here: {named(left)}. readout compare {here.name} ID")
    return tuple(lines)


def named(slugs: Sequence[str]) -> str:
    """Some ids; more are counted."""
    shown = ", ".join(slugs[:_NAMED])
    return f"{shown} and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else shown


def _farness(one: Source, here: abreast.Text) -> int:
    """What is said to be in its language comes first, then what is said to be in none."""
    if one.language is None or here.language is None:
        return 1
    return 0 if one.language[:2].lower() == here.language[:2].lower() else 2


def others(rx: "Connection", source: Source) -> "list[tuple[Source, Watch | None]]":
    """The other sources watched of the same affair, each with how watching it goes."""
    found = [
        one
        for one in affairs.of(rx, source)
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
