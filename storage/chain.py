"""The chain over a source's evidence: each link binds a row's content to all rows before it.

link = SHA-256(link before, nothing for the first | content)
content = SHA-256 over the canonical JSON of the row's evidence (see `content`)

What counts as a row's evidence is said by the function `evidence` of the module that keeps it.
Nothing that may still change (last seen, confirmed, a note) is among it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.tables.base import fields
from storage.tables.links import CHAIN, LinkKind

_HEAD = (
    select(CHAIN.c.position, CHAIN.c.link_sha256)
    .where(CHAIN.c.source_id == bindparam("source"))
    .order_by(CHAIN.c.position.desc())
    .limit(1)
)
_ADD = insert(CHAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as stored: the row it stands for, and its hash."""

    source_id: int
    position: int
    kind: LinkKind
    row_id: int
    link_sha256: bytes


def content(kind: LinkKind, evidence: Mapping[str, object]) -> bytes:
    """The SHA-256 of a row's evidence as canonical JSON.

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
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form for {value!r}")


def link(before: bytes | None, content_sha256: bytes) -> bytes:
    """The hash of a link: over the link before it (None for the first) and the row's content."""
    return hashlib.sha256((before or b"") + content_sha256).digest()


def append(
    tx: Connection, source_id: int, kind: LinkKind, row_id: int, content_sha256: bytes
) -> bytes:
    """Add one row of evidence to the source's chain; its new head."""
    return extend(tx, source_id, [(kind, row_id, content_sha256)])


def extend(tx: Connection, source_id: int, rows: Sequence[tuple[LinkKind, int, bytes]]) -> bytes:
    """Add rows of evidence to the source's chain, in this order; its new head."""
    last = tx.execute(_HEAD, {"source": source_id}).one_or_none()
    position: int = last.position if last else 0
    head: bytes | None = last.link_sha256 if last else None
    links = []
    for kind, row_id, content_sha256 in rows:
        position, head = position + 1, link(head, content_sha256)
        links.append(
            {
                "source_id": source_id,
                "position": position,
                "kind": kind,
                "row_id": row_id,
                "link_sha256": head,
            }
        )
    tx.execute(_ADD, links)
    assert head is not None
    return head


def head(tx: Connection, source_id: int) -> bytes | None:
    """The hash over all evidence of the source so far; None before there is any."""
    last = tx.execute(_HEAD, {"source": source_id}).one_or_none()
    return bytes(last.link_sha256) if last else None


def heads(tx: Connection) -> dict[int, bytes]:
    """The head of every source that has evidence."""
    rows = tx.execute(select(CHAIN.c.source_id, CHAIN.c.link_sha256).order_by(CHAIN.c.position))
    return {row.source_id: row.link_sha256 for row in rows}


def links(tx: Connection, source_id: int) -> list[Link]:
    """The source's chain from its first link on."""
    rows = tx.execute(
        select(*fields(CHAIN)).where(CHAIN.c.source_id == source_id).order_by(CHAIN.c.position)
    )
    return [Link(**row) for row in rows.mappings()]
