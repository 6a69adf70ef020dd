"""Index pages: the links that CSS names, or the list that is found, with titles and dates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from monitor.discover import groups, paging
from monitor.discover.addresses import Address, canonical
from monitor.discover.beside import Boxes, settled
from monitor.discover.dates import day_in_address, of_figures
from monitor.discover.found import Entry, Found
from monitor.text.meta import page_meta
from monitor.text.selectors import NotASelectorError, matches
from monitor.text.tree import Page

MOST_LINKS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An element that links, and where to."""

    element: etree._Element
    address: Address


def read_page(page: Page, url: str, *, links: str | None) -> Found:
    """The documents an index page links to. `url` is its own address, `links` a CSS selector."""
    base = base_of(page.root, url)
    title = page_meta(page.root).title
    if links is None:
        found = groups.find(anchors(page.root.iter("a"), base, url), page.root)
        if found is None:
            reason = "no list of links was found; name them by `links`"
            return Found(kind="page", verdict="empty", reason=reason, title=title)
        links = found
    try:
        chosen = selected(page.root, links, base, url)
    except NotASelectorError as error:
        return Found(kind="page", verdict="failed", reason=str(error), links=links, title=title)
    titled = set(paging.documents([one.element for one in chosen]))
    chosen = [one for one in chosen if one.element in titled]
    if not chosen:
        reason = f"no link on the page matches {links!r}"
        return Found(kind="page", verdict="empty", reason=reason, links=links, title=title)
    if len(chosen) > MOST_LINKS:
        reason = f"{links!r} names more than {MOST_LINKS:,} links"
        return Found(kind="page", verdict="failed", reason=reason, links=links, title=title)
    return Found(
        kind="page",
        verdict="ok",
        entries=_entries(chosen),
        more=paging.next_page(page, base, url, [one.element for one in chosen]),
        links=links,
        title=title,
    )


def base_of(root: etree._Element, url: str) -> str:
    """What relative links are relative to: the page's `base`, else its own address."""
    for element in root.iter("base"):
        if said := (element.get("href") or "").strip():
            address = canonical(said, url)
            return address.url if address is not None else url
    return url


def selected(root: etree._Element, css: str, base: str, url: str) -> list[Anchor]:
    """The links that a selector names: itself, or what stands in the elements that it names.

    Links that cannot be fetched, and those to the page itself, are left out. NotASelectorError.
    """
    elements = dict.fromkeys(inner for one in matches(root, css) for inner in (one, *_inside(one)))
    return anchors(elements, base, url)


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    return iter(()) if element.get("href") else element.iterdescendants("a", "area")


def anchors(elements: Iterable[etree._Element], base: str, url: str) -> list[Anchor]:
    """Those of the elements that link to other pages, in their order."""
    own = canonical(url)
    found = []
    for element in elements:
        said = element.get("href")
        if not said or said.lstrip().startswith("#"):
            continue
        address = canonical(said, base)
        if address is not None and (own is None or address.key != own.key):
            found.append(Anchor(element=element, address=address))
    return found


def _entries(chosen: Sequence[Anchor]) -> tuple[Entry, ...]:
    """A document each, in the order of the page; several links to one are read together."""
    boxes = Boxes([(one.element, one.address.key) for one in chosen])
    by_key: dict[str, list[Anchor]] = {}
    for one in chosen:
        by_key.setdefault(one.address.key, []).append(one)
    said = {key: boxes.beside([one.element for one in ones]) for key, ones in by_key.items()}
    day_first = settled([one.figures for one in said.values() if one.figures is not None])
    entries = []
    for key, ones in by_key.items():
        beside, url = said[key], ones[0].address.url
        published = beside.published
        if published is None and beside.figures is not None:
            published = of_figures(beside.figures, day_first=day_first)
        entries.append(
            Entry(
                url=url,
                key=key,
                title=beside.title,
                published=published or day_in_address(url),
            )
        )
    return tuple(entries)
