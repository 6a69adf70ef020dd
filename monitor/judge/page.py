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
SMALL = 20_000  # stand-ins are small; a longer page is only read when its heading is suspicious

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
_WORD = re.compile(r"[^\W_][\w'’]*")
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PART = re.compile(r"\s+[-–—·/»«:]+\s+|\s*[|｜]+\s*|\s*::\s*|\s*»\s*")
_QUOTES = str.maketrans("’‘“”\u00a0", "''\"\" ")
_EDGE = " \t.,!?…:;。、！？：·*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """What stands on the page, in small letters."""

    text: str
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
    return encoding.codec_info.name if encoding else "utf-8"


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
    """The parts of the title and of the first three h1s, found without parsing."""
    found: list[str] = []
    for name, most in ((b"title", 1), (b"h1", 3)):
        at = 0
        for _ in range(most):
            content, at = _element(head, name, at)
            if at < 0:
                break
            found.extend(parts(_TAG.sub("", content.decode(codec, "replace"))))
    return tuple(found)


def _element(head: bytes, name: bytes, at: int) -> tuple[bytes, int]:
    """What stands in the next element of that name, and where it ends; -1 when there is none."""
    start = head.find(b"<" + name, at)
    if start < 0:
        start = head.find(b"<" + name.upper(), at)
    opened = head.find(b">", start, start + 1000) if start >= 0 else -1
    if opened < 0:
        return b"", -1
    window = head[opened + 1 : opened + 1001]
    end = window.lower().find(b"</" + name)
    return (window if end < 0 else window[:end]), opened + 1


def visible(head: bytes, codec: str) -> Visible:
    """The visible text of a page's start, for the rules that look inside."""
    source = head.decode(codec, "replace").lower()
    bare = _RAW.sub(" ", source)
    prose = _strip(_LINK.sub(" ", _NOSCRIPT.sub(" ", bare)))
    return Visible(text=_strip(bare), words=words(prose), links=source.count("<a "), markup=source)


def _strip(source: str) -> str:
    return fold(_TAG.sub(" ", _TIGHT.sub("", source)))


def words(text: str) -> int:
    """How many words a text has; two ideographs or kana count as one."""
    spaced, ideographs = _IDEOGRAPH.subn(" ", text)
    return len(_WORD.findall(spaced)) + (ideographs + 1) // 2
