"""Pages that somebody saved by hand: HTML, PDF, or MHTML, a page and its pictures in one file."""

from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import UsageError
from storage.model import Exchange

if TYPE_CHECKING:
    from email.message import Message

    from monitor.config.model import SourceConfig

_HEAD = 4096  # bytes in which an MHTML file says that it is one


def exchange(source: "SourceConfig", path: Path, seen: datetime) -> Exchange:
    """A page that somebody saved, as an exchange of that time; UsageError where it holds none."""
    body, kind = _page(path)
    return Exchange(
        url=source.url, final_url=source.url, hops=(), status=200,
        headers=(("Content-Type", kind),), body=body, declared_bytes=None,
        received_bytes=len(body), started_at=seen, ended_at=seen, failure=None, retry_at=None,
    )  # fmt: skip


def is_mhtml(body: bytes) -> bool:
    """Whether a file is a mail of many parts, as a browser saves a page with its pictures."""
    head = body[:_HEAD].lower().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return b"mime-version:" in head and b"multipart/related" in head


def _page(path: Path) -> tuple[bytes, str]:
    """The bytes of the page, and of which type they are."""
    body = path.read_bytes()
    if not is_mhtml(body):
        return body, "application/pdf" if body.startswith(b"%PDF") else "text/html"
    for part in message_from_bytes(body, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html":
            return _decoded(part), _type(part)
    raise UsageError(f"{path} holds no HTML page: save it as HTML, or as a web archive (.warc)")


def _decoded(part: "Message") -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _type(part: "Message") -> str:
    charset = part.get_content_charset()
    return f"text/html; charset={charset}" if charset else "text/html"
