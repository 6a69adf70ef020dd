"""Reading captures from WARC files: our own, to the byte, and those of archives and crawlers."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.archive.warc_write import SOURCE
from monitor.errors import ReadoutError
from storage.model import Exchange, Failure, Hop

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_WIRE = "X-Archive-Orig-"
_MOST = 100_000_000  # bytes of a body
_MAGIC = (b"WARC/", b"\x1f\x8b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A capture as a file tells it. `source`: the id it had, if it is one of ours."""

    source: str | None
    exchange: Exchange
    record: str  # the id of the record that tells it


def is_warc(path: Path) -> bool:
    """Whether the file begins as WARC files do."""
    with path.open("rb") as file:
        return file.read(5).startswith(_MAGIC)


def read(path: Path) -> Iterator[Incoming]:
    """The captures of a file, one at a time; raises ReadoutError where it is damaged."""
    body = b""
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file):
                ours = record.rec_headers.get_header(SOURCE)
                if record.rec_type == "metadata" and ours is not None:
                    yield _ours(record, ours, body)
                    body = b""
                elif ours is not None:
                    body = _body(record)
                elif record.rec_type == "response" and record.http_headers is not None:
                    found = _foreign(record)
                    if found is not None:
                        yield found
        except (ArchiveLoadFailed, KeyError, TypeError, ValueError, EOFError) as error:
            raise ReadoutError(f"{path} is no whole WARC file ({error}); get it again") from error


def _ours(record: "ArcWarcRecord", source: str, body: bytes) -> Incoming:
    """What `monitor.archive.warc_write` wrote: the evidence of the capture, and its body."""
    told: dict[str, Any] = json.loads(_body(record).decode("utf-8", "surrogatepass"))
    if hashlib.sha256(body).hexdigest() != told["body_sha256"]:
        raise ValueError(f"the body of a capture of {source} is not what its SHA-256 says")
    failure, retry_at = told["failure"], told["retry_at"]
    exchange = Exchange(
        url=told["url"],
        final_url=told["final_url"],
        hops=tuple(Hop(url=url, status=status, location=to) for url, status, to in told["hops"]),
        status=told["status"],
        headers=tuple((name, value) for name, value in told["headers"]),
        body=body,
        declared_bytes=told["declared_bytes"],
        received_bytes=told["received_bytes"],
        started_at=datetime.fromisoformat(told["started_at"]),
        ended_at=datetime.fromisoformat(told["ended_at"]),
        failure=Failure(kind=failure[0], text=failure[1]) if failure else None,
        retry_at=datetime.fromisoformat(retry_at) if retry_at else None,
    )
    return Incoming(source=source, exchange=exchange, record=_id(record))


def _foreign(record: "ArcWarcRecord") -> Incoming | None:
    """An answer that an archive or a crawler kept; a redirect is no capture of its own."""
    status = int(record.http_headers.get_statuscode())
    if 300 <= status < 400:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")).astimezone(UTC)
    body = _body(record)
    headers = [(name.removeprefix(_WIRE), value) for name, value in record.http_headers.headers]
    exchange = Exchange(
        url=url,
        final_url=url,
        hops=(),
        status=status,
        headers=tuple(headers),
        body=body,
        declared_bytes=None,
        received_bytes=len(body),
        started_at=at,
        ended_at=at,
        failure=None,
        retry_at=None,
    )
    return Incoming(source=None, exchange=exchange, record=_id(record))


def _body(record: "ArcWarcRecord") -> bytes:
    body: bytes = record.content_stream().read(_MOST + 1)
    if len(body) > _MOST:
        raise ValueError(f"a body is longer than {_MOST // 1_000_000} MB")
    return body


def _id(record: "ArcWarcRecord") -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))
