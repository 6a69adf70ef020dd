"""Where the blocks of a version stand, as bytes: an edit must not cost a row for each paragraph.

First the count of blocks; then for each how far its sheet lies from that of the block before,
doubled, and one more where it is not the next text on the same sheet, or the first on another,
followed by its number there; then for each run of blocks of one kind that kind and their count.
Numbers have seven bits a byte, the lowest first.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from storage.errors import EvidenceDamaged
from storage.model import BlockKind

Place = tuple[int, int]  # a sheet's id, and the text's number on it

# The order may never change: what was packed by it could not be read.
_KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "quote", "row")


class _Every:
    def __contains__(self, _: object) -> bool:
        return True


def pack(blocks: Sequence[tuple[int, int, BlockKind]]) -> bytes:
    """The sheets, numbers and kinds of a version's blocks, in reading order."""
    numbers, before = [len(blocks)], (0, -1)
    for text_id, at, _ in blocks:
        far = 2 * _unsigned(text_id - before[0])
        numbers += [far] if at == _expected(before, text_id) else [far + 1, at]
        before = text_id, at
    for kind, run in groupby(kind for _, _, kind in blocks):
        numbers += [_KINDS.index(kind), len(list(run))]
    return b"".join(map(_bytes, numbers))


def unpack(data: bytes) -> list[tuple[int, int, BlockKind]]:
    """What `pack` was given; EvidenceDamaged where that is not what this is."""
    numbers = _numbers(data)
    try:
        places, before = [], (0, -1)
        for _ in range(next(numbers)):
            far, unexpected = divmod(next(numbers), 2)
            text_id = before[0] + _signed(far)
            at = next(numbers) if unexpected else _expected(before, text_id)
            before = text_id, at
            places.append(before)
        kinds: list[BlockKind] = []
        while len(kinds) < len(places):
            kind = _KINDS[next(numbers)]
            kinds += [kind] * next(numbers)
        found = [(*place, kind) for place, kind in zip(places, kinds, strict=True)]
    except (StopIteration, IndexError, ValueError) as error:
        raise EvidenceDamaged(what="a list of blocks", problem="it is cut short") from error
    if pack(found) != data:
        raise EvidenceDamaged(what="a list of blocks", problem="it is not well formed")
    return found


def places(data: bytes) -> list[Place]:
    """As `unpack`, without the kinds, and unchecked."""
    return among(data, _Every(), _Every())


def among(data: bytes, wanted: Container[Place], text_ids: Container[int]) -> list[Place]:
    """Those of the places that are wanted, all of which are on these sheets.

    A search asks it of a hundred thousand versions: one loop, and no place made that is not wanted.
    """
    try:
        return _among(iter(data), wanted, text_ids)
    except StopIteration as error:
        raise EvidenceDamaged(what="a list of blocks", problem="it is cut short") from error


def _among(
    numbers: Iterator[int], wanted: Container[Place], text_ids: Container[int]
) -> list[Place]:
    text_id, at, here = 0, -1, 0 in text_ids
    found: list[Place] = []
    for _ in range(_number(next(numbers), numbers)):
        far = next(numbers)
        if far == 0:
            at += 1
        else:
            if far > 127:
                byte, shift = next(numbers), 7
                far &= 127
                while byte > 127:
                    far |= (byte & 127) << shift
                    byte, shift = next(numbers), shift + 7
                far |= byte << shift
            if far > 1:
                text_id += far >> 2 ^ -(far >> 1 & 1)  # as `_signed` has it
                here = text_id in text_ids
            at = next(numbers) if far & 1 else 0
            if at > 127:
                at = _number(at, numbers)
        if here and (text_id, at) in wanted:
            found.append((text_id, at))
    return found


def _number(byte: int, rest: Iterator[int]) -> int:
    """The number that begins with this byte."""
    number, shift = byte & 127, 7
    while byte > 127:
        byte = next(rest)
        number |= (byte & 127) << shift
        shift += 7
    return number


def _expected(before: Place, text_id: int) -> int:
    return before[1] + 1 if text_id == before[0] else 0


def _unsigned(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _signed(number: int) -> int:
    return number // 2 if number % 2 == 0 else -(number + 1) // 2


def _bytes(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0
