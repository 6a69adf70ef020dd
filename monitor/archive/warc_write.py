"""One capture as WARC records (ISO 28500:2017): the redirects, the answer, what else is known.

The payload is kept decoded, so the headers that describe how it came over the wire are renamed
`X-Archive-Orig-…`, as the archives do. What WARC has no place for stands in a `metadata` record:
the evidence of the capture, byte for byte as the chain hashes it. The same capture always gives the
same records, whoever writes them and when.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Literal

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage import captures, chain
from storage.model import Capture, Exchange

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

SOURCE = "WARC-Readout-Source"  # the id of sources.yaml, in the header of every record
_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_CUT_BY = {"too_large": "length", "timeout": "time"}  # else the connection broke
_OURS = uuid.UUID("6d0a5f1c-3d0b-4f5e-9c55-0d2c5f6a7b18")  # the records' ids are made under it
_PHRASES = {one.value: one.phrase for one in HTTPStatus}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One record of a capture; `name` tells it from the capture's others."""

    name: str
    kind: Literal["response", "resource", "metadata"]
    url: str
    payload: bytes = b""
    http: StatusAndHeaders | None = None
    headers: tuple[tuple[str, str], ...] = ()


def writer(out: BinaryIO, *, gzip: bool = True) -> WARCWriter:
    """What writes such records to a file; with `gzip` each is a gzip member of its own."""
    return WARCWriter(out, gzip=gzip, warc_version="WARC/1.1")


def records(to: WARCWriter, capture: Capture, source: str) -> Iterator["ArcWarcRecord"]:
    """The capture's records, for `to.write_record`; `source` is its id in sources.yaml.

    A `response` for each redirect (status and Location: its body is not kept) and one for the
    answer, or a `resource` where a body came without HTTP; last the `metadata`, always there.
    """
    known = chain.canonical("capture", captures.evidence(capture))
    of_this = f"{source} {hashlib.sha256(known).hexdigest()}"
    date = _date(capture.exchange.started_at)
    for part in (*_hops(capture.exchange), *_answer(capture.exchange), _known(known)):
        named = f"<urn:uuid:{uuid.uuid5(_OURS, f'{of_this} {part.name}')}>"
        headers = {"WARC-Type": part.kind, "WARC-Record-ID": named, "WARC-Date": date}
        yield to.create_warc_record(
            _line(part.url),
            part.kind,
            payload=BytesIO(part.payload),
            length=len(part.payload),
            warc_headers_dict=headers | {SOURCE: source} | dict(part.headers),
            http_headers=part.http,
        )


def _hops(exchange: Exchange) -> Iterator[_Part]:
    for number, hop in enumerate(exchange.hops, 1):
        headers = [("Location", hop.location), ("Content-Length", "0")]
        http = _http(hop.status, headers)
        yield _Part(name=f"redirect {number}", kind="response", url=hop.url, http=http)


def _answer(exchange: Exchange) -> Iterator[_Part]:
    body = exchange.body
    if exchange.status is None:
        if body:
            kind = exchange.header("Content-Type") or "application/octet-stream"
            headers = (("Content-Type", _line(kind)),)
            url = exchange.final_url
            yield _Part(name="answer", kind="resource", url=url, payload=body, headers=headers)
        return
    http = _http(exchange.status, [*map(_renamed, exchange.headers), _length(body)])
    failure = exchange.failure
    cut = (("WARC-Truncated", _CUT_BY.get(failure.kind, "disconnect")),) if failure else ()
    url = exchange.final_url
    yield _Part(name="answer", kind="response", url=url, payload=body, http=http, headers=cut)


def _known(known: bytes) -> _Part:
    # Under the page's address pywb would replay it in the page's place.
    headers = (("Content-Type", "application/json"),)
    url = f"urn:sha256:{hashlib.sha256(known).hexdigest()}"
    return _Part(name="known", kind="metadata", url=url, payload=known, headers=headers)


def _renamed(header: tuple[str, str]) -> tuple[str, str]:
    name, value = header
    return (f"X-Archive-Orig-{name}" if name.lower() in _WIRE else name, value)


def _length(body: bytes) -> tuple[str, str]:
    return "Content-Length", str(len(body))


def _http(status: int, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    kept = [(_line(name), _line(value)) for name, value in headers]
    line = f"{status} {_PHRASES.get(status, 'Unknown')}"
    return StatusAndHeaders(line, kept, protocol="HTTP/1.1")


def _line(text: str) -> str:
    """On one line, so that no header brings another with it."""
    return "".join(char if char.isprintable() else " " for char in text)


def _date(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
