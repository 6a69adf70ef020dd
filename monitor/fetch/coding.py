"""Content codings undone piece by piece: a bomb stops at the size limit, not in our memory."""

import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

from monitor.fetch.failures import Stopped

Pieces = Iterator[bytes]

_PIECE = 65536  # the most that one step may bring forth
_ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a server ask of us
_ZSTD_GROWTH = 32768  # the most bytes that one byte of zstd can become: 4 bytes say a 128 kB block
_MOST_CODINGS = 3
_NO_CODING = {"", "identity", "none", "binary", "utf-8"}  # said by careless servers, meaning plain


def decode(pieces: Pieces, codings: str, limit: int) -> Pieces:
    """The body's pieces with the Content-Encoding header's codings undone.

    Lazily, in bounded pieces: who stops at `limit` bytes holds little more than that. Raises
    Stopped when a coding is unknown, broken, or ends too early.
    """
    names = [
        name for part in codings.lower().split(",") if (name := part.strip()) not in _NO_CODING
    ]
    if len(names) > _MOST_CODINGS:
        raise Stopped("protocol", f"the body is encoded {len(names)} times over")
    for name in reversed(names):
        coding = _CODINGS.get(name)
        if coding is None:
            raise Stopped("protocol", f"the body is encoded as {name!r}, which we did not ask for")
        pieces = coding(pieces, limit)
    return pieces


def _gunzip(pieces: Pieces, _limit: int) -> Pieces:
    engine = None
    members = 0
    for piece in pieces:
        data = piece
        while data:
            if engine is None or engine.eof:
                engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
                members += 1
            try:
                out = engine.decompress(data, _PIECE)
            except zlib.error as error:
                if members > 1:  # no further member but padding, which some servers add
                    return
                raise _broken("gzip", error) from None
            if out:
                yield out
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
    yield from _last_of("gzip", engine)


def _inflate(pieces: Pieces, _limit: int) -> Pieces:
    engine = None
    for piece in pieces:
        data = piece
        if engine is None:
            engine = zlib.decompressobj(zlib.MAX_WBITS if _is_zlib(data) else -zlib.MAX_WBITS)
        while data and not engine.eof:
            try:
                out = engine.decompress(data, _PIECE)
            except zlib.error as error:
                raise _broken("deflate", error) from None
            if out:
                yield out
            data = engine.unconsumed_tail
    yield from _last_of("deflate", engine)


def _is_zlib(data: bytes) -> bool:
    # "deflate" means zlib's format, but some servers send the bare stream: told by the check bits.
    return data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)


def _last_of(name: str, engine: "zlib._Decompress | None") -> Pieces:
    if engine is None:  # nothing came at all: no body is no broken body
        return
    if not engine.eof:  # at most the end of one match is still inside
        yield engine.flush()
    if not engine.eof:
        raise _early(name)


def _unbrotli(pieces: Pieces, _limit: int) -> Pieces:
    engine = brotli.Decompressor()
    started = False
    for piece in pieces:
        started = True
        yield from _brotli_step(engine, piece)
    while started and not engine.is_finished():
        # All input is inside, but the last steps may have left output there.
        rest = b"".join(_brotli_step(engine, b""))
        if not rest:
            raise _early("br")
        yield rest


def _brotli_step(engine: brotli.Decompressor, piece: bytes) -> Pieces:
    data = piece
    while not engine.is_finished():
        try:
            out = engine.process(data, output_buffer_limit=_PIECE)
        except brotli.error:
            raise _broken("br", None) from None
        if out:
            yield out
        data = b""
        if engine.can_accept_more_data():
            return


def _unzstd(pieces: Pieces, limit: int) -> Pieces:
    # This library's stream has no output limit of its own: it is fed so little at a time that
    # even the worst input cannot bring forth more than is still allowed (or 2 MB).
    factory = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    engine = None
    left = limit
    for piece in pieces:
        data = piece
        while data:
            engine = engine or factory.decompressobj()
            step = max(left // _ZSTD_GROWTH, 64)
            try:
                out = engine.decompress(data[:step])
            except zstandard.ZstdError as error:
                raise _broken("zstd", error) from None
            data = data[step:]
            if engine.eof:  # another frame may follow
                data = engine.unused_data + data
                engine = None
            if out:
                left -= len(out)
                yield out
    if engine is not None:
        raise _early("zstd")


def _broken(name: str, error: Exception | None) -> Stopped:
    why = "" if error is None else f": {error}"
    return Stopped("protocol", f"the body, said to be {name}, is damaged{why}")


def _early(name: str) -> Stopped:
    return Stopped("protocol", f"the body, said to be {name}, ends too early")


_CODINGS: dict[str, Callable[[Pieces, int], Pieces]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
