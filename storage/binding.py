"""The bytes of a volume: the texts of many sheets under the fold, to be searched in one go.

First how many sheets it holds; then their ids, and how many texts each has; then the texts. Each
text is a NUL and its forms, as it may read in several ways, each behind an SOH; no text holds these
two. All numbers have eight bytes, the lowest first; all of it is one zstandard frame with its
checksum.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    count: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """Sheets by their ids, how many texts each has, and the texts of all, from `start` on."""

    text_ids: "array[int]"
    counts: "array[int]"
    data: bytes
    start: int = 0

    def sheets(self) -> Iterator[Bound]:
        """Each sheet by itself."""
        parts, at = self.data[self.start :].split(_TEXT)[1:], 0
        for text_id, count in zip(self.text_ids, self.counts, strict=True):
            data = _TEXT + _TEXT.join(parts[at : at + count]) if count else b""
            yield Bound(text_id=text_id, count=count, data=data)
            at += count

    def places(self, needles: Collection[Needle]) -> dict[Place, int]:
        """Where the texts stand that hold any of these phrases, and how often each does."""
        hits = [hit for needle in needles for hit in self._hits(needle)]
        if not hits:
            return {}
        first = list(accumulate(self.counts, initial=0))
        places: dict[Place, int] = {}
        for number, count in hits:
            sheet = bisect_right(first, number) - 1
            place = self.text_ids[sheet], number - first[sheet]
            places[place] = max(count, places.get(place, 0))
        return places

    def _hits(self, needle: Needle) -> Iterator[tuple[int, int]]:
        if not needle.any_case:
            return _hits(self.data, self.start, needle.raw)
        return _hits(self.data[self.start :].decode().casefold().encode(), 0, needle.raw)


def bound(sheets: Mapping[int, Sequence[str]], forms: Forms) -> list[Bound]:
    """The texts of these sheets, folded."""
    return [
        Bound(
            text_id=text_id,
            count=len(texts),
            data=b"".join(_folded(text, forms) for text in texts),
        )
        for text_id, texts in sorted(sheets.items())
    ]


def volume(sheets: Iterable[Bound]) -> Volume:
    """These sheets as a volume."""
    listed = list(sheets)
    return Volume(
        text_ids=array("Q", (one.text_id for one in listed)),
        counts=array("Q", (one.count for one in listed)),
        data=b"".join(one.data for one in listed),
    )


def pack(given: Volume) -> bytes:
    """The volume as it is kept."""
    import zstandard  # not needed by `readout log`, so not at the top

    count = len(given.text_ids).to_bytes(_NUMBER, "little")
    head = count + _little(given.text_ids) + _little(given.counts)
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
    return Volume(
        text_ids=_numbers(raw[ends[0] : ends[1]]),
        counts=_numbers(raw[ends[1] : ends[2]]),
        data=raw,
        start=ends[2],
    )


def _hits(data: bytes, start: int, needle: bytes) -> Iterator[tuple[int, int]]:
    """The number of each text that holds the needle, from 0, and how often it does."""
    number, counted = -1, start  # texts begun before `counted`
    at = data.find(needle, start)
    while at >= 0:
        begin = data.rfind(_TEXT, start, at)
        number += data.count(_TEXT, counted, begin + 1)
        counted = begin + 1
        end = data.find(_TEXT, counted)
        forms = data[begin : end if end >= 0 else len(data)].split(_FORM)[1:]
        yield number, max((_FORM + form).count(needle) for form in forms)
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
