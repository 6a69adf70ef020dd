"""Whether a source's chain and its rows of evidence are of one another."""

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from storage import audit, chain
from storage.tables.links import LinkKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.chain import Link

Linked = dict[LinkKind, set[int]]


def links(
    rx: "Connection", source_id: int, since: datetime | None
) -> Generator[str | None, None, Linked]:
    """What does not hold of each link, and of each row without one; the linked rows by kind.

    With `since`, of the links behind the last that was recorded before, which is taken as it is.
    Each link is computed from the one stored before it: a wrong one does not blame the rest.
    """
    position = 0 if since is None else audit.position_before(rx, source_id, since)
    before = chain.link_at(rx, source_id, position)
    linked: Linked = {kind: set() for kind in audit.KINDS}
    for batch in audit.walk(rx, source_id, position):
        contents = _contents(rx, batch)
        for link in batch:
            yield from _missing(position, link.position)
            wrong = _wrong(link, before, contents, linked)
            yield wrong and f"{_named(rx, link)} {wrong}"
            position, before = link.position, link.link_sha256
            linked.get(link.kind, set()).add(link.row_id)
    for kind, known in linked.items():
        new = audit.rows(rx, kind, source_id, since) - known
        for row_id in sorted(new - audit.linked(rx, kind, source_id, new)):
            yield f"{kind} {row_id} has no link in the chain"
    return linked


def _contents(
    rx: "Connection", batch: Sequence["Link"]
) -> dict[tuple[LinkKind, int], bytes | None]:
    found = {}
    for kind in audit.KINDS:
        row_ids = {link.row_id for link in batch if link.kind == kind}
        if row_ids:
            contents = audit.contents(rx, kind, sorted(row_ids))
            found.update({(kind, row_id): content for row_id, content in contents.items()})
    return found


def _missing(position: int, following: int) -> "Sequence[str]":
    if following == position + 1:
        return ()
    return (f"link {position + 1} of the chain is gone",)


def _wrong(
    link: "Link",
    before: bytes | None,
    contents: Mapping[tuple[LinkKind, int], bytes | None],
    linked: Linked,
) -> str | None:
    if link.kind not in linked:
        return f"is of no kind that there is: so says link {link.position} of the chain"
    if link.row_id in linked[link.kind]:
        return f"is linked twice, by link {link.position} too"
    if (link.kind, link.row_id) not in contents:
        return f"is gone: link {link.position} of the chain has no row"
    content = contents[link.kind, link.row_id]
    if content is None:
        return "cannot be read: it was altered"
    if chain.link(before, content) != link.link_sha256:
        return f"is not what link {link.position} of the chain says: one of them was altered"
    return None


def _named(rx: "Connection", link: "Link") -> str:
    """The row as people know it: a version by its number, as long as it is there."""
    number = audit.number(rx, link.row_id) if link.kind == "version" else None
    return f"{link.kind} {link.row_id}" if number is None else f"version @{number}"
