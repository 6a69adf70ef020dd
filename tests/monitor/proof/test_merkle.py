"""The Merkle root: fixed for fixed heads, reached from every head, changed by every byte."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from monitor.proof import merkle

HEADS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True),
    st.binary(min_size=32, max_size=32),
    min_size=1,
    max_size=20,
)


def test_without_heads_the_root_is_the_hash_of_nothing() -> None:
    assert merkle.root({}) == hashlib.sha256(b"").digest()


def test_the_root_of_three_heads_is_worked_out_by_hand() -> None:
    heads = {name: hashlib.sha256(name.encode()).digest() for name in ("c", "a", "b")}
    leaves = [
        hashlib.sha256(b"\x00" + f"{name} {heads[name].hex()}".encode()).digest() for name in "abc"
    ]
    pair = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    assert merkle.root(heads) == hashlib.sha256(b"\x01" + pair + leaves[2]).digest()


@given(HEADS)
def test_every_head_leads_to_the_root(heads: dict[str, bytes]) -> None:
    for source, head in heads.items():
        steps = merkle.path(heads, source)
        assert merkle.climb(merkle.leaf(source, head), steps) == merkle.root(heads)


@given(HEADS, st.data())
def test_another_head_gives_another_root(heads: dict[str, bytes], data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(heads)))
    position = data.draw(st.integers(0, 31))
    other = bytearray(heads[source])
    other[position] ^= 1
    assert merkle.root(heads | {source: bytes(other)}) != merkle.root(heads)


@given(HEADS)
def test_the_order_of_the_sources_does_not_matter(heads: dict[str, bytes]) -> None:
    assert merkle.root(dict(reversed(heads.items()))) == merkle.root(heads)
