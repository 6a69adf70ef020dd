"""The bodies of a source's captures, one after the other: each read once, and checked.

Most bodies rest on one that came shortly before, so the last few are kept at hand: reading a whole
history costs little more than one decompression a body, and never more memory than those few.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, func, select

from storage import bodies
from storage.errors import EvidenceDamaged
from storage.tables.evidence import BODIES, CAPTURES

_BATCH = 20  # captures read at once
_RECENT = 32  # bodies at hand
_RECENT_BYTES = 50_000_000  # of them together, but for the last

_RESTING = "it was thinned out, and rests on another all the same"
_NEXT = (
    select(
        CAPTURES.c.capture_id,
        BODIES.c.body_id,
        BODIES.c.basis_id,
        BODIES.c.position,
        bodies.DATA,
        BODIES.c.sha256,
        BODIES.c.size,
    )
    .join_from(CAPTURES, BODIES, CAPTURES.c.body_id == BODIES.c.body_id)
    .where(CAPTURES.c.source_id == bindparam("source"), CAPTURES.c.capture_id > bindparam("after"))
    .order_by(CAPTURES.c.capture_id)
    .limit(_BATCH)
)

_Stored = Row[int, int, int | None, int, bytes | None, bytes, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The body of a capture: its length, or why it is not what was kept; neither if thinned out."""

    capture_id: int
    size: int | None = None
    wrong: str | None = None


def walk(rx: Connection, source_id: int, after: int) -> Iterator[Found]:
    """What became of the bodies of the source's captures behind that capture."""
    recent: dict[int, bytes] = {}
    while batch := rx.execute(_NEXT, {"source": source_id, "after": after}).all():
        for row in batch:
            yield _found(rx, row, recent)
        after = batch[-1].capture_id


def _found(rx: Connection, row: _Stored, recent: dict[int, bytes]) -> Found:
    if row.data is None:
        resting = row.basis_id is not None or row.position
        return Found(capture_id=row.capture_id, wrong=_RESTING if resting else None)
    if row.body_id in recent:  # kept once for several captures
        return Found(capture_id=row.capture_id, size=row.size)
    try:
        body = _read(rx, row, recent)
    except EvidenceDamaged as error:
        return Found(capture_id=row.capture_id, wrong=str(error.facts["problem"]))
    wrong = _wrong(row, body)
    if wrong is None:
        _remember(recent, row.body_id, body)
    return Found(capture_id=row.capture_id, size=len(body), wrong=wrong)


def _read(rx: Connection, row: _Stored, recent: dict[int, bytes]) -> bytes:
    """The body, which rests on another."""
    assert row.data is not None
    if row.basis_id is None:
        return bodies.decompress(row.data, None, row.position)
    basis = recent.get(row.basis_id) or _basis(rx, row.basis_id)
    return bodies.decompress(row.data, basis, row.position)


def _basis(rx: Connection, body_id: int) -> bytes:
    """A body that is no longer at hand, with all it rests on."""
    known = rx.execute(select(BODIES.c.body_id).where(BODIES.c.body_id == body_id))
    if known.scalar_one_or_none() is None:
        raise EvidenceDamaged(what=f"body {body_id}", problem="the body it rests on is gone")
    return bodies.read(rx, body_id)


def _wrong(row: _Stored, body: bytes) -> str | None:
    if hashlib.sha256(body).digest() != row.sha256:
        return "its SHA-256 differs"
    if len(body) != row.size:
        return f"it is {len(body)} bytes long, not {row.size}"
    return None


def _remember(recent: dict[int, bytes], body_id: int, read: bytes) -> None:
    recent[body_id] = read
    while len(recent) > _RECENT or (
        len(recent) > 1 and sum(map(len, recent.values())) > _RECENT_BYTES
    ):
        del recent[next(iter(recent))]


def thinned(rx: Connection) -> int:
    """How many bodies were thinned out of the store."""
    gone = select(func.count()).select_from(BODIES).where(BODIES.c.data.is_(None))
    return rx.execute(gone).scalar_one()
