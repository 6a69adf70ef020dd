"""The lexicon of a volume: which words stand in its texts, by which a search knows those that
cannot hold a phrase, and opens only the others.

A word is what stands between spaces and signs of ASCII and the stops of Chinese and Japanese; of a
phrase the first and the last may be parts of words. What is long, as where no spaces are written,
is kept as the pairs of its characters instead, without case, and of each pair one bit: more pairs
may seem to stand there than do, but none that does is missed.

First the version of Unicode by which case was folded; then a byte that says how many bits there
are, as a power of two, or 0; then these; then the words. All of it is one zstandard frame with its
checksum. A lexicon that is damaged, or of another Unicode, excludes nothing.
"""

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from unicodedata import unidata_version

from storage.binding import Needle

_SIGNS = tuple(sign.encode() for sign in "。、")  # under the fold others are of ASCII
_APART = bytes(byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
_UNICODE = unidata_version.encode().ljust(8)
_BITS, _MAP = len(_UNICODE), len(_UNICODE) + 1  # where they stand
_LONG = 30  # bytes of a word, above which its pairs are kept
_SPARSE = 8  # bits for each pair, at the least
_MIXED = 0x9E3779B1  # odd, and without a pattern: pairs that are alike come to lie apart
_ONE = ord("1")
_LEVEL = 1  # what is hardly smaller at others takes longer to open


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """The words of a phrase, the longest first, or parts of words; of each its pairs."""

    words: tuple[tuple[bytes, tuple[int, ...]], ...]
    any_case: bool


def made(texts: bytes) -> bytes:
    """The lexicon of these texts, as it is kept."""
    import zstandard  # not needed by `readout log`, so not at the top

    words = set(_words(_once(texts)))
    long = [word for word in words if len(word) > _LONG]
    raw = _UNICODE + _bitmap(_pairs(long)) + b" ".join(sorted(words.difference(long)))
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(raw)


def asked(needles: Iterable[Needle]) -> Callable[[bytes], bool]:
    """What says of a lexicon whether texts with it may hold any of the needles."""
    import zstandard  # not needed by `readout log`, so not at the top

    phrases, press = tuple(map(_phrase, needles)), zstandard.ZstdDecompressor()

    def may_hold(kept: bytes) -> bool:
        try:
            raw = press.decompress(kept)
        except zstandard.ZstdError:
            return True
        return not raw.startswith(_UNICODE) or any(_may_hold(raw, one) for one in phrases)

    return may_hold


def _may_hold(raw: bytes, phrase: _Phrase) -> bool:
    bits = raw[_BITS]
    begin = _MAP + ((1 << bits) // 8 if bits else 0)
    if phrase.any_case:
        raw = raw[:begin] + raw[begin:].decode().casefold().encode()
    return all(
        raw.find(word, begin) >= 0 or (bits > 0 and _has(raw, _places(pairs, bits)))
        for word, pairs in phrase.words
    )


def _has(raw: bytes, places: Iterable[int]) -> bool:
    return all(raw[_MAP + (place >> 3)] & 128 >> (place & 7) for place in places)


def _phrase(needle: Needle) -> _Phrase:
    words = sorted(set(_words(needle.raw)), key=len, reverse=True)
    return _Phrase(
        words=tuple((word, tuple(_pairs([word]))) for word in words), any_case=needle.any_case
    )


def _once(texts: bytes) -> bytes:
    """Each sentence once: the texts of a page have most of theirs in common."""
    return b" ".join({part for text in texts.split(b". ") for part in text.split(_SIGNS[0])})


def _words(data: bytes) -> list[bytes]:
    for sign in _SIGNS:
        data = data.replace(sign, b" ")
    return data.translate(_APART).split()


def _pairs(words: Iterable[bytes]) -> set[int]:
    """Each two neighbouring units of UTF-16, without case, as one number."""
    units = b" ".join(words).decode().casefold().encode("utf-16-le")
    return {*_numbers(units), *_numbers(units[2:])}


def _numbers(units: bytes) -> "array[int]":
    numbers = array("I", units[: len(units) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _bitmap(pairs: Collection[int]) -> bytes:
    """The number of bits, and these."""
    if not pairs:
        return b"\0"
    bits = max(3, (_SPARSE * len(pairs) - 1).bit_length())
    digits = bytearray(b"0") * (1 << bits)
    for place in _places(pairs, bits):
        digits[place] = _ONE
    return bytes([bits]) + int(digits, 2).to_bytes(len(digits) // 8, "big")


def _places(pairs: Iterable[int], bits: int) -> Iterator[int]:
    """Which bit is each pair's."""
    shift = 32 - bits
    return ((pair * _MIXED & 0xFFFFFFFF) >> shift for pair in pairs)
