"""Whether an element of a page can be its text, by where it stands and what it leaves out."""

from lxml import etree

from monitor.text import places
from monitor.text.weigh import Span, Weights

_SKIPPED = 0.3  # of what was found stands between the heading and it: it is not the text
_MOST_OF = 0.6  # of the text below the heading
_MOST_MORE = 0.5  # of the text comes in with its edges
_SENTENCE = 60  # weight: some thirty letters, twelve ideographs
_STOPS = (".", "!", "?", "。", "！", "？", "…")
_CLOSING = "\"'”’」』）)]】"


def size(whole: places.Squashed, element: etree._Element) -> int:
    """How many characters of the page an element holds."""
    start, end = whole.spans[element]
    return end - start


def stands_to_reason(whole: places.Squashed, weights: Weights, element: etree._Element) -> bool:
    """Whether what was found is no footer or teaser below the text of a page too short for it."""
    span = whole.spans[element]
    return weights.of(span) > 0 and _between(whole, weights, span) <= _SKIPPED * weights.of(span)


def _between(whole: places.Squashed, weights: Weights, span: Span) -> int:
    """How much text stands between the heading and what was found."""
    after = _after_heading(whole, weights)
    return weights.of((after, span[0])) if weights.heading is not None and after < span[0] else 0


def _after_heading(whole: places.Squashed, weights: Weights) -> int:
    return 0 if weights.heading is None else whole.spans[weights.heading][1]


def with_the_edges(
    whole: places.Squashed, weights: Weights, element: etree._Element, found: places.Found
) -> etree._Element:
    """The element, or one around it, with the first and last sentences that stand outside of it.

    A lead above the text and a paragraph in a box of its own below it are the text's too, unless
    more comes in with them than they are worth.
    """
    span = whole.spans[element]
    ends = [edge for edge in found if _is_sentence(whole, weights, edge)]
    start = min([span[0], *(edge[0] for edge in ends)])
    end = max([span[1], *(edge[1] for edge in ends)])
    lead = (_after_heading(whole, weights), span[0])
    if weights.heading is not None and _is_sentence(whole, weights, lead):
        start = min(start, lead[0])
    wider = element
    while not (whole.spans[wider][0] <= start and end <= whole.spans[wider][1]):
        parent = wider.getparent()
        if parent is None or parent.tag == "html":
            return element
        wider = parent
    return wider if is_little_more(whole, weights, wider, element) else element


def is_little_more(
    whole: places.Squashed, weights: Weights, wider: etree._Element, element: etree._Element
) -> bool:
    """Whether an element around another holds hardly any text beside it."""
    own = weights.of(whole.spans[element])
    return weights.of(whole.spans[wider]) - own <= _MOST_MORE * own


def _is_sentence(whole: places.Squashed, weights: Weights, span: Span) -> bool:
    if span[0] >= span[1] or weights.of(span) < _SENTENCE:
        return False
    return whole.text[span[0] : span[1]].rstrip(_CLOSING).endswith(_STOPS)


def holds_most(whole: places.Squashed, weights: Weights, element: etree._Element) -> bool:
    """Whether an element holds most of the text that stands below the heading."""
    after = _after_heading(whole, weights)
    start, end = (max(after, at) for at in whole.spans[element])
    most = weights.of((after, len(whole.text)))
    return most > 0 and weights.of((start, end)) >= _MOST_OF * most


def under_the_heading(whole: places.Squashed, weights: Weights) -> etree._Element | None:
    """The element around the heading that holds most of the text below it."""
    if weights.heading is None:
        return None
    around = weights.heading.iterancestors()
    return next((one for one in around if holds_most(whole, weights, one)), None)
