"""Bodies, kept once each: compressed, with an earlier body of the page as dictionary.

A page whose bytes differ by a nonce costs a few hundred bytes. Of `LINKS` bodies the first stands
for itself; the others rest each on the one whose number is theirs without its last binary 1 (13 on
12, that on 8, that on 0), so that reading one never needs more than eight others, and one that is
damaged takes few with it. What is read is checked: before each frame stands a checksum over it, the
body that is its dictionary and its number, since a frame may be altered, or read with another
dictionary, and still give the same bytes.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Row,
    Select,
    bindparam,
    cast,
    insert,
    literal,
    select,
    update,
)

from storage.errors import BodyThinned, EvidenceDamaged
from storage.tables.evidence import BODIES, CAPTURES

LINKS = 256
# A difference costs three times the time at the level of a whole body, and is no shorter.
_LEVEL, _DELTA_LEVEL = 9, 3
_SHORTEST_BASIS = 64  # bytes; a dictionary below that is of no use
_CHECKSUM = 4  # bytes, CRC-32

# SQLite keeps what it is given: bytes that became text would fail before they can be checked.
DATA = cast(BODIES.c.data, LargeBinary).label("data")
_KNOWN = select(BODIES.c.sha256, BODIES.c.body_id, BODIES.c.data.is_(None).label("thinned")).where(
    BODIES.c.sha256.in_(bindparam("hashes", expanding=True))
)
_REFILL = (
    update(BODIES).where(BODIES.c.body_id == bindparam("body")).values(data=bindparam("frame"))
)
_INSERT = insert(BODIES).returning(BODIES.c.body_id, sort_by_parameter_order=True)
_REWRITE = update(BODIES).where(BODIES.c.body_id == bindparam("body"))
_Road = Select[int, int, bytes | None, bytes, int]
_Step = Row[int, int, bytes | None, bytes, int]


def _road(
    begin: Select[int, int, int | None, int],
) -> _Road:
    """The bodies to begin with and those each rests on, the lowest first."""
    road = begin.cte("road", recursive=True)
    below = select(road.c.wanted, BODIES.c.body_id, BODIES.c.basis_id, road.c.step + 1)
    road = road.union_all(below.where(BODIES.c.body_id == road.c.basis_id))
    return (
        select(road.c.wanted, BODIES.c.body_id, DATA, BODIES.c.sha256, BODIES.c.position)
        .join_from(road, BODIES, BODIES.c.body_id == road.c.body_id)
        .order_by(road.c.wanted, road.c.step.desc())
    )


def basis_position(position: int) -> int:
    """The number of the one that the one of this number rests on; of 0, which rests on none, 0."""
    return position & (position - 1)


def _begin(wanted: ColumnElement[int]) -> Select[int, int, int | None, int]:
    """The bodies themselves, each under the key by which it is wanted."""
    return select(
        wanted.label("wanted"), BODIES.c.body_id, BODIES.c.basis_id, literal(0).label("step")
    )


_WANTED = bindparam("wanted", expanding=True, type_=Integer())
_BY_ID = _road(_begin(BODIES.c.body_id).where(BODIES.c.body_id.in_(_WANTED)))
_BY_CAPTURE = _road(
    _begin(CAPTURES.c.capture_id)
    .join_from(BODIES, CAPTURES, CAPTURES.c.body_id == BODIES.c.body_id)
    .where(CAPTURES.c.capture_id.in_(_WANTED))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBody:
    """A body to be kept. `basis`: a capture whose body is like it."""

    body: bytes
    sha256: bytes
    basis: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restored:
    """A body read back, unchecked; None if it, or one it rests on, was thinned out."""

    body_id: int
    body: bytes | None
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What a new body may rest on, and the number that it then has."""

    body_id: int
    body: bytes
    position: int


def keep(tx: Connection, given: Sequence[NewBody]) -> list[int]:
    """Store the bodies that are not there yet, each once; the ids of all, in the given order."""
    known, thinned = _known(tx, given)
    new = {one.sha256: one for one in given if one.sha256 not in known}
    if new:
        ids = tx.execute(_INSERT, list(_rows(tx, list(new.values())))).scalars()
        known.update(zip(new, ids, strict=True))
    for sha256 in thinned:  # it came again: it stands for itself, not to rest on what rests on it
        body = next(one.body for one in given if one.sha256 == sha256)
        tx.execute(_REFILL, {"body": known[sha256], "frame": compress(body)})
    return [known[one.sha256] for one in given]


def _known(tx: Connection, given: Sequence[NewBody]) -> tuple[dict[bytes, int], set[bytes]]:
    """The ids of those that are there, and which of them were thinned out."""
    found = tx.execute(_KNOWN, {"hashes": [one.sha256 for one in given]}).all()
    known = {bytes(row.sha256): row.body_id for row in found}
    return known, {bytes(row.sha256) for row in found if row.thinned}


def _rows(tx: Connection, new: Sequence[NewBody]) -> list[dict[str, object]]:
    """The rows of new bodies. Bases are restored one at a time, not to hold them all."""
    by_basis: dict[int | None, list[int]] = {}
    for index, one in enumerate(new):
        by_basis.setdefault(one.basis, []).append(index)
    rows: dict[int, dict[str, object]] = {}
    bases = [basis for basis in by_basis if basis is not None]
    for basis, like in _bases(tx, bases):
        rows.update({index: _row(new[index], like) for index in by_basis[basis]})
    return [rows.get(index) or _row(one, None) for index, one in enumerate(new)]


def _row(new: NewBody, like: _Basis | None) -> dict[str, object]:
    return _compressed(new.body, like) | {"sha256": new.sha256, "size": len(new.body)}


def read(tx: Connection, body_id: int) -> bytes:
    """The body as it was kept; raises EvidenceDamaged if its SHA-256 says otherwise."""
    (_, found), *_ = _restore(tx, _BY_ID, [body_id])
    if found.body is None:
        raise BodyThinned(what=f"Body {body_id}")
    if hashlib.sha256(found.body).digest() != found.sha256:
        raise EvidenceDamaged(what=f"body {body_id}", problem="its SHA-256 differs")
    return found.body


def rest_anew(tx: Connection, body_id: int, without: Collection[int]) -> None:
    """Let a body rest on none of those, but on the last of the others that it rested on."""
    ((_, steps),) = _roads(tx, _BY_ID, [body_id])
    body, low = _unfolded(steps), [*steps[:-1]]
    while low and low[-1].body_id in without:
        low.pop()
    basis = _unfolded(low) if low else None
    if body is None:
        raise BodyThinned(what=f"Body {body_id}")
    like = basis and _Basis(body_id=low[-1].body_id, body=basis, position=steps[-1].position)
    tx.execute(_REWRITE, {"body": body_id, **_compressed(body, like or None)})


def _compressed(body: bytes, like: _Basis | None) -> dict[str, object]:
    alone = {"basis_id": None, "position": 0}
    if like is None or len(body) < _SHORTEST_BASIS:
        return alone | {"data": compress(body)}
    delta = compress(body, like.body, like.position)
    if len(delta) * 8 > len(body):  # hardly alike: perhaps it is no larger by itself
        data = compress(body)
        if len(data) <= len(delta) * 1.1:
            return alone | {"data": data}
    return {"basis_id": like.body_id, "position": like.position, "data": delta}


def _bases(tx: Connection, captures: Sequence[int]) -> Iterator[tuple[int, _Basis]]:
    """For each capture what a body that follows its own may rest on, where there is any."""
    for capture_id, steps in _roads(tx, _BY_CAPTURE, captures):
        position = steps[-1].position + 1
        if position < LINKS:
            low = [one for one in steps if one.position <= basis_position(position)]
            body = _unfolded(low) if low else None
            if body is not None:
                yield capture_id, _Basis(body_id=low[-1].body_id, body=body, position=position)


def _restore(tx: Connection, road: _Road, wanted: Sequence[int]) -> Iterator[tuple[int, _Restored]]:
    """Each wanted body by its key, read back one at a time."""
    for key, steps in _roads(tx, road, wanted):
        last = steps[-1]
        yield key, _Restored(body_id=last.body_id, body=_unfolded(steps), sha256=last.sha256)


def _roads(tx: Connection, road: _Road, wanted: Sequence[int]) -> Iterator[tuple[int, list[_Step]]]:
    """For each key the body and, before it, those it rests on."""
    if not wanted:
        return
    found = tx.execute(road, {"wanted": wanted}).all()
    for key, steps in groupby(found, key=attrgetter("wanted")):
        yield key, list(steps)


def _unfolded(steps: Sequence[_Step]) -> bytes | None:
    """The last of these bodies; None if it, or one before it, was thinned out."""
    body: bytes | None = None
    for step, row in enumerate(steps):
        if row.data is None or (step and body is None):
            return None
        body = decompress(row.data, body, row.position, what=f"body {row.body_id}")
    return body


def compress(body: bytes, basis: bytes | None = None, position: int = 0) -> bytes:
    """The body as a checksum and a zstandard frame, with the basis as its dictionary."""
    import zstandard  # not needed by `readout log`, so not at the top

    if basis is None:
        frame = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    else:
        like = zstandard.ZstdCompressionDict(basis, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        frame = zstandard.ZstdCompressor(level=_DELTA_LEVEL, dict_data=like).compress(body)
    return _checksum(frame, basis, position) + frame


def _checksum(frame: bytes, basis: bytes | None, position: int) -> bytes:
    return zlib.crc32(frame, zlib.crc32(basis or b"", position)).to_bytes(_CHECKSUM)


def decompress(
    data: bytes, basis: bytes | None = None, position: int = 0, *, what: str = "a body"
) -> bytes:
    """The body that `compress` was given; raises EvidenceDamaged where the data is not its."""
    import zstandard  # not needed by `readout log`, so not at the top

    frame = data[_CHECKSUM:]
    if data[:_CHECKSUM] != _checksum(frame, basis, position):
        raise EvidenceDamaged(what=what, problem="its checksum differs")
    try:
        if basis is None:
            return zstandard.ZstdDecompressor().decompress(frame)
        like = zstandard.ZstdCompressionDict(basis, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        return zstandard.ZstdDecompressor(dict_data=like).decompress(frame)
    except zstandard.ZstdError as error:
        raise EvidenceDamaged(what=what, problem=str(error)) from error
