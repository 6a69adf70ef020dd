"""As much of ASN.1's DER as it takes to find one's way in a time-stamping answer."""

from collections.abc import Iterator
from dataclasses import dataclass

_CERTIFICATES = 0xA0  # [0] of SignedData: SET OF certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value: its tag, where it begins and ends, and where its content begins."""

    tag: int
    start: int
    content: int
    end: int


def values(data: bytes, start: int, end: int) -> Iterator[Value]:
    """The values that stand one after the other between two places; ValueError if they do not."""
    while start < end:
        value = _value(data, start)
        if value.end > end:
            raise ValueError("a value is longer than what it stands in")
        yield value
        start = value.end


def inside(data: bytes, value: Value) -> list[Value]:
    """The values that a value is made of."""
    return list(values(data, value.content, value.end))


def _value(data: bytes, start: int) -> Value:
    if len(data) < start + 2:
        raise ValueError("a value breaks off")
    length, content = data[start + 1], start + 2
    if length & 0x80:
        size = length & 0x7F
        length, content = int.from_bytes(data[content : content + size]), content + size
    return Value(tag=data[start], start=start, content=content, end=content + length)


def granted(token: bytes) -> bytes:
    """The TimeStampResp that grants a token, made again around it."""
    inner = b"\x30\x03\x02\x01\x00" + token  # PKIStatusInfo: granted
    size = len(inner).to_bytes((len(inner).bit_length() + 7) // 8)
    length = size if len(inner) < 0x80 else bytes([0x80 | len(size)]) + size
    return b"\x30" + length + inner


def with_sorted_certificates(answer: bytes) -> bytes:
    """A TimeStampResp whose certificates stand in the order that DER wants of a set.

    OpenSSL, and authorities built on it, write them as they come, which strict readers refuse.
    The signature does not cover them. What is no such answer is left as it is.
    """
    try:
        (response,) = values(answer, 0, len(answer))
        token = inside(answer, response)[1]
        signed = inside(answer, inside(answer, inside(answer, token)[1])[0])
        kept = next(one for one in signed if one.tag == _CERTIFICATES)
        each = sorted(answer[one.start : one.end] for one in inside(answer, kept))
    except (ValueError, IndexError, StopIteration):
        return answer
    return answer[: kept.content] + b"".join(each) + answer[kept.end :]
