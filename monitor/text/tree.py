"""The page as a tree, parsed once by lxml; what is no page is a judgement."""

import re
from dataclasses import dataclass, replace
from html import escape

from lxml import etree

from monitor.text.decode import decode, replaced_share
from storage.model import Judgement

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)
_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/zip")
# The parser ends `s` and `strike` before a paragraph, which would pass for text put back.
_STRUCK_ENDS = ("</s>", "</S>", "</strike>", "</STRIKE>")
_STRUCK_BLOCK = re.compile(
    r"<(?:s|strike)(?:\s[^<>]*)?>\s*<(?:p|div|ul|ol|table|blockquote|h[1-6])\b", re.IGNORECASE
)
_STRUCK_TAG = re.compile(r"<(/?)(?:s|strike)(?=[\s>])", re.IGNORECASE)
# No statement has so many; a page of nothing else would keep the others waiting for minutes.
_MOST_TAGS = 400_000
_LARGE = 500_000  # characters
_MANY_ATTRIBUTES = re.compile(r"<[A-Za-z](?:[^<>\s]*+\s){20000}")
_MOST_REPLACED = 0.1  # more characters than this lost: the body is no text
# Sets whose text, read as western, is full of control characters.
_EASTERN = {"utf-8": "UTF-8", "shift_jis": "Shift_JIS", "gb18030": "GB18030", "big5": "Big5"}
_PLAIN = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed page: its root element (`html`) and the character set it was read in."""

    root: etree._Element
    text: str  # the source that was parsed
    charset: str
    deep: bool  # nests deeper than the reader's parser follows
    plain: bool = False  # it was no HTML but a plain text


def parse(body: bytes, content_type: str | None) -> Page | Judgement:
    """The tree of an HTML page or a plain text. Never raises for what the bytes are."""
    refusal = _no_page(body, content_type)
    if refusal is not None:
        return Judgement(verdict="failed", reason=f"the body is {refusal}, not a page")
    decoded = decode(body, content_type)
    if not decoded.text.strip():
        return Judgement(verdict="empty", reason="the body is empty")
    if replaced_share(decoded.text) > _MOST_REPLACED:
        return Judgement(verdict="failed", reason=_lost(body))
    text = decoded.text
    plain = _is_plain(text, content_type)
    if plain:
        text = f"<html><body><pre>{escape(text, quote=False)}</pre></body></html>"
    if text.count("<") > _MOST_TAGS or (len(text) > _LARGE and _MANY_ATTRIBUTES.search(text)):
        return Judgement(verdict="failed", reason="the page holds too many elements to be read")
    if any(end in text for end in _STRUCK_ENDS) and _STRUCK_BLOCK.search(text):
        text = _STRUCK_TAG.sub(r"<\1del", text)
    try:
        page = _tree(text, decoded.charset, deep=False)
    except (etree.LxmlError, ValueError, MemoryError) as error:
        return Judgement(verdict="failed", reason=f"the page cannot be parsed: {error}")
    return replace(page, plain=True) if plain and isinstance(page, Page) else page


def _lost(body: bytes) -> str:
    """Why there is no text: no set is known, or that in which it was wrongly read and written."""
    text = body.decode("utf-8", "replace")
    bytes_once = b"".join(map(_western, text))
    meant = decode(bytes_once, None)
    certain = "\ufffd" not in text and not bytes_once.isascii()
    if certain and meant.charset in _EASTERN and replaced_share(meant.text) == 0:
        wrong = "windows-1252" if max(text) > "\xff" else "ISO-8859-1"
        right = _EASTERN[meant.charset]
        return f"the text is in another character set: {right} read as {wrong}"
    return "the body is no text in any known character set"


def _western(char: str) -> bytes:
    """The byte that a browser shows as that character in western text; `?` if there is none."""
    return char.encode("latin-1" if char <= "\xff" else "cp1252", "replace")


def _tree(text: str, charset: str, *, deep: bool) -> Page | Judgement:
    # UTF-8 with the parser told so: neither a meta element nor an XML declaration can mislead it.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=deep, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser drops what is nested deeper: reading on would pass for deleted text.
        if not deep:
            return _tree(text, charset, deep=True)
        return Judgement(verdict="failed", reason="the page nests elements too deep to be read")
    if root is None:
        return Judgement(verdict="empty", reason="the page holds no element")
    return Page(root=root, text=text, charset=charset, deep=deep)


def _no_page(body: bytes, content_type: str | None) -> str | None:
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    said = (content_type or "").strip().lower()
    if said.startswith(_NO_TEXT):
        return said.split(";")[0]
    return "a PDF" if said.startswith("application/pdf") else None


def _is_plain(text: str, content_type: str | None) -> bool:
    said = (content_type or "").strip().lower()
    return said.startswith(_PLAIN) and not text.lstrip()[:200].lower().startswith(
        ("<!doctype html", "<html")
    )
