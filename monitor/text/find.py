"""Finding a page's main text: once, to pin its container; again, when the page was rebuilt."""

import logging
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from lxml import etree

from monitor.text import places, standing
from monitor.text.furniture import is_hidden
from monitor.text.naming import selector_for
from monitor.text.selectors import matches
from monitor.text.tree import Page, parse
from monitor.text.weigh import Weights, weigh
from storage.model import Document, Judgement

_HOLDS = 0.9  # of the text that was found stands in the container proposed
_HOLDS_MOVED = 0.97  # of the last version's text; a "Thank you." in the footer does not count
_ENOUGH = 0.8  # of the sentences of the last version, in order: the text moved
_USUAL = ("main article", "main", "#main", "article", "[role=main]", "#content", "#contents")
_LARGEST = 1_000_000  # characters: what is larger is searched by its structure only
_SCATTERED = (
    0.3  # of the page's text beside its links: a densest element with less of it is not the text
)
_MOST_TAGS = 15_000  # trafilatura's time grows with their square
_LEAST = 20  # characters: less is hardly the main text
# Too narrow to be pinned: tomorrow's new paragraph would stand beside it.
_NARROW = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "tr", "tbody",
    "blockquote", "pre", "span", "strong", "b", "em", "i", "font", "a", "s", "u", "center", "form",
}  # fmt: skip


def find_container(body: bytes, content_type: str | None, url: str) -> str | None:  # noqa: ARG001
    """A selector of the element that holds the page's main text; None if it has no text."""
    page = parse(body, content_type)
    if isinstance(page, Judgement):
        return None
    whole = places.squashed(page.root)
    if not whole.text:
        return None
    weights = weigh(page.root, whole)
    found = _located(whole, _main_text(page))
    found = standing.worth_having(page.root, whole, weights, found)
    if _length(found) >= _LEAST:
        element = _widened(places.tightest(whole, page.root, found, _HOLDS))
        if standing.stands_to_reason(whole, weights, element):
            element = standing.with_the_edges(whole, weights, element, found)
            return _pin(page.root, whole, weights, element)
    usual = _usual(page.root, whole, weights)
    if usual is not None:
        return usual
    densest, under = _densest(page.root, whole, weights), _under(whole, weights)
    if under is None or (
        standing.size(whole, densest) < standing.size(whole, under)
        and standing.holds_most(whole, weights, densest)
        and standing.stands_to_reason(whole, weights, densest)
    ):
        return selector_for(page.root, densest)
    return selector_for(page.root, under)


def _pin(
    root: etree._Element, whole: places.Squashed, weights: Weights, element: etree._Element
) -> str:
    """The element's selector, or that of the named one around it which holds little more.

    A path breaks when something is put before its end, and beside a box of a text without a name
    stands the box of its next paragraph.
    """
    path = selector_for(root, element)
    name = path.partition(" > ")[0]
    if name in {path, "body"}:
        return path
    around = matches(root, name)[0]
    return name if standing.is_little_more(whole, weights, around, element) else path


def relocate(
    body: bytes,
    content_type: str | None,
    url: str,  # noqa: ARG001 - the same call as find_container's
    previous: Document,
) -> str | None:
    """Where the last version's text stands now, if four fifths of it stand in order in one place.

    The selector of that place, else None.
    """
    page = parse(body, content_type)
    if isinstance(page, Judgement) or len(page.text) > _LARGEST:
        return None
    wanted = [one for block in previous.blocks for one in places.sentences(block.text)]
    whole = places.squashed(page.root)
    enough = _ENOUGH * len(wanted)
    found = places.stand_in_order(whole.text, wanted, enough)
    if not wanted or len(found) < enough:
        return None
    element = _widened(places.tightest(whole, page.root, found, _HOLDS_MOVED))
    return selector_for(page.root, element)


def whole_text(body: bytes, content_type: str | None) -> str:
    """All that can be read on the page, squashed."""
    page = parse(body, content_type)
    if isinstance(page, Judgement):
        return ""
    for element in [one for one in page.root.iter() if is_hidden(dict(one.items()))]:
        tail = element.tail
        element.clear()
        element.tail = tail
    return places.squashed(page.root).text


def _main_text(page: Page) -> list[str]:
    """What trafilatura takes for the main text, line by line."""
    if page.deep or len(page.text) > _LARGEST or page.text.count("<") > _MOST_TAGS:
        return []
    try:
        text = _trafilatura().extract(
            page.text,
            favor_precision=True,
            deduplicate=False,
            include_comments=False,
            output_format="txt",
        )
    except Exception:
        # A heuristic over a hostile page, and there is another way: its failure decides nothing.
        logging.getLogger(__name__).exception("the main text was not found by trafilatura")
        return []
    return [line for line in map(places.squash, (text or "").splitlines()) if len(line) > 1]


@cache
def _trafilatura() -> ModuleType:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def _located(whole: places.Squashed, lines: list[str]) -> places.Found:
    """Where the lines stand; one that trafilatura put together is looked for by sentences."""
    found = places.stand_in_order(whole.text, [line.removeprefix("-") for line in lines])
    if _length(found) < 0.5 * sum(map(len, lines)):
        pieces = [piece for line in lines for piece in places.sentences(line)]
        found = max(found, places.stand_in_order(whole.text, pieces), key=_length)
    return found


def _length(found: places.Found) -> int:
    return sum(end - start for start, end in found)


def _widened(element: etree._Element) -> etree._Element:
    """The nearest element around it that can take another paragraph."""
    while element.tag in _NARROW and (parent := element.getparent()) is not None:
        element = parent
    if element.tag == "html":
        return next(element.iterchildren("body"), element)
    return element


def _usual(root: etree._Element, whole: places.Squashed, weights: Weights) -> str | None:
    """The first of the usual containers that holds most of the text, as the only of its name."""
    for selector in _USUAL:
        found = matches(root, selector)
        if len(found) == 1:
            start, end = whole.spans[found[0]]
            if end - start >= _LEAST and standing.holds_most(whole, weights, found[0]):
                return selector
    return None


def _under(whole: places.Squashed, weights: Weights) -> etree._Element | None:
    found = standing.under_the_heading(whole, weights)
    return None if found is None else _widened(found)


def _densest(root: etree._Element, whole: places.Squashed, weights: Weights) -> etree._Element:
    """The element with the most text that is its own and not a link's."""
    best, most = root, 0
    linked = _linked(root, whole)
    for element in _containers(root):
        own = sum(
            whole.spans[child][1] - whole.spans[child][0]
            for child in element.iterchildren("p", "div", "blockquote", "pre", "li", "td")
            if next(child.iterdescendants("div", "p"), None) is None
        )
        own += len(places.squash("".join((element.text or "", *(c.tail or "" for c in element)))))
        own -= 2 * linked[element]
        if own > most and weights.of(whole.spans[element]) > 0:
            best, most = element, own
    if most < _SCATTERED * (len(whole.text) - linked[root]):
        return next(root.iter("body"), root)  # better too much than half of a scattered text
    return _widened(best)


def _linked(root: etree._Element, whole: places.Squashed) -> dict[etree._Element, int]:
    """How many characters each element holds in links, counted in one walk."""
    held: dict[etree._Element, int] = {}
    total = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            held[element] = total - held[element]
            continue
        held[element] = total
        if element.tag == "a":
            total += whole.spans[element][1] - whole.spans[element][0]
    return held


def _containers(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter("body", "div", "section", "article", "td", "main")
