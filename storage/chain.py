"""The chain over a source's evidence: each link binds a row's content to all rows before it.

link = SHA-256(link before, nothing for the first | content)
content = SHA-256 over the canonical JSON of the row's evidence (see `canonical`)

What counts as a row's evidence is said by the function `evidence` of the module that keeps it.
Nothing that may still change (last seen, confirmed, a note) is among it.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.tables.base import fields
from storage.tables.links import CHAIN, LinkKind
from storage.tables.watching import SOURCES

_OF_ONE = CHAIN.alias()
_LAST = (
    select(func.max(_OF_ONE.c.position))
    .where(_OF_ONE.c.source_id == SOURCES.c.source_id)
    .correlate(SOURCES)
    .scalar_subquery()
)  # per source, by the key: looking at the last row of each, not at all of them
EVERY_HEAD = (
    select(CHAIN.c.source_id, CHAIN.c.position, CHAIN.c.link_sha256)
    .join_from(SOURCES, CHAIN, CHAIN.c.source_id == SOURCES.c.source_id)
    .where(CHAIN.c.position == _LAST)
)
_HEADS = EVERY_HEAD.where(SOURCES.c.source_id.in_(bindparam("sources", expanding=True)))
_ADD = insert(CHAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as stored: the row it stands for, and its hash."""

    source_id: int
    position: int
    kind: LinkKind
    row_id: int
    link_sha256: bytes


def canonical(kind: LinkKind, evidence: Mapping[str, object]) -> bytes:
    """A row's evidence as canonical JSON.

    Sorted keys, no spaces, UTF-8, characters as they are; bytes as hexadecimal digits, instants as
    `2025-02-07T16:55:00.000000Z`; the row's kind stands under "kind_of_row".
    """
    text = json.dumps(
        {"kind_of_row": kind, **evidence},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    )
    return text.encode("utf-8", "surrogatepass")


def content(kind: LinkKind, evidence: Mapping[str, object]) -> bytes:
    """The SHA-256 of a row's evidence as canonical JSON."""
    return hashlib.sha256(canonical(kind, evidence)).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {value!r}")


def link(before: bytes | None, content_sha256: bytes) -> bytes:
    """The hash of a link: over the link before it (None for the first) and the row's content."""
    return hashlib.sha256((before or b"") + content_sha256).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of evidence that is to be linked into its source's chain."""

    source_id: int
    kind: LinkKind
    row_id: int
    content_sha256: bytes


def append(
    tx: Connection, source_id: int, kind: LinkKind, row_id: int, content_sha256: bytes
) -> None:
    """Add one row of evidence to the source's chain."""
    extend(
        tx,
        [Row(source_id=source_id, kind=kind, row_id=row_id, content_sha256=content_sha256)],
    )


def extend(tx: Connection, rows: Sequence[Row]) -> None:
    """Add rows of evidence to their sources' chains, in this order."""
    ends = _ends(tx, {row.source_id for row in rows})
    links = []
    for row in rows:
        position, before = ends.get(row.source_id, (0, None))
        after = link(before, row.content_sha256)
        ends[row.source_id] = position + 1, after
        links.append(
            {
                "source_id": row.source_id,
                "position": position + 1,
                "kind": row.kind,
                "row_id": row.row_id,
                "link_sha256": after,
            }
        )
    if links:
        tx.execute(_ADD, links)


def _ends(tx: Connection, source_ids: Collection[int]) -> dict[int, tuple[int, bytes | None]]:
    """Position and hash of the last link of each of these chains that has any."""
    rows = tx.execute(_HEADS, {"sources": list(source_ids)})
    return {row.source_id: (row.position, bytes(row.link_sha256)) for row in rows}


def head(tx: Connection, source_id: int) -> bytes | None:
    """The hash over all evidence of the source so far; None before there is any."""
    return _ends(tx, [source_id]).get(source_id, (0, None))[1]


def heads(tx: Connection) -> dict[int, bytes]:
    """The head of every source that has evidence."""
    return {row.source_id: bytes(row.link_sha256) for row in tx.execute(EVERY_HEAD)}


def links(
    tx: Connection, source_id: int, *, after: int = 0, limit: int | None = None
) -> list[Link]:
    """The source's chain from its first link on, or from the one behind a position."""
    found = select(*fields(CHAIN)).where(CHAIN.c.source_id == source_id, CHAIN.c.position > after)
    rows = tx.execute(found.order_by(CHAIN.c.position).limit(limit))
    return [Link(**row) for row in rows.mappings()]


def link_at(tx: Connection, source_id: int, position: int) -> bytes | None:
    """The hash of the source's link at a position; None where there is none."""
    found = select(CHAIN.c.link_sha256).where(
        CHAIN.c.source_id == source_id, CHAIN.c.position == position
    )
    return tx.execute(found).scalar_one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """Where a chain ends just now."""

    source_id: int
    position: int
    link_sha256: bytes


def tips(tx: Connection) -> dict[str, Tip]:
    """The end of every chain, by the name its source has today: what a root is over."""
    rows = tx.execute(EVERY_HEAD.add_columns(SOURCES.c.slug))
    return {
        row.slug: Tip(
            source_id=row.source_id, position=row.position, link_sha256=bytes(row.link_sha256)
        )
        for row in rows
    }
