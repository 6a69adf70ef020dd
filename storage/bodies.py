"""Bodies, kept once each: compressed, with an earlier body of the page as dictionary.

A page whose bytes differ by a nonce costs a few hundred bytes. Every `LINKS`-th body stands for
itself, so that reading one never needs more than that many others. What is read is checked.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, Select, bindparam, insert, literal, select

from storage.errors import EvidenceDamaged
from storage.rows import add
from storage.tables.evidence import BODIES, CAPTURES

LINKS = 16
# A difference costs three times the time at the level of a whole body, and is no shorter.
_LEVEL, _DELTA_LEVEL = 9, 3
_SHORTEST_BASIS = 64  # bytes; a dictionary below that is of no use

_KNOWN = select(BODIES.c.body_id).where(BODIES.c.sha256 == bindparam("sha256"))
_INSERT = insert(BODIES)


def _road(begin: Select[int, int | None, int]) -> Select[int, bytes | None, bytes, int]:
    """The body to begin with and those it rests on, the lowest first."""
    road = begin.cte("road", recursive=True)
    below = select(BODIES.c.body_id, BODIES.c.basis_id, road.c.step + 1)
    road = road.union_all(below.where(BODIES.c.body_id == road.c.basis_id))
    return (
        select(BODIES.c.body_id, BODIES.c.data, BODIES.c.sha256, BODIES.c.depth)
        .join_from(road, BODIES, BODIES.c.body_id == road.c.body_id)
        .order_by(road.c.step.desc())
    )


_BEGIN = select(BODIES.c.body_id, BODIES.c.basis_id, literal(0).label("step"))
_BY_ID = _road(_BEGIN.where(BODIES.c.body_id == bindparam("wanted")))
_BY_CAPTURE = _road(
    _BEGIN.join_from(BODIES, CAPTURES, CAPTURES.c.body_id == BODIES.c.body_id).where(
        CAPTURES.c.capture_id == bindparam("wanted")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restored:
    """A body read back, unchecked; None if it, or one it rests on, was thinned out."""

    body_id: int
    body: bytes | None
    sha256: bytes
    depth: int


def keep(tx: Connection, body: bytes, sha256: bytes, *, basis: int | None) -> int:
    """Store a body unless it is there; its id. `basis`: a capture whose body is like it."""
    known = tx.execute(_KNOWN, {"sha256": sha256}).scalar_one_or_none()
    if known is not None:
        return int(known)
    like = None if basis is None else _restore(tx, _BY_CAPTURE, basis)
    row = _compressed(body, like) | {"sha256": sha256, "size": len(body)}
    return add(tx, _INSERT, row)


def read(tx: Connection, body_id: int) -> bytes:
    """The body as it was kept; raises EvidenceDamaged if its SHA-256 says otherwise."""
    found = _restore(tx, _BY_ID, body_id)
    if found.body is None:
        raise EvidenceDamaged(what=f"body {body_id}", problem="it was thinned out")
    if hashlib.sha256(found.body).digest() != found.sha256:
        raise EvidenceDamaged(what=f"body {body_id}", problem="its SHA-256 differs")
    return found.body


def _compressed(body: bytes, like: _Restored | None) -> dict[str, object]:
    alone = {"basis_id": None, "depth": 0}
    if like is None or like.body is None or not _may_rest_on(like, like.body):
        return alone | {"data": compress(body)}
    delta = compress(body, like.body)
    if len(delta) * 8 > len(body):  # hardly alike: perhaps it is no larger by itself
        data = compress(body)
        if len(data) <= len(delta) * 1.1:
            return alone | {"data": data}
    return {"basis_id": like.body_id, "depth": like.depth + 1, "data": delta}


def _may_rest_on(like: _Restored, body: bytes) -> bool:
    return like.depth + 1 < LINKS and len(body) >= _SHORTEST_BASIS


def _restore(tx: Connection, road: Select[int, bytes | None, bytes, int], wanted: int) -> _Restored:
    rows = tx.execute(road, {"wanted": wanted}).all()
    body: bytes | None = None
    for step, row in enumerate(rows):
        if row.data is None or (step and body is None):
            body = None
            continue
        body = decompress(row.data, body, what=f"body {row.body_id}")
    last = rows[-1]
    return _Restored(body_id=last.body_id, body=body, sha256=last.sha256, depth=last.depth)


def compress(body: bytes, basis: bytes | None = None) -> bytes:
    """The body as a zstandard frame, with the basis as its dictionary."""
    import zstandard  # not needed by `readout log`, so not at the top

    if basis is None:
        return zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    like = zstandard.ZstdCompressionDict(basis, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(level=_DELTA_LEVEL, dict_data=like).compress(body)


def decompress(data: bytes, basis: bytes | None = None, *, what: str = "a body") -> bytes:
    """The body of a frame; raises EvidenceDamaged where the frame is broken."""
    import zstandard  # not needed by `readout log`, so not at the top

    try:
        if basis is None:
            return zstandard.ZstdDecompressor().decompress(data)
        like = zstandard.ZstdCompressionDict(basis, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdDecompressor(dict_data=like).decompress(data)
    except zstandard.ZstdError as error:
        raise EvidenceDamaged(what=what, problem=str(error)) from error
