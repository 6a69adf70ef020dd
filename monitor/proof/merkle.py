"""One hash over the heads of all chains, and the path from one head to it.

The Merkle tree of RFC 6962, section 2.1: leaves and nodes are hashed apart (0x00, 0x01), the leaves
are not padded. Leaves are `<source> <head in hexadecimal>`, sorted by the source's id.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A neighbour on the way from a leaf to the root, and on which side it stands."""

    side: Literal["left", "right"]
    sha256: bytes


def root(heads: Mapping[str, bytes]) -> bytes:
    """The root over the heads of these sources (by id); without any, the hash of nothing."""
    return _root(_leaves(heads))


def path(heads: Mapping[str, bytes], source: str) -> tuple[Step, ...]:
    """What must be hashed with the source's leaf, in this order, to come to the root."""
    return _path(_leaves(heads), sorted(heads).index(source))


def leaf(source: str, head: bytes) -> bytes:
    """The hash of one source's leaf."""
    return hashlib.sha256(b"\0" + f"{source} {head.hex()}".encode()).digest()


def climb(start: bytes, steps: Sequence[Step]) -> bytes:
    """The root to which these steps lead from a leaf's hash."""
    for step in steps:
        pair = (step.sha256, start) if step.side == "left" else (start, step.sha256)
        start = _node(*pair)
    return start


def _leaves(heads: Mapping[str, bytes]) -> list[bytes]:
    return [leaf(source, heads[source]) for source in sorted(heads)]


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    middle = _middle(len(leaves))
    return _node(_root(leaves[:middle]), _root(leaves[middle:]))


def _path(leaves: Sequence[bytes], index: int) -> tuple[Step, ...]:
    if len(leaves) < 2:
        return ()
    middle = _middle(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return (*_path(left, index), Step(side="right", sha256=_root(right)))
    return (*_path(right, index - middle), Step(side="left", sha256=_root(left)))


def _middle(count: int) -> int:
    """The largest power of two that is smaller than the count."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
