"""What the rules look at: the cheap signs of every page, and the visible text of a suspicious one.

Only the start of a body is looked at, decoded leniently: the true reading comes later, of what
was judged to be a page. All patterns here run in linear time on any input.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import webencodings

from storage.model import Exchange

LOOKED_AT = 65_536
SMALL = 10_000  # stand-ins are small; a longer page is only read when its heading is suspicious

_RAW = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title|textarea|iframe|template)\b.*?(?:</\1[^<>]*>?|\Z)",
    re.DOTALL,
)
_NOSCRIPT = re.compile(r"<noscript\b.*?(?:</noscript[^<>]*>?|\Z)", re.DOTALL)
_BLOCK = r"(?:a|p|div|li|ul|ol|h\d|td|tr|table|section|article|main)\b"
_LINK = re.compile(
    rf"<a\b[^<>]*>[^<]*(?:<(?!/?{_BLOCK})[^<]*)*</a|<(?:button|option|label)\b[^<>]*>[^<]*"
)
_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_TIGHT = re.compile(r"</?(?:b|i|em|strong|span|font|wbr|ruby)\b[^<>]*>")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PART = re.compile(r"\s+[-–—·/»«:]+\s+|\s*[|｜]+\s*|\s*::\s*|\s*»\s*")
_QUOTES = str.maketrans("’‘“”\u00a0", "''\"\" ")
_EDGE = " \t.,!?…:;。、！？：·*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """What stands on the page, in small letters."""

    text: str  # with the title before it
    empty: bool  # nothing but the title
    words: int  # outside links, buttons and menus; two ideographs or kana count as a word
    links: int
    markup: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A response as the rules see it."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    asked: str  # addresses without scheme, in small letters
    landed: str
    headings: tuple[str, ...]  # title and first h1s, whole and by parts, in small letters
    visible: Visible | None  # None: nothing about the page called for reading it


def headers_of(exchange: Exchange) -> dict[str, str]:
    """The final response's headers by their names in small letters; the first of a name stands."""
    return {name.lower(): value for name, value in reversed(exchange.headers)}


def is_markup(head: bytes, content_type: str) -> bool:
    """Whether the start of a body is to be looked at as HTML."""
    if "html" in content_type:
        return True
    start = head[:1024].lower()
    marks = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title")
    return any(mark in start for mark in marks) and b"<rss" not in start and b"<feed" not in start


def codec_for(head: bytes, content_type: str) -> str:
    """The Python codec a body is most likely in: what is declared, else UTF-8."""
    declared = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type)
    label = declared.group(1) if declared else ""
    if not label and (meta := _META_CHARSET.search(head, 0, 2048)):
        label = meta.group(1).decode("ascii", "replace")
    encoding = webencodings.lookup(label) if label else None
    if encoding is None:
        return "utf-8"
    name = encoding.codec_info.name  # of one set of the list Python has no codec
    return "cp1252" if name == "x-user-defined" else name


def fold(text: str) -> str:
    """Small letters, plain quotes, single spaces, no references."""
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.translate(_QUOTES).lower().split())


def parts(heading: str) -> tuple[str, ...]:
    """A heading, and its parts between bars and dashes, without punctuation at the ends."""
    folded = fold(heading)
    pieces = [folded, *_PART.split(folded)]
    return tuple(dict.fromkeys(stripped for piece in pieces if (stripped := piece.strip(_EDGE))))


def headings(head: bytes, codec: str) -> tuple[str, ...]:
    """The parts of the title and of the first two h1s, found without parsing."""
    elements = _elements(head, b"title", 1) + _elements(head, b"h1", 2)
    texts = (_TAG.sub("", element.decode(codec, "replace")) for element in elements)
    return tuple(part for text in texts for part in parts(text))


def _elements(head: bytes, name: bytes, most: int) -> list[bytes]:
    """What stands in the first elements of that name."""
    opening = b"<" + name
    if (at := head.find(opening)) < 0:
        opening = opening.upper()
        at = head.find(opening)
    found: list[bytes] = []
    while at >= 0 and len(found) < most:
        content = head[at : at + 1000].partition(b">")[2]
        end = content.lower().find(b"</" + name)
        found.append(content if end < 0 else content[:end])
        at = head.find(opening, at + 1) if len(found) < most else -1
    return found


def visible(head: bytes, codec: str, title: str, *, most: int) -> Visible | None:
    """The visible text of a page's start; None if it has more than `most` words of its own."""
    source = head.decode(codec, "replace").lower()
    bare = _RAW.sub(" ", source)
    count = words(_TAG.sub(" ", _LINK.sub(" ", _NOSCRIPT.sub(" ", bare))))
    if count > most:
        return None
    text = _strip(bare)
    links = source.count("<a ")
    return Visible(text=f"{title}. {text}", empty=not text, words=count, links=links, markup=source)


def _strip(source: str) -> str:
    return fold(_TAG.sub(" ", _TIGHT.sub("", source)))


def words(text: str) -> int:
    """About how many words a text has; two ideographs or kana count as one."""
    if text.isascii():
        return len(text.split())
    spaced, ideographs = _IDEOGRAPH.subn(" ", text)
    return len(spaced.split()) + (ideographs + 1) // 2
