"""XML sitemaps, their indexes, news sitemaps, plain lists of addresses; robots' Sitemap lines."""

import re
from collections.abc import Iterator

from lxml import etree

from monitor.discover import plain
from monitor.discover.addresses import canonical
from monitor.discover.body import Body
from monitor.discover.dates import said_date
from monitor.discover.feeds import closing, whole_text
from monitor.discover.found import Entry, Found, Further
from monitor.discover.mending import Unreadable, well_formed

_END_OF_ENTRY = re.compile(r"</(?:[\w.-]+:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_MOST_SITEMAPS = 100  # that robots.txt is believed to name


def read_sitemap(body: Body, base: str) -> Found:
    """The addresses of a sitemap; of a news sitemap with titles and dates."""
    root, whole = _root(body)
    if isinstance(root, Unreadable):
        return Found(kind=None, verdict="failed", reason=f"the sitemap {root.predicate}")
    entries: dict[str, Entry] = {}
    unusable = 0
    for element in _named(root, "url"):
        said = _texts(element)
        address = canonical(said.get("loc", ""), base) if said.get("loc") else None
        if address is None:
            unusable += 1
            continue
        entries.setdefault(
            address.key,
            Entry(
                url=address.url,
                key=address.key,
                title=plain.title(said.get("title")),
                published=said_date(said.get("publication_date")),
                modified=said_date(said.get("lastmod")),
            ),
        )
    found = Found(kind="sitemap", verdict="ok", entries=tuple(entries.values()))
    return closing(found, whole=whole, unusable=unusable, what="sitemap")


def read_index(body: Body, base: str) -> Found:
    """The sitemaps that an index names, as `more`."""
    root, whole = _root(body)
    if isinstance(root, Unreadable):
        return Found(kind=None, verdict="failed", reason=f"the sitemap index {root.predicate}")
    more: dict[str, Further] = {}
    for element in _named(root, "sitemap"):
        said = _texts(element)
        address = canonical(said.get("loc", ""), base) if said.get("loc") else None
        if address is not None:
            further = Further(url=address.url, modified=said_date(said.get("lastmod")))
            more.setdefault(address.key, further)
    found = Found(kind="index", verdict="ok", more=tuple(more.values()))
    return closing(found, whole=whole, unusable=0, what="sitemap index")


def read_urls(body: Body, base: str) -> Found:
    """A sitemap that is a plain list of addresses, one a line."""
    addresses = {
        address.key: address
        for line in body.text.splitlines()
        if line.strip() and (address := canonical(line, base))
    }
    entries = tuple(Entry(url=one.url, key=one.key) for one in addresses.values())
    found = Found(kind="sitemap", verdict="ok", entries=entries)
    return closing(found, whole=not body.broken, unusable=0, what="sitemap")


def read_robots(body: Body, base: str) -> Found:
    """A robots.txt as an index of the sitemaps that it names."""
    more = tuple(Further(url=url) for url in sitemaps_of(body.text, base))
    if not more:
        return Found(kind="index", verdict="empty", reason="robots.txt names no sitemap")
    return Found(kind="index", verdict="ok", more=more)


def sitemaps_of(robots: str, base: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names, as addresses to fetch. `base` is its own address."""
    from protego import Protego

    named = (canonical(line, base) for line in Protego.parse(robots).sitemaps)
    found = {address.key: address.url for address in named if address is not None}
    return tuple(found.values())[:_MOST_SITEMAPS]


def _root(body: Body) -> tuple[etree._Element | Unreadable, bool]:
    """The tree, of whole entries only, and whether nothing is missing. No entity is known in it."""
    text, whole = whole_text(body, _END_OF_ENTRY)
    payload = well_formed(text, body.root)
    if isinstance(payload, Unreadable):
        return payload, False
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # what would be too deep or too large has been refused
    )
    try:
        root = etree.fromstring(payload, parser)
    except etree.LxmlError as error:
        return Unreadable(f"cannot be read: {error}"), False
    return root, whole and not body.broken


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of that local name, whatever their namespace."""
    return (one for one in root if _local(one) == name)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _texts(element: etree._Element) -> dict[str, str]:
    """The texts below a `url` or `sitemap` by their local names; of several, the first.

    Pictures and videos have titles of their own, which are not the page's.
    """
    found: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str) or _local(child) in {"image", "video"}:
            continue
        for one in child.iter():
            if isinstance(one.tag, str) and (text := (one.text or "").strip()):
                found.setdefault(_local(one), text)
    return found
