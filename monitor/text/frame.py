"""The frame: the part of a page that holds its text, cut out by lxml and serialised canonically.

The frame is what is hashed and compared on every visit, so it is made to stay the same while a
page's markup changes around its words: nonces, classes, links and scripts are not in it. Only a
frame that differs from the last one is read by `read`.
"""

import hashlib
import re
from dataclasses import dataclass

from lxml import etree

from monitor.text import furniture
from monitor.text.meta import PageMeta, page_meta
from monitor.text.rules import Rules
from monitor.text.selectors import NotASelectorError, first_that_matches, matches
from monitor.text.tree import Page, parse
from storage.model import Judgement

_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_SPACE = re.compile(r"[ \t\r\n\f]+")
_READABLE = etree.XPath(
    "descendant::text()[not(ancestor::rt or ancestor::rp or ancestor::script or ancestor::style)]"
)
_DEEPEST = 240  # the parser under BeautifulSoup drops what is nested deeper than 255
# A selected element keeps its name where the reader needs it; else it is a plain container.
_SPEAKING = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr",
    "blockquote", "pre", "del", "figcaption", "caption",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A page's text as canonical HTML, the selector that found it, and what stands beside it."""

    html: str
    selector: str
    meta: PageMeta
    headline: str | None  # the page's h1, when a pinned text does not hold it
    sha256: bytes


def cut(body: bytes, content_type: str | None, url: str, rules: Rules) -> Frame | Judgement:  # noqa: ARG001
    """The frame of a page under the rules, or why there is none. Never raises for the page.

    `url` is the page's own; it is not in the frame.
    """
    page = parse(body, content_type)
    return page if isinstance(page, Judgement) else cut_page(page, rules)


def cut_page(page: Page, rules: Rules) -> Frame | Judgement:
    """As `cut`, of a page already parsed. The page's tree is used up."""
    try:
        named = first_that_matches(page.root, page.text, rules.select or _pinned(rules))
        if named is None:
            return Judgement(verdict="empty", reason=_nothing(rules))
        selector, found = named
        roots = _outermost(_shown(found))
        meta = page_meta(page.root)
        headline = None if rules.select else _headline(page.root, roots)
        roots = _end(page.root, roots, rules.until)
        _ignore(page.root, roots, rules.ignore)
    except NotASelectorError as error:
        return Judgement(verdict="failed", reason=str(error))
    raw = b"\n".join(_serialised(root, found=not rules.select) for root in roots)
    if page.deep and max(map(_depth, roots)) > _DEEPEST:
        return Judgement(verdict="failed", reason="the text nests elements too deep to be read")
    return Frame(
        html=raw.decode("utf-8"),
        selector=selector,
        meta=meta,
        headline=headline,
        sha256=hashlib.sha256(f"{headline or ''}\0".encode() + raw).digest(),
    )


def _pinned(rules: Rules) -> tuple[str, ...]:
    return (rules.pin,) if rules.pin else ()


def _nothing(rules: Rules) -> str:
    if rules.select:
        return f"select {', '.join(repr(one) for one in rules.select)} matched nothing"
    if rules.pin:
        return f"the pinned container {rules.pin!r} is not on the page"
    return "no main text was found"


def _shown(elements: list[etree._Element]) -> list[etree._Element]:
    """Without hidden ones, unless all are: then the page shows the text by a script."""
    shown = [one for one in elements if not furniture.is_hidden(dict(one.items()))]
    return shown or elements


def _outermost(elements: list[etree._Element]) -> list[etree._Element]:
    """Without those that stand inside another of them."""
    if len(elements) == 1:
        return elements
    chosen = set(elements)
    return [one for one in elements if chosen.isdisjoint(one.iterancestors())]


def _headline(page: etree._Element, roots: list[etree._Element]) -> str | None:
    """The last h1 before the frame, where neither the frame nor an empty one holds it."""
    if any(next(root.iter("h1"), None) is not None for root in roots):
        return None
    last = None
    for element in page.iter("h1", str(roots[0].tag)):
        if element is roots[0]:
            break
        if element.tag == "h1":
            last = _plain(element) or last
    return last


def _plain(element: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(_READABLE(element))).strip(" ")


def _end(
    page: etree._Element, roots: list[etree._Element], until: str | None
) -> list[etree._Element]:
    """Cut off what follows the first element after the text's beginning that `until` names."""
    stops = set(matches(page, until)) if until else set()
    if not stops:
        return roots
    begun: list[etree._Element] = []
    begins = set(roots)
    for element in page.iter():
        if begun and element in stops:
            _cut_from(element, begun[-1])
            return begun
        if element in begins:
            begun.append(element)
    return roots


def _cut_from(element: etree._Element, root: etree._Element) -> None:
    if root not in element.iterancestors():
        return
    node = element
    while node is not root:
        parent = node.getparent()
        assert parent is not None
        for follower in list(node.itersiblings()):
            parent.remove(follower)
        if node is not element:
            node.tail = None
        node = parent
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)  # its tail goes with it: that follows too


def _ignore(page: etree._Element, roots: list[etree._Element], ignore: tuple[str, ...]) -> None:
    kept = set(roots)
    for selector in ignore:
        for element in matches(page, selector):
            if element not in kept:
                furniture.remove(element)


def _serialised(root: etree._Element, *, found: bool) -> bytes:
    furniture.strip(root, found=found)
    if root.tag not in _SPEAKING:
        root.tag = "div"
    raw = etree.tostring(root, method="html", encoding="utf-8", with_tail=False)
    raw = raw.translate(None, _CONTROLS)
    if b"<pre" in raw:
        return raw
    return b"\n".join(filter(None, map(bytes.strip, raw.split(b"\n"))))


def _depth(root: etree._Element) -> int:
    """How deep the elements under `root` are nested."""
    deepest, depth = 0, {root: 0}
    for element in root.iterdescendants():
        parent = element.getparent()
        assert parent is not None
        depth[element] = depth[parent] + 1
        deepest = max(deepest, depth[element])
    return deepest
