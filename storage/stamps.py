"""Stamps: what a time-stamping authority said of the root over the heads of all chains.

A stamp keeps of the heads only those that moved since the stamp before it, by their place in the
chain: from these the path from any one of them to the root can be made at any later time.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, tuple_

from storage import chain
from storage.errors import NoSuchRow
from storage.packed import pack, unpack
from storage.rows import add
from storage.tables.base import compact, fields
from storage.tables.links import CHAIN
from storage.tables.witnesses import AUTHORITIES, STAMPS

_LINKS = 50  # stamps between two that keep all heads
_BATCH = 400  # parameters a statement
_NAMES = ("stamp_id", "root_sha256", "read_at", "stamped_at", "token")
_ALL = select(*[STAMPS.c[name] for name in _NAMES], AUTHORITIES.c.url, AUTHORITIES.c.certificate)

_CONTENT = (
    "url", "certificate", "root_sha256", "read_at", "stamped_at", "token", "basis_id", "depth",
    "heads",
)  # fmt: skip

_Places = dict[str, tuple[int, int]]  # source and position, by the source's id in sources.yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One stamp: the token holds for the root, under the authority's certificate (PEM)."""

    stamp_id: int
    root_sha256: bytes
    read_at: datetime
    stamped_at: datetime
    token: bytes
    url: str
    certificate: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far one source's chain had come at a stamp, and what the source was called then."""

    stamp_id: int
    slug: str
    position: int


def keep(
    tx: Connection,
    *,
    url: str,
    certificate: bytes,
    root_sha256: bytes,
    heads: Mapping[str, chain.Tip],
    read_at: datetime,
    stamped_at: datetime,
    token: bytes,
) -> int:
    """Keep a stamp and the heads, as they stood at `read_at`, that its root was made of."""
    now = {slug: (head.source_id, head.position) for slug, head in heads.items()}
    newest = select(STAMPS.c.stamp_id, STAMPS.c.depth).order_by(STAMPS.c.stamp_id.desc()).limit(1)
    basis = tx.execute(newest).one_or_none()
    alone = basis is None or basis.depth + 1 >= _LINKS
    before = {} if basis is None or alone else _places(tx, basis.stamp_id)
    row = {
        "authority_id": _authority(tx, url, certificate),
        "root_sha256": root_sha256,
        "read_at": read_at,
        "stamped_at": stamped_at,
        "token": token,
        "basis_id": None if basis is None or alone else basis.stamp_id,
        "depth": 0 if basis is None or alone else basis.depth + 1,
        "heads": pack(_moved(before, now)),
    }
    content = _content(row | {"url": url, "certificate": certificate})
    return add(tx, insert(STAMPS), row | {"content_sha256": content})


def ids(tx: Connection, since: datetime | None) -> list[int]:
    """The ids of all stamps, or of those whose heads were read since; the first one first."""
    wanted = select(STAMPS.c.stamp_id).order_by(STAMPS.c.stamp_id)
    if since is not None:
        wanted = wanted.where(STAMPS.c.read_at >= since)
    return list(tx.execute(wanted).scalars())


def is_as_kept(tx: Connection, stamp_id: int) -> bool:
    """Whether the stamp and its authority are, column by column, what was kept."""
    found = select(*fields(STAMPS), AUTHORITIES.c.url, AUTHORITIES.c.certificate).join_from(
        STAMPS, AUTHORITIES, STAMPS.c.authority_id == AUTHORITIES.c.authority_id
    )
    row = tx.execute(found.where(STAMPS.c.stamp_id == stamp_id)).mappings().one_or_none()
    return row is not None and _content(dict(row)) == row["content_sha256"]


def latest(tx: Connection) -> Stamp | None:
    """The stamp that was kept last."""
    return _one(tx, select(func.max(STAMPS.c.stamp_id)).scalar_subquery())


def by_id(tx: Connection, stamp_id: int) -> Stamp:
    """The stamp of that id, which must exist."""
    found = _one(tx, stamp_id)
    if found is None:
        raise NoSuchRow(what=f"stamp {stamp_id}")
    return found


def heads(tx: Connection, stamp_id: int) -> dict[str, bytes]:
    """The heads that the stamp's root was made of."""
    kept = _places(tx, stamp_id)
    wanted = list(kept.values())
    links: dict[tuple[int, int], bytes] = {}
    for start in range(0, len(wanted), _BATCH):
        here = tuple_(CHAIN.c.source_id, CHAIN.c.position).in_(wanted[start : start + _BATCH])
        found = select(CHAIN.c.source_id, CHAIN.c.position, CHAIN.c.link_sha256).where(here)
        links |= {(row[0], row[1]): bytes(row[2]) for row in tx.execute(found)}
    return {slug: links[place] for slug, place in kept.items()}


def places(tx: Connection, source_id: int) -> Iterator[Place]:
    """How far the source's chain had come at each stamp, from the first on."""
    known: Place | None = None
    rows = select(STAMPS.c.stamp_id, STAMPS.c.basis_id, STAMPS.c.heads).order_by(STAMPS.c.stamp_id)
    for stamp_id, basis_id, packed in tx.execute(rows):
        moved = _unpacked(packed)
        mine = next((slug for slug, at in moved.items() if at and at[0] == source_id), None)
        slug = mine or (known.slug if known and basis_id is not None else None)
        if slug is None:
            continue
        at = moved.get(slug)
        position = at[1] if at else known.position if known else 0
        known = Place(stamp_id=stamp_id, slug=slug, position=position)
        yield known


def _one(tx: Connection, stamp_id: object) -> Stamp | None:
    found = _ALL.join_from(
        STAMPS, AUTHORITIES, STAMPS.c.authority_id == AUTHORITIES.c.authority_id
    ).where(STAMPS.c.stamp_id == stamp_id)
    row = tx.execute(found).mappings().one_or_none()
    return Stamp(**row) if row else None


def _content(row: Mapping[str, Any]) -> bytes:
    """The hash over what a stamp and its authority say: of a row that is to be, or is, kept."""
    told = [row[name] for name in _CONTENT]
    plain = [value.hex() if isinstance(value, bytes) else value for value in told]
    instants = [v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in plain]
    return hashlib.sha256(compact(instants).encode()).digest()


def _authority(tx: Connection, url: str, certificate: bytes) -> int:
    known = select(AUTHORITIES.c.authority_id).where(
        AUTHORITIES.c.url == url, AUTHORITIES.c.certificate == certificate
    )
    found = tx.execute(known).scalar_one_or_none()
    if found is not None:
        return found
    return add(tx, insert(AUTHORITIES), {"url": url, "certificate": certificate})


def _places(tx: Connection, stamp_id: int | None) -> _Places:
    """All places at a stamp: those it keeps, over those of the stamps it rests on."""
    steps: list[dict[str, Any]] = []
    while stamp_id is not None:
        found = select(STAMPS.c.basis_id, STAMPS.c.heads).where(STAMPS.c.stamp_id == stamp_id)
        row = tx.execute(found).one_or_none()
        if row is None or (row.basis_id is not None and row.basis_id >= stamp_id):
            raise NoSuchRow(what=f"stamp {stamp_id}, or what it rests on,")
        steps.append(_unpacked(row.heads))
        stamp_id = row.basis_id
    all_: _Places = {}
    for step in reversed(steps):
        for slug, at in step.items():
            if at is None:
                all_.pop(slug, None)
            else:
                all_[slug] = (at[0], at[1])
    return all_


def _moved(before: _Places, now: _Places) -> dict[str, tuple[int, int] | None]:
    gone = dict.fromkeys(before.keys() - now.keys())
    return {**gone, **{slug: at for slug, at in now.items() if before.get(slug) != at}}


def _unpacked(packed: bytes) -> dict[str, Any]:
    moved: Any = unpack(packed)
    return dict(moved)
