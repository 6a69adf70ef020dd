"""Where the blocks of a version stand, as bytes: an edit must not cost a row for each paragraph.

First the count of blocks; then for each how far its sheet lies from that of the block before,
doubled, and one more where it is not the next text on the same sheet, or the first on another,
followed by its number there; then for each run of blocks of one kind that kind and their count.
Numbers have seven bits a byte, the lowest first.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from storage.errors import EvidenceDamaged
from storage.model import BlockKind

Place = tuple[int, int]  # a sheet's id, and the text's number on it

# The order may never change: what was packed by it could not be read.
_KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "quote", "row")


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
    """As `unpack`, without the kinds, and unchecked: for a search, which reads thousands."""
    numbers = _fast(data)
    text_id, at, i = 0, -1, 1
    found: list[Place] = []
    for _ in range(numbers[0]):
        far, i = numbers[i], i + 1
        if far & 1:
            text_id += _signed(far >> 1)
            at, i = numbers[i], i + 1
        elif far:
            text_id, at = text_id + _signed(far >> 1), 0
        else:
            at += 1
        found.append((text_id, at))
    return found


def _fast(data: bytes) -> list[int]:
    """As `_numbers`, all at once."""
    found: list[int] = []
    number = shift = 0
    for byte in data:
        if byte > 127:
            number |= (byte & 127) << shift
            shift += 7
        elif shift:
            found.append(number | byte << shift)
            number = shift = 0
        else:
            found.append(byte)
    return found


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
