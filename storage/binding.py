"""The bytes of a volume: the texts of many sheets under the fold, to be searched in one go.

First how many sheets it holds; then their ids, and how many bytes the texts of each take; then the
texts. Each text is a NUL and its forms, as it may read in several ways, each behind an SOH; no text
holds these two. All numbers have eight bytes, the lowest first; all of it is one zstandard frame
with its checksum.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from storage.errors import EvidenceDamaged
from storage.placing import Place
from storage.tables.base import clean

_TEXT, _FORM = b"\0", b"\1"  # what begins them
_LEVEL = 3
_NUMBER = 8  # bytes

Forms = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """A folded phrase to look for, anywhere in a text or at its beginning."""

    text: str
    at_start: bool = False
    any_case: bool = False

    @property
    def raw(self) -> bytes:
        """As it stands in a volume, or in one without case."""
        text = self.text.casefold() if self.any_case else self.text
        return (_FORM if self.at_start else b"") + _bytes(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The folded texts of one sheet, as they stand in a volume."""

    text_id: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Sheets by their ids, how many bytes each has, and the texts of all, from `start` on."""

    text_ids: "array[int]"
    sizes: "array[int]"
    data: bytes
    start: int = 0

    def sheets(self) -> Iterator[Bound]:
        """Each sheet by itself."""
        begin = self.start
        for text_id, size in zip(self.text_ids, self.sizes, strict=True):
            yield Bound(text_id=text_id, data=self.data[begin : begin + size])
            begin += size

    def places(self, needles: Collection[Needle]) -> dict[Place, int]:
        """Where the texts stand that hold any of these phrases, and how often each does."""
        places: dict[Place, int] = {}
        for needle in needles:
            read = self._caseless() if needle.any_case else self
            for place, count in _placed(read, needle.raw):
                places[place] = max(count, places.get(place, 0))
        return places

    def _caseless(self) -> "Volume":
        return volume(
            replace(one, data=one.data.decode().casefold().encode()) for one in self.sheets()
        )


def bound(sheets: Mapping[int, Sequence[str]], forms: Forms) -> list[Bound]:
    """The texts of these sheets, folded."""
    return [
        Bound(
            text_id=text_id,
            data=b"".join(_folded(text, forms) for text in texts),
        )
        for text_id, texts in sorted(sheets.items())
    ]


def volume(sheets: Iterable[Bound]) -> Volume:
    """These sheets as a volume."""
    listed = list(sheets)
    return Volume(
        text_ids=array("Q", (one.text_id for one in listed)),
        sizes=array("Q", (len(one.data) for one in listed)),
        data=b"".join(one.data for one in listed),
    )


def pack(given: Volume) -> bytes:
    """The volume as it is kept."""
    import zstandard  # not needed by `readout log`, so not at the top

    count = len(given.text_ids).to_bytes(_NUMBER, "little")
    head = count + b"".join(map(_little, (given.text_ids, given.sizes)))
    press = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    return press.compress(head + given.data[given.start :])


def unpack(data: bytes) -> Volume:
    """What `pack` was given; EvidenceDamaged where this is not what it made."""
    import zstandard  # not needed by `readout log`, so not at the top

    try:
        raw = zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise EvidenceDamaged(what="a volume for searching", problem=str(error)) from error
    count = int.from_bytes(raw[:_NUMBER], "little")
    ends = [_NUMBER * (1 + part * count) for part in range(3)]
    text_ids, sizes = (_numbers(raw[begin:end]) for begin, end in pairwise(ends))
    return Volume(text_ids=text_ids, sizes=sizes, data=raw, start=ends[2])


def _placed(read: Volume, needle: bytes) -> Iterator[tuple[Place, int]]:
    """Where each text stands that holds the needle, and how often it does."""
    hits = list(_hits(read.data, read.start, needle))
    begins = list(accumulate(read.sizes, initial=read.start)) if hits else []
    for begin, count in hits:
        sheet = bisect_right(begins, begin) - 1
        yield (read.text_ids[sheet], read.data.count(_TEXT, begins[sheet], begin)), count


def _hits(data: bytes, start: int, needle: bytes) -> Iterator[tuple[int, int]]:
    """Where each text begins that holds the needle, and how often it does."""
    at = data.find(needle, start)
    while at >= 0:
        begin = data.rfind(_TEXT, start, at)
        end = data.find(_TEXT, at)
        forms = data[begin : end if end >= 0 else len(data)].split(_FORM)[1:]
        yield begin, max((_FORM + form).count(needle) for form in forms)
        at = data.find(needle, end) if end >= 0 else -1


def _folded(text: str, forms: Forms) -> bytes:
    return _TEXT + b"".join(_FORM + _bytes(form) for form in forms(text))


def _bytes(text: str) -> bytes:
    return clean(text).replace("\1", "\ufffd").encode()


def _little(numbers: "array[int]") -> bytes:
    if sys.byteorder == "little":
        return numbers.tobytes()
    swapped = numbers[:]
    swapped.byteswap()
    return swapped.tobytes()


def _numbers(data: bytes) -> "array[int]":
    numbers = array("Q", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
