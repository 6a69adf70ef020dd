"""A response's body, taken in within its limits."""

import http.client
import io
from collections.abc import Iterator
from dataclasses import dataclass

import requests
from urllib3.exceptions import HTTPError

from monitor.fetch import coding
from monitor.fetch.failures import Stopped
from storage.model import Failure

_PIECE = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A body, or as much of it as came; sizes in bytes, `received` as on the wire."""

    body: bytes
    declared: int | None
    received: int
    failure: Failure | None


class _Wire:
    """The body's bytes as they come, counted, up to a limit."""

    def __init__(self, response: requests.Response, limit: int) -> None:
        self.raw = response.raw
        self.limit = limit
        self.received = 0

    def pieces(self) -> Iterator[bytes]:
        while piece := self.raw.read1(_PIECE, decode_content=False):
            self.received += len(piece)
            if self.received > self.limit:
                yield piece[: self.limit - self.received]
                raise _too_large(self.limit)
            yield piece


def _announced(response: requests.Response) -> int | None:
    """The length the server announced for the body on the wire; None if none is to be expected."""
    if response.status_code in (204, 304):
        return None
    length: int | None = response.raw.length_remaining
    return length


def receive(response: requests.Response, max_size: int, *, cut: bool = False) -> Received:
    """Read the body: at most `max_size` bytes, on the wire and decoded. Never raises.

    A body shorter than announced is no failure here: `declared` and `received` say so. With `cut`
    the beginning of a body that is too large is read in any case.
    """
    announced = _announced(response)
    wire = _Wire(response, max_size)
    body = io.BytesIO()
    failure = None
    try:
        if announced is not None and announced > max_size and not cut:
            raise _too_large(max_size)  # no need to fetch what cannot be kept whole
        _collect(wire, response.headers.get("content-encoding"), max_size, body)
    except Stopped as stopped:
        failure = stopped.failure
    except (HTTPError, http.client.HTTPException, OSError, ValueError):
        if announced is None or wire.received >= announced:
            text = f"the body broke off after {wire.received:,} bytes"
            failure = Failure(kind="protocol", text=text)
    if failure is not None:
        response.raw.close()
    return Received(
        body=body.getvalue(), declared=announced, received=wire.received, failure=failure
    )


def _collect(wire: _Wire, codings: str | None, limit: int, body: io.BytesIO) -> None:
    pieces = wire.pieces()
    if not codings:
        body.writelines(pieces)
        return
    room = limit
    for piece in coding.decode(pieces, codings, limit):
        body.write(piece[:room])
        room -= len(piece)
        if room < 0:
            raise _too_large(limit)


def _too_large(limit: int) -> Stopped:
    """The body is beyond the limit."""
    size = f"{limit // 10**6} MB" if limit % 10**6 == 0 else f"{limit:,} bytes"
    return Stopped("too_large", f"more than {size}")
