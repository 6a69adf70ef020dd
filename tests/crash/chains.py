"""The chains of a store, computed anew from its rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from storage import captures, chain, changes, messages, outbox, sightings, sources, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection


def broken(rx: "Connection") -> list[str]:
    """What does not hold, a line each."""
    wrong = []
    for source in sources.listing(rx):
        before = None
        for place, link in enumerate(chain.links(rx, source.source_id), start=1):
            before = chain.link(before, chain.content(link.kind, _EVIDENCE[link.kind](rx, link)))
            if (link.position, link.link_sha256) != (place, before):
                wrong.append(f"{source.slug}: link {link.position}: {link.kind} {link.row_id}")
    return wrong


def _sighting(rx: "Connection", link: chain.Link) -> dict[str, object]:
    known = {one.sighting_id: one for one in sightings.history(rx, link.source_id)}
    return sightings.evidence(known[link.row_id])


def _change(rx: "Connection", link: chain.Link) -> dict[str, object]:
    found = changes.by_id(rx, link.row_id)
    assert found is not None
    return changes.evidence(found)


def _message(rx: "Connection", link: chain.Link) -> dict[str, object]:
    found = messages.by_number(rx, link.row_id)
    assert found is not None
    told = [one.alert_id for one in outbox.message_members(rx, found.message_id)]
    return messages.evidence(found, told)


_EVIDENCE: dict[str, Callable[["Connection", chain.Link], dict[str, object]]] = {
    "capture": lambda rx, link: captures.evidence(captures.read(rx, link.row_id)),
    "version": lambda rx, link: versions.evidence(versions.by_id(rx, link.row_id)),
    "sighting": _sighting,
    "change": _change,
    "message": _message,
}
