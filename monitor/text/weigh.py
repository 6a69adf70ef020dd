"""What of a page may be its text: how much of it stands where, menus, links and footers aside."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from monitor.text import places
from monitor.text.furniture import is_hidden

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_IDEOGRAPH, _LETTER = 5, 2  # a Japanese sentence has two fifths of the characters of an English one
# Headings too: they may stand over a list of links.
_OUTSIDE = {
    "nav", "footer", "aside", "button", "label", "option", "menu", "dialog",
    "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_ROLES = {"navigation", "contentinfo", "complementary", "search", "menu", "dialog"}
_NAMES = {
    "footer", "foot", "bottom", "copyright", "related", "teaser", "teasers", "recommended",
    "cookie", "cookies", "consent", "breadcrumb", "breadcrumbs", "pager", "pagination",
    "newsletter",
}  # fmt: skip
# Names that what is around the text may bear too: "with-sidebar".
_DOUBTFUL = {"sidebar", "nav", "navigation", "navi", "menu", "gnb", "lnb", "widget"}
_NAME = re.compile(r"[a-z]+")
_IMPRINT = re.compile(
    r"all ?rights ?reserved|©|copyright(?:\(c\)|[12]\d\d\d)|terms ?of ?use"
    r"|privacy ?(?:policy|notice)|〒|著作権|版权所有|版權所有|무단|地址[：:]",
    re.IGNORECASE,
)
_LONGEST_IMPRINT = 400  # characters
_CARD, _CARDS = 0.2, 3  # of its text in links, and so many side by side
_MOST_OUTSIDE = 0.5  # of the page's text: what is named like a sidebar and holds more is none
_PARTS = re.compile(r"\s+[-–—·|•»_]+\s+|\s*[|｜_•]\s*")
_HEADINGS = {"h1": 3, "h2": 2, "h3": 1}
_SHORTEST_TITLE = 3  # characters

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much text stands before each position of the page's squashed text."""

    before: list[int]
    linked: list[int]  # how many characters before each position stand in links
    heading: etree._Element | None  # what stands over the text

    def share_in_links(self, span: Span) -> float:
        """How much of a stretch stands in links, from 0 to 1."""
        return (self.linked[span[1]] - self.linked[span[0]]) / max(1, span[1] - span[0])

    def of(self, span: Span) -> int:
        """The weight of a stretch: two for a letter, five for an ideograph."""
        return self.before[span[1]] - self.before[span[0]]


def weigh(root: etree._Element, whole: places.Squashed) -> Weights:
    """The weights of a page's text, its furniture counting nothing."""
    heading = _heading(root, whole)
    linked = [0, *accumulate(_marked(whole, [whole.spans[one] for one in root.iter("a")]))]
    outside = _marked(whole, _outside(root, whole, heading, linked))
    each = (
        0 if out or not char.isalpha() else _IDEOGRAPH if _CJK.match(char) else _LETTER
        for char, out in zip(whole.text, outside, strict=True)
    )
    return Weights(before=[0, *accumulate(each)], linked=linked, heading=heading)


def _marked(whole: places.Squashed, spans: Iterable[Span]) -> list[int]:
    """For each character whether it stands in one of the spans."""
    marks = [0] * len(whole.text)
    for start, end in spans:
        marks[start:end] = [1] * (end - start)
    return marks


def _outside(
    root: etree._Element,
    whole: places.Squashed,
    heading: etree._Element | None,
    linked: list[int],
) -> Iterator[Span]:
    at = whole.spans[heading][0] if heading is not None else -1
    rows = _with_links(root)
    for element in root.iter(etree.Element):
        start, end = whole.spans[element]
        if start == end:
            continue
        if element.tag == "a" or _is_imprint(element, whole.text[start:end]):
            yield start, end
        elif not start <= at < end:
            largest = len(whole.text) if at >= 0 and _is_outside(element, _NAMES) else 0
            if end - start < max(largest, _MOST_OUTSIDE * len(whole.text)) and (
                _is_outside(element, _NAMES | _DOUBTFUL)
                or (linked[end] - linked[start] > _CARD * (end - start) and _is_card(element, rows))
            ):
                yield start, end


def _is_card(element: etree._Element, rows: Counter[tuple[etree._Element | None, str]]) -> bool:
    """Whether an element with a link is one of some alike: a story's teaser in a row of them."""
    if element.tag not in {"li", "article", "div"}:
        return False
    return rows[element.getparent(), str(element.tag)] >= _CARDS


def _with_links(root: etree._Element) -> Counter[tuple[etree._Element | None, str]]:
    """How many elements of one name with a link in them each element holds.

    Counted once for all: a list may have thousands, and each would count its neighbours again.
    """
    holding: dict[etree._Element, None] = {}
    for link in root.iter("a"):
        for around in link.iterancestors():
            if around in holding:
                break
            holding[around] = None
    return Counter((one.getparent(), str(one.tag)) for one in holding)


def _is_outside(element: etree._Element, names: set[str]) -> bool:
    attributes = dict(element.items())
    if element.tag in _OUTSIDE or attributes.get("role") in _ROLES or is_hidden(attributes):
        return True
    named = attributes.get("class", "") + " " + attributes.get("id", "")
    return not names.isdisjoint(_NAME.findall(named.lower()))


def _is_imprint(element: etree._Element, text: str) -> bool:
    if len(text) > _LONGEST_IMPRINT or element.tag in {"html", "body", "main", "article"}:
        return False
    return _IMPRINT.search(text) is not None and len(element) == 0


def _heading(root: etree._Element, whole: places.Squashed) -> etree._Element | None:
    """The element that bears the page's title, an h1 rather than another; else its only h1."""
    title = next(root.iter("title"), None)
    words = "" if title is None else " ".join("".join(title.itertext()).split())
    wanted = {places.squash(part) for part in (words, *_PARTS.split(words))}
    wanted = {part for part in wanted if len(part) >= _SHORTEST_TITLE}
    bearing = [one for one in _headings(root) if _text(whole, one) in wanted]
    if bearing:
        return max(bearing, key=lambda one: _HEADINGS.get(str(one.tag), 0))
    first = [one for one in root.iter("h1") if _text(whole, one)]
    return first[0] if len(first) == 1 else None


def _headings(root: etree._Element) -> Iterable[etree._Element]:
    """What may be a heading: an innermost element that is no link, nor in one."""
    for element in root.iter("h1", "h2", "h3", "p", "div", "td", "font", "b", "strong", "span"):
        if element.tag not in {"h1", "h2", "h3"} and len(element) > 0:
            continue
        if not any(above.tag in {"a", "li", "nav"} for above in element.iterancestors()):
            yield element


def _text(whole: places.Squashed, element: etree._Element) -> str:
    start, end = whole.spans[element]
    return whole.text[start:end]
