"""What a document's page links to: its attachments, its canonical address, the feeds it offers."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from monitor.discover import plain
from monitor.discover.addresses import canonical
from monitor.discover.pages import base_of, selected
from monitor.discover.seen import seen
from monitor.text.tree import Page, parse
from storage.model import Judgement

_FEEDS = {
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link on a page: the address to fetch, the key that names it, and its words."""

    url: str
    key: str
    words: str


def linked(
    body: bytes, selector: str, base: str, content_type: str | None = None
) -> tuple[Link, ...]:
    """The links of a captured page that CSS names (`a[href$='.pdf']`), in its order.

    `base` is the address the page was read from. Of several links to one file the first with words
    counts. None where the page holds none; NotASelectorError if `selector` is none.
    """
    page = _page(body, content_type)
    if page is None:
        return ()
    found: dict[str, Link] = {}
    for one in selected(page.root, selector, base_of(page.root, base), base):
        link = Link(url=one.address.url, key=one.address.key, words=_words(one.element))
        known = found.get(link.key)
        if known is None or not known.words:
            found[link.key] = link
    return tuple(found.values())


def canonical_of(body: bytes, base: str, content_type: str | None = None) -> str | None:
    """The address a page says is its own (`rel=canonical`), to be noted and not trusted."""
    page = _page(body, content_type)
    return next(_hrefs(page, "canonical", base), None) if page is not None else None


def offered(body: bytes, base: str, content_type: str | None = None) -> tuple[Link, ...]:
    """The feeds that a page offers (`rel=alternate`), with their titles, in its order."""
    page = _page(body, content_type)
    found: dict[str, Link] = {}
    for one in page.root.iter("link", "a") if page is not None else ():
        rels = (one.get("rel") or "").lower().split()
        media = (one.get("type") or "").split(";")[0].strip().lower()
        if "alternate" not in rels or media not in _FEEDS:
            continue
        address = canonical(one.get("href") or "", base)
        if address is not None:
            words = plain.title(one.get("title")) or seen(one)
            found.setdefault(address.key, Link(url=address.url, key=address.key, words=words))
    return tuple(found.values())


def _page(body: bytes, content_type: str | None) -> Page | None:
    page = parse(body, content_type)
    return None if isinstance(page, Judgement) else page


def _words(element: etree._Element) -> str:
    return plain.title(seen(element) or element.get("title") or element.get("aria-label")) or ""


def _hrefs(page: Page, rel: str, base: str) -> Iterator[str]:
    for one in page.root.iter("link"):
        if rel in (one.get("rel") or "").lower().split():
            address = canonical(one.get("href") or "", base_of(page.root, base))
            if address is not None:
                yield address.url
