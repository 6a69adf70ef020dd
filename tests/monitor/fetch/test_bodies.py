"""Bodies: their limits of size and time, what broke off, and the codings they come in."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import coding
from monitor.fetch.failures import Stopped
from storage.model import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.fetch.conftest import Site, Visit

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
TEXT = b"The two sides exchanged views on matters of mutual concern. " * 1000


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def zeros(name: str, size: int) -> bytes:
    """A bomb: that many zero bytes, made without holding them."""
    block = bytes(1_000_000)
    steps = range(size // len(block))
    if name == "br":
        engine = brotli.Compressor(quality=1)
        return b"".join([*(engine.process(block) for _ in steps), engine.finish()])
    made = (
        zstandard.ZstdCompressor().compressobj()
        if name == "zstd"
        else zlib.compressobj(wbits=zlib.MAX_WBITS | (16 if name == "gzip" else 0))
    )
    return b"".join([*(made.compress(block) for _ in steps), made.flush()])


@pytest.mark.parametrize("name", ENCODERS)
def test_each_coding_we_accept_is_undone(site: Site, visit: Visit, name: str) -> None:
    body = ENCODERS[name](TEXT)
    site.page("/a", body, headers={"Content-Encoding": name})
    exchange = visit(site.url + "/a")
    assert (exchange.body, exchange.failure) == (TEXT, None)
    assert exchange.received_bytes == exchange.declared_bytes == len(body)


def test_codings_laid_over_each_other_are_undone(site: Site, visit: Visit) -> None:
    body = brotli.compress(gzip.compress(TEXT))
    site.page("/a", body, headers={"Content-Encoding": "gzip, identity, BR"})
    assert visit(site.url + "/a").body == TEXT


def test_too_many_codings_are_refused(site: Site, visit: Visit) -> None:
    site.page("/a", TEXT, headers={"Content-Encoding": ", ".join(["gzip"] * 4)})
    failure = visit(site.url + "/a").failure
    assert failure == Failure(kind="protocol", text="the body is encoded 4 times over")


@pytest.mark.parametrize("name", ["identity", "none", "UTF-8", "", " , "])
def test_a_careless_name_for_no_coding_is_understood(site: Site, visit: Visit, name: str) -> None:
    site.page("/a", TEXT, headers={"Content-Encoding": name})
    assert visit(site.url + "/a").body == TEXT


def test_a_coding_we_did_not_ask_for_is_a_failure(site: Site, visit: Visit) -> None:
    site.page("/a", TEXT, headers={"Content-Encoding": "compress"})
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert (failure.kind, "'compress'" in failure.text) == ("protocol", True)


@pytest.mark.parametrize("name", ENCODERS)
def test_an_encoded_body_of_no_bytes_is_empty(site: Site, visit: Visit, name: str) -> None:
    site.page("/a", b"", headers={"Content-Encoding": name})
    exchange = visit(site.url + "/a")
    assert (exchange.body, exchange.failure) == (b"", None)


@pytest.mark.parametrize("name", ENCODERS)
def test_a_damaged_body_is_a_failure_with_the_reason(site: Site, visit: Visit, name: str) -> None:
    whole = ENCODERS[name](zlib.compress(TEXT) * 100)
    site.page("/a", whole[:100] + b"\xff" * 100 + whole[200:], headers={"Content-Encoding": name})
    exchange = visit(site.url + "/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "protocol"
    assert name.lower().removeprefix("x-") in exchange.failure.text
    assert exchange.status == 200


@pytest.mark.parametrize("name", ENCODERS)
def test_plain_text_under_the_name_of_a_coding_is_a_failure(
    site: Site, visit: Visit, name: str
) -> None:
    site.page("/a", b"<!DOCTYPE html>" + TEXT, headers={"Content-Encoding": name})
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "protocol"


@pytest.mark.parametrize("name", ENCODERS)
def test_a_coding_that_ends_too_early_is_a_failure(site: Site, visit: Visit, name: str) -> None:
    whole = ENCODERS[name](TEXT)
    site.page("/a", whole[:-2], headers={"Content-Encoding": name})
    exchange = visit(site.url + "/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "protocol"
    assert TEXT.startswith(exchange.body)


def test_members_and_padding_after_the_first_gzip_member(site: Site, visit: Visit) -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20)
    site.page("/a", body, headers={"Content-Encoding": "gzip"})
    exchange = visit(site.url + "/a")
    assert (exchange.body, exchange.failure) == (b"one two", None)


def test_several_zstd_frames(site: Site, visit: Visit) -> None:
    body = zstandard.compress(b"one ") + zstandard.compress(b"two")
    site.page("/a", body, headers={"Content-Encoding": "zstd"})
    assert visit(site.url + "/a").body == b"one two"


@given(
    st.sampled_from(sorted(ENCODERS)),
    st.binary(max_size=5000),
    st.integers(1, 300),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)
def test_decoding_does_not_depend_on_where_the_pieces_are_cut(
    name: str, data: bytes, step: int, limit: int, most: int
) -> None:
    body = ENCODERS[name](data * 3)
    pieces = (body[at : at + step] for at in range(0, len(body), step))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(coding, "_PIECE", most)
        assert b"".join(coding.decode(pieces, name, limit)) == data * 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ENCODERS)
def test_a_large_body_is_whole(name: str) -> None:
    data = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(20_000)) * 3
    body = ENCODERS[name](data)
    pieces = (body[at : at + 65536] for at in range(0, len(body), 65536))
    assert b"".join(coding.decode(pieces, name, len(data))) == data


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_limit_and_takes_no_memory(site: Site, visit: Visit, name: str) -> None:
    site.page("/a", zeros(name, 300_000_000), headers={"Content-Encoding": name})
    visit(site.url + "/warm-up")
    tracemalloc.start()
    try:
        exchange = visit(site.url + "/a", max_size=1_000_000, seconds=30)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert exchange.failure == Failure(kind="too_large", text="more than 1 MB")
    assert exchange.body == bytes(1_000_000)
    assert peak < 8_000_000


def test_a_bomb_in_a_bomb_stops_at_the_limit(site: Site, visit: Visit) -> None:
    body = gzip.compress(zeros("br", 300_000_000))
    site.page("/a", body, headers={"Content-Encoding": "br, gzip"})
    exchange = visit(site.url + "/a", max_size=123_456)
    assert exchange.failure == Failure(kind="too_large", text="more than 123,456 bytes")
    assert len(exchange.body) == 123_456


def test_a_zstd_window_beyond_the_standards_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    engine = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = engine.compress(TEXT) + engine.flush()
    with pytest.raises(Stopped, match="damaged"):
        b"".join(coding.decode(iter([body]), "zstd", 10**6))


def test_a_body_announced_too_large_is_not_even_fetched(site: Site, visit: Visit) -> None:
    site.page("/a", b"x", length=25_000_000)
    exchange = visit(site.url + "/a")
    assert exchange.failure == Failure(kind="too_large", text="more than 20 MB")
    assert (exchange.body, exchange.declared_bytes) == (b"", 25_000_000)


def test_a_body_that_never_ends_stops_at_the_limit(site: Site, visit: Visit) -> None:
    site.raw("/a", HEAD + b"\r\n", *[bytes(65536)] * 100)
    exchange = visit(site.url + "/a", max_size=300_000)
    assert exchange.failure is not None
    assert exchange.failure.kind == "too_large"
    assert exchange.body == bytes(300_000)


def test_a_body_of_just_the_limit_is_whole(site: Site, visit: Visit) -> None:
    site.page("/a", TEXT)
    assert visit(site.url + "/a", max_size=len(TEXT)).failure is None
    site.raw("/b", HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(TEXT))
    assert visit(site.url + "/b", max_size=len(TEXT)).body == TEXT


@pytest.mark.parametrize("coded", [False, True])
def test_a_body_shorter_than_announced_is_kept_and_both_lengths_said(
    site: Site, visit: Visit, coded: object
) -> None:
    body = gzip.compress(TEXT) if coded else TEXT
    headers = {"Content-Encoding": "gzip"} if coded else {}
    site.page("/a", body[:-10], headers=headers, length=len(body))
    exchange = visit(site.url + "/a")
    assert exchange.failure is None
    assert exchange.status == 200
    assert exchange.declared_bytes == len(body)
    assert exchange.received_bytes == len(body) - 10
    assert TEXT.startswith(exchange.body)
    assert len(exchange.body) > len(TEXT) // 2


def test_a_chunked_body_is_joined(site: Site, visit: Visit) -> None:
    site.raw("/a", CHUNKED + b"3;x=y\r\nabc\r\n4\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n")
    exchange = visit(site.url + "/a")
    assert (exchange.body, exchange.failure) == (b"abcdefg", None)
    assert (exchange.declared_bytes, exchange.received_bytes) == (None, 7)


@pytest.mark.parametrize(
    "rest", [b"", b"zz\r\nmore\r\n", b"5\r\nmo", b"\xff\r\n", b"9" * 70_000, b"5\r\nhelloXX"]
)
def test_broken_chunks_end_with_the_body_so_far(site: Site, visit: Visit, rest: bytes) -> None:
    site.raw("/a", CHUNKED + b"6\r\nwhole \r\n" + rest)
    exchange = visit(site.url + "/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "protocol"
    assert "broke off after" in exchange.failure.text
    assert exchange.body.startswith(b"whole ")


def test_a_slow_drip_ends_at_the_deadline(site: Site, visit: Visit) -> None:
    drops = [b"x"] * 200
    site.raw("/a", HEAD + b"Content-Length: 1000\r\n\r\n", *drops, pause=0.02)
    exchange = visit(site.url + "/a", seconds=0.4)
    assert exchange.failure == Failure(kind="timeout", text="no complete answer within 0.4 s")
    assert 0.3 < (exchange.ended_at - exchange.started_at).total_seconds() < 2
    assert 5 < len(exchange.body) < 25
    assert exchange.status == 200


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX: ", CHUNKED + b"1;", CHUNKED + b"0\r\nX: "]
)
def test_a_drip_in_heads_and_chunks_ends_at_the_deadline(
    site: Site, visit: Visit, start: bytes
) -> None:
    site.raw("/a", start, *[b"x"] * 200, pause=0.02)
    exchange = visit(site.url + "/a", seconds=0.4)
    assert exchange.failure is not None
    assert exchange.failure.kind == "timeout"
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


def test_a_server_that_says_nothing_ends_at_the_deadline(visit: Visit, silent_port: int) -> None:
    exchange = visit(f"http://127.0.0.1:{silent_port}/a", seconds=0.3)
    assert exchange.failure is not None
    assert exchange.failure.kind in ("timeout", "robots")
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


def test_a_silence_is_a_failure_long_before_a_long_deadline(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.fetch.guard.SILENCE_SECONDS", 0.2)
    site.raw("/a", HEAD + b"\r\nbeginning", b"", pause=2)
    exchange = visit(site.url + "/a", seconds=60)
    assert exchange.failure == Failure(kind="timeout", text="not a byte came for 0.2 s")
    assert exchange.body == b"beginning"
