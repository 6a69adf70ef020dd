"""Atom feeds of changes (RFC 4287). Pure: what they say is handed in, their times among it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alerts import pages, when

if TYPE_CHECKING:
    from lxml.etree import _Element

ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_OURS = UUID("0a5a4cbb-6d20-4b94-9c5c-9d9e4e0a6e7b")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry: its address within the report, and what it says, as HTML."""

    key: str  # what it is about, the same for good
    page: str
    title: str
    author: str
    published: datetime
    updated: datetime
    content: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: where it stands, which page it is the feed of, and its entries, latest first."""

    key: str
    page: str
    about: str
    title: str
    began: datetime  # its time, as long as nothing is in it
    items: tuple[Item, ...]


def atom(feed: Feed, report_url: str | None) -> bytes:
    """The feed as a file; its links are whole where it is known where the report is published."""
    from lxml import etree

    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set(f"{{{_XML}}}lang", "en")
    _text(root, "id", _urn(feed.key))
    _text(root, "title", feed.title)
    _text(root, "updated", when.exact(max((one.updated for one in feed.items), default=feed.began)))
    _text(_add(root, "author"), "name", "readout")
    _link(root, "alternate", "text/html", _href(feed.about, feed, report_url))
    if report_url is not None:
        _link(root, "self", "application/atom+xml", pages.address(report_url, feed.page))
    for item in feed.items:
        _entry(root, item, _href(item.page, feed, report_url))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _entry(root: "_Element", item: Item, href: str) -> None:
    entry = _add(root, "entry")
    _text(entry, "id", _urn(item.key))
    _text(entry, "title", item.title)
    _text(entry, "published", when.exact(item.published))
    _text(entry, "updated", when.exact(item.updated))
    _text(_add(entry, "author"), "name", item.author)
    _link(entry, "alternate", "text/html", href)
    for tag in item.tags:
        _add(entry, "category").set("term", _clean(tag))
    _text(entry, "content", item.content).set("type", "html")


def _href(page: str, feed: Feed, report_url: str | None) -> str:
    """Where a page is, as seen from the feed."""
    if report_url is not None:
        return pages.address(report_url, page)
    return "../" * feed.page.count("/") + page


def _urn(key: str) -> str:
    return uuid5(_OURS, key).urn


def _add(parent: "_Element", name: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, f"{{{_ATOM}}}{name}")


def _text(parent: "_Element", name: str, text: str) -> "_Element":
    element = _add(parent, name)
    element.text = _clean(text)
    return element


def _link(parent: "_Element", rel: str, kind: str, href: str) -> None:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("type", kind)
    link.set("href", _clean(href))


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
