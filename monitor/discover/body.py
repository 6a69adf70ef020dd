"""What a listing's body is: unpacked, in characters, and which sort of listing it looks like.

The content type is not asked: feeds are served as text/html, and block pages as application/xml.
"""

import re
import zlib
from dataclasses import dataclass
from typing import Literal

from monitor.text.decode import decode

Sort = Literal["feed", "json", "sitemap", "index", "urls", "robots", "page", "opml", "other"]

_GZIP = b"\x1f\x8b"
_MOST = 64_000_000  # bytes unpacked; a sitemap may have 50 MB by its standard
_HEAD = 8192  # characters in which the root stands
_ROOTS: dict[str, Sort] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "index",
    "html": "page", "opml": "opml",
}  # fmt: skip
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(
    r"<(?P<name>(?:[\w.-]+:)?(?P<local>rss|feed|rdf|urlset|sitemapindex|html|opml))(?=[\s/>])",
    re.IGNORECASE,
)
_HTML = re.compile(
    r"<!doctype\s+html|<(?:head|body|title|meta|script|div|p|ul|ol|table|a)[\s>]", re.IGNORECASE
)
_ROBOTS = re.compile(
    r"(?:#.*|crawl-delay|user-agent|sitemap|(?:dis)?allow|host)(?:\s*:.*)?", re.IGNORECASE
)
_URL_LINE = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body in characters. `root`: the name of the outermost element as it is written.

    `text` begins with the root, so that no declaration before it can mislead a parser and no
    entity that a document type defines is known to it. `broken` says that the packing ends early.
    """

    sort: Sort
    text: str
    root: str
    payload: bytes  # unpacked
    broken: bool = False


def look(payload: bytes, content_type: str | None) -> Body | str:
    """What a body is; or why it cannot be read, for people. Never raises."""
    broken = False
    if payload.startswith(_GZIP):
        unpacked = _unpack(payload)
        if isinstance(unpacked, str):
            return unpacked
        payload, broken = unpacked
    text = decode(payload, None if _is_binary(content_type) else content_type).text
    return _sorted(text, payload, broken=broken)


def _is_binary(content_type: str | None) -> bool:
    return (content_type or "").lower().startswith(("application/gzip", "application/x-gzip"))


def _unpack(packed: bytes) -> tuple[bytes, bool] | str:
    """The content of a gzip file of any number of members, and whether it broke off."""
    parts: list[bytes] = []
    left = _MOST
    while packed.startswith(_GZIP):
        reader = zlib.decompressobj(wbits=31)
        try:
            part = reader.decompress(packed, left)
        except zlib.error:
            return "the gzip file is damaged" if not parts else (b"".join(parts), True)
        parts.append(part)
        left -= len(part)
        if left <= 0:
            return f"the gzip file unpacks to more than {_MOST // 1_000_000} MB"
        if not reader.eof:
            return b"".join(parts), True
        packed = reader.unused_data
    return b"".join(parts), False


def _sorted(text: str, payload: bytes, *, broken: bool) -> Body:
    text = text.lstrip("\ufeff \t\r\n\f")
    head = _COMMENT.sub(lambda found: " " * len(found[0]), text[:_HEAD])
    root = _ROOT.search(head)
    before = _HTML.search(head, 0, root.start() if root else _HEAD)
    if root is not None and before is None:
        sort = _ROOTS[root["local"].lower()]
        return Body(
            sort=sort, text=text[root.start() :], root=root["name"], payload=payload, broken=broken
        )
    sort = _other(text) if before is None else "page"
    return Body(sort=sort, text=text, root="", payload=payload, broken=broken)


def _other(text: str) -> Sort:
    if text[:1] in {"{", "["}:
        return "json"
    if text.strip() and all(map(_URL_LINE.fullmatch, _lines(text))):
        return "urls"
    if text.strip() and all(map(_ROBOTS.fullmatch, _lines(text))):
        return "robots"
    return "page" if re.search(r"<[a-zA-Z][^<>]*>", text[:_HEAD]) else "other"


def _lines(text: str) -> list[str]:
    """The first lines that say something; the last that is looked at may be cut in two."""
    lines = [line.strip() for line in text[:_HEAD].splitlines()]
    return [line for line in lines[: -1 if len(text) > _HEAD else None] if line]
