"""A fast site on loopback, in a process of its own so that its CPU is not counted as ours.

`python -m bench.site` prints its address and serves until its standard input closes:

    /page/N       a page of some 63 kB with 1,500 words of generated text of its own
    /mode/304     from now on pages carry an ETag, and it is honoured
    /mode/same    full bodies without validators, byte-equal every time
    /mode/noise   as `same`, but the bytes around the text differ after each call of this path
    /robots.txt   404, as everything else

The text of a page never changes, whatever the mode.
"""

import argparse
import asyncio
import sys
from functools import lru_cache

from bench.frame import frame
from bench.words import article

HOSTS = 8

_MODES = ("304", "same", "noise")
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_DONE = b"HTTP/1.1 204 No Content\r\n\r\n"


class Pages:
    """What is served now: the mode, and the frame of this round."""

    def __init__(self) -> None:
        """Begin with byte-equal bodies."""
        self.mode = "same"
        self._rounds = 0
        self._frame = frame(0)

    def switch(self, mode: str) -> bytes:
        """Answer a control path."""
        if mode not in _MODES:
            return _MISSING
        self.mode = mode
        self._rounds += 1
        self._frame = frame(self._rounds if mode == "noise" else 0)
        return _DONE

    def answer(self, number: int, asked_etag: bytes) -> bytes:
        """The response to /page/N, headers included."""
        validator = b""
        if self.mode == "304":
            etag = b'"page-%d"' % number
            if asked_etag == etag:
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
            validator = b"ETag: " + etag + b"\r\n"
        before, after = self._frame
        text = _text(number)
        length = len(before) + len(text) + len(after)
        head = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n"
            b"Content-Length: %d\r\n%s\r\n" % (length, validator)
        )
        return b"".join((head, before, text, after))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as little of it as a GET needs."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._pending = (self._pending + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._respond(request))

    def _respond(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1].decode("ascii", "replace")
        kind, _, argument = path.removeprefix("/").partition("/")
        if kind == "page" and argument.isdigit():
            return self._pages.answer(int(argument), _header(request, b"if-none-match"))
        return self._pages.switch(argument) if kind == "mode" else _MISSING


def _header(request: bytes, name: bytes) -> bytes:
    for line in request.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""


@lru_cache(maxsize=20_000)
def _text(number: int) -> bytes:
    return article(number).encode()


async def _serve(warm: int) -> None:
    pages = Pages()
    for number in range(warm):
        _text(number)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(pages), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    # The same port on more loopback addresses: to a monitor each is a host of its own.
    others = [f"127.0.0.{number}" for number in range(2, HOSTS + 1)]
    await loop.create_server(lambda: _Connection(pages), others, port)
    print(f"http://127.0.0.1:{port}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--warm", type=int, default=1000, help="pages generated before serving")
    asyncio.run(_serve(parser.parse_args().warm))


if __name__ == "__main__":
    main()
