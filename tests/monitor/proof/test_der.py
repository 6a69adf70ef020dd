"""Certificates of a time-stamping answer, put in the order that strict readers ask for."""

import pytest

from monitor.proof import der


def value(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + content


def answer(*certificates: bytes) -> bytes:
    signed = value(0x30, value(2, b"\3"), value(0x31), value(0xA0, *certificates), value(0x31))
    token = value(0x30, value(6, b"\x2a"), value(0xA0, signed))
    return value(0x30, value(0x30, value(2, b"\0")), token)


def test_certificates_are_sorted_and_nothing_else_is_touched() -> None:
    one, two = value(0x30, bytes(200)), value(0x30, b"\xff" * 150)
    assert der.with_sorted_certificates(answer(one, two)) == answer(two, one)
    assert der.with_sorted_certificates(answer(two, one)) == answer(two, one)
    assert der.with_sorted_certificates(answer(one)) == answer(one)


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_what_is_no_answer_is_left_alone(cut: int) -> None:
    whole = answer(value(0x30, bytes(40)), value(0x30, b"\1"))
    assert der.with_sorted_certificates(whole[:cut]) == whole[:cut]


def test_values_that_are_too_long_are_refused() -> None:
    with pytest.raises(ValueError, match="longer than"):
        list(der.values(b"\x30\x05\0", 0, 3))
