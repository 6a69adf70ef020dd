"""Bodies, kept once each: compressed, with an earlier body of the page as dictionary.

A page whose bytes differ by a nonce costs a few hundred bytes. Every `LINKS`-th body stands for
itself, so that reading one never needs more than that many others. What is read is checked.
"""

import hashlib

from sqlalchemy import Connection, bindparam, insert, literal, select

from storage.errors import EvidenceDamaged
from storage.rows import add
from storage.tables.evidence import BODIES, CAPTURES

LINKS = 16
# A difference costs three times the time at the level of a whole body, and is no shorter.
_LEVEL, _DELTA_LEVEL = 9, 3
_SHORTEST_BASIS = 64  # bytes; a dictionary below that is of no use

_KNOWN = select(BODIES.c.body_id).where(BODIES.c.sha256 == bindparam("sha256"))
_OF_CAPTURE = select(CAPTURES.c.body_id).where(CAPTURES.c.capture_id == bindparam("capture"))
_INSERT = insert(BODIES)

_road = (
    select(BODIES.c.body_id, BODIES.c.basis_id, literal(0).label("step"))
    .where(BODIES.c.body_id == bindparam("body"))
    .cte("road", recursive=True)
)
_road = _road.union_all(
    select(BODIES.c.body_id, BODIES.c.basis_id, _road.c.step + 1).where(
        BODIES.c.body_id == _road.c.basis_id
    )
)
_ROAD = (
    select(BODIES.c.data, BODIES.c.sha256, BODIES.c.depth)
    .join_from(_road, BODIES, BODIES.c.body_id == _road.c.body_id)
    .order_by(_road.c.step.desc())
)


def keep(tx: Connection, body: bytes, sha256: bytes, *, basis: int | None) -> int:
    """Store a body unless it is there; its id. `basis`: a capture whose body is like it."""
    known = tx.execute(_KNOWN, {"sha256": sha256}).scalar_one_or_none()
    if known is not None:
        return int(known)
    basis_id = None
    if basis is not None:
        basis_id = tx.execute(_OF_CAPTURE, {"capture": basis}).scalar_one_or_none()
    row = _compressed(tx, body, basis_id) | {"sha256": sha256, "size": len(body)}
    return add(tx, _INSERT, row)


def read(tx: Connection, body_id: int) -> bytes:
    """The body as it was kept; raises EvidenceDamaged if its SHA-256 says otherwise."""
    body, _depth, sha256 = _restore(tx, body_id)
    if body is None:
        raise EvidenceDamaged(what=f"body {body_id}", problem="it was thinned out")
    if hashlib.sha256(body).digest() != sha256:
        raise EvidenceDamaged(what=f"body {body_id}", problem="its SHA-256 differs")
    return body


def _compressed(tx: Connection, body: bytes, basis_id: int | None) -> dict[str, object]:
    alone = {"basis_id": None, "depth": 0}
    if basis_id is None:
        return alone | {"data": compress(body)}
    basis, depth, _sha256 = _restore(tx, basis_id)
    if basis is None or depth + 1 >= LINKS or len(basis) < _SHORTEST_BASIS:
        return alone | {"data": compress(body)}
    delta = compress(body, basis)
    if len(delta) * 8 > len(body):  # hardly alike: perhaps it is no larger by itself
        data = compress(body)
        if len(data) <= len(delta) * 1.1:
            return alone | {"data": data}
    return {"basis_id": basis_id, "depth": depth + 1, "data": delta}


def _restore(tx: Connection, body_id: int) -> tuple[bytes | None, int, bytes]:
    """The body (None if it, or one below it, was thinned out), its depth and its SHA-256."""
    rows = tx.execute(_ROAD, {"body": body_id}).all()
    body: bytes | None = None
    for step, row in enumerate(rows):
        if row.data is None or (step and body is None):
            body = None
            continue
        body = decompress(row.data, body, what=f"body {body_id}")
    return body, rows[-1].depth, rows[-1].sha256


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
