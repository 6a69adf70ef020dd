"""Lists of blocks come back as they were packed; what is no such list is said to be none."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import placing
from storage.errors import EvidenceDamaged
from storage.model import BlockKind

KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "quote", "row")
_BLOCKS = st.lists(
    st.tuples(
        st.integers(1, 3) | st.integers(1, 2**40),  # on few sheets some go back, or stand twice
        st.integers(0, 3) | st.integers(0, 5000),
        st.sampled_from(KINDS),
    ),
    max_size=40,
)


@given(_BLOCKS)
def test_what_is_packed_comes_back(blocks: list[tuple[int, int, BlockKind]]) -> None:
    assert placing.unpack(placing.pack(blocks)) == blocks
    assert placing.places(placing.pack(blocks)) == [(text_id, at) for text_id, at, _ in blocks]


@given(_BLOCKS, st.sets(st.integers(0, 39)))
def test_of_the_places_those_are_found_that_are_wanted(
    blocks: list[tuple[int, int, BlockKind]], at: set[int]
) -> None:
    places = [(text_id, number) for text_id, number, _ in blocks]
    wanted = {place for i, place in enumerate(places) if i in at} | {(7, 7)}
    text_ids = {text_id for text_id, _ in wanted}
    found = placing.among(placing.pack(blocks), wanted, text_ids)
    assert found == [place for place in places if place in wanted]


def test_a_version_that_brought_one_block_costs_few_bytes() -> None:
    first = [(3, at, "paragraph") for at in range(100)]
    edited = [*first[:50], (9, 0, "paragraph"), *first[51:]]
    assert len(placing.pack(first)) < 105  # type: ignore[arg-type]
    assert len(placing.pack(edited)) < 110  # type: ignore[arg-type]


@given(_BLOCKS, st.integers(0, 300), st.integers(1, 255))
def test_no_altered_byte_gives_the_same_list(
    blocks: list[tuple[int, int, BlockKind]], at: int, mask: int
) -> None:
    packed = bytearray(placing.pack(blocks))
    packed[at % len(packed)] ^= mask
    with contextlib.suppress(EvidenceDamaged):
        assert placing.unpack(bytes(packed)) != blocks


@pytest.mark.parametrize("data", [b"", b"\x02\x00", b"\x01\x04\x09\x01", b"\x00\x00", b"\x80"])
def test_what_is_no_list_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(EvidenceDamaged, match="a list of blocks in the store is not what was kept"):
        placing.unpack(data)


@pytest.mark.parametrize("data", [b"", b"\x02\x00", b"\x01\x81", b"\x80"])
def test_a_list_that_is_cut_short_is_damaged_for_a_search_too(data: bytes) -> None:
    with pytest.raises(EvidenceDamaged, match="it is cut short"):
        placing.among(data, {(1, 1)}, {1})
