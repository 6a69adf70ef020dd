"""Whether an element of a page can be its text, by where it stands and what it leaves out."""

from lxml import etree

from monitor.text import places
from monitor.text.weigh import Span, Weights

_SKIPPED = 0.3  # of what was found stands between the heading and it: it is not the text
_SKIPPED_SENTENCE = 0.1  # the same of a sentence
_MOST_PIECES = 400
_TEASER = 0.2  # of a box is in links, and it is not much larger than a sentence in it
_LARGEST_TEASER = 4
_BOXES = {"li", "article", "section", "div", "td", "dd", "figure", "body"}
_MOST_OF = 0.6  # of the text below the heading
_LITTLE, _MOST_OF_LITTLE = 400, 0.9  # the same where the page holds some two hundred letters
_MOST_MORE = 0.5  # of the text comes in with its edges
_A_FEW_WORDS = 100  # weight: a heading, a date and a place
_SENTENCE = 60  # weight: some thirty letters, twelve ideographs
_STOPS = (".", "!", "?", "。", "！", "？", "…")
_CLOSING = "\"'”’」』）)]】"


def size(whole: places.Squashed, element: etree._Element) -> int:
    """How many characters of the page an element holds."""
    start, end = whole.spans[element]
    return end - start


def worth_having(
    root: etree._Element, whole: places.Squashed, weights: Weights, found: places.Found
) -> places.Found:
    """What of the pieces found tells where the text stands.

    Not what is in furniture, above the heading, or in a small box of its own beside the link to a
    story; and where there are sentences, only they.
    """
    found = [span for span in found if weights.of(span) > 0]
    found = [span for span in found if span[0] >= _after_heading(whole, weights)] or found
    if len(found) <= _MOST_PIECES:
        found = [span for span in found if not _is_teaser(root, whole, weights, span)]
    return [span for span in found if _ends_a_sentence(whole, span)] or found


def _is_teaser(root: etree._Element, whole: places.Squashed, weights: Weights, span: Span) -> bool:
    box = places.tightest(whole, root, [span], 1.0)
    while box.tag not in _BOXES and (parent := box.getparent()) is not None:
        box = parent
    around = whole.spans[box]
    if around[1] - around[0] > _LARGEST_TEASER * (span[1] - span[0]):
        return False
    return weights.share_in_links(around) > _TEASER


def stands_to_reason(whole: places.Squashed, weights: Weights, element: etree._Element) -> bool:
    """Whether what was found is no banner above the text of a page, nor a footer below it.

    Such things are longer than the text of a page that is short.
    """
    span = whole.spans[element]
    own = weights.of(span)
    after = _after_heading(whole, weights)
    if span[1] <= after and weights.of((after, len(whole.text))) > 0:
        return False
    if weights.of((after, len(whole.text))) <= _LITTLE and not holds_most(whole, weights, element):
        return False
    between = (min(after, span[0]), span[0])
    share = _SKIPPED_SENTENCE if _ends_a_sentence(whole, between) else _SKIPPED
    skipped = weights.of(between) if weights.heading is not None else 0
    return own > 0 and skipped <= share * own


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
    for wanted in ((start, end), (start, span[1])):
        wider = _around(whole, element, wanted)
        if is_little_more(whole, weights, wider, element):
            return wider
    return element


def _around(whole: places.Squashed, element: etree._Element, span: Span) -> etree._Element:
    """The nearest element around another that holds a stretch of the page."""
    while not (whole.spans[element][0] <= span[0] and span[1] <= whole.spans[element][1]):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def is_little_more(
    whole: places.Squashed, weights: Weights, wider: etree._Element, element: etree._Element
) -> bool:
    """Whether an element around another holds hardly any text beside it."""
    own = weights.of(whole.spans[element])
    most = max(_MOST_MORE * own, _A_FEW_WORDS)
    return weights.of(whole.spans[wider]) - own <= most


def _is_sentence(whole: places.Squashed, weights: Weights, span: Span) -> bool:
    return weights.of((min(span), max(span))) >= _SENTENCE and _ends_a_sentence(whole, span)


def _ends_a_sentence(whole: places.Squashed, span: Span) -> bool:
    return whole.text[span[0] : span[1]].rstrip(_CLOSING).endswith(_STOPS)


def holds_most(whole: places.Squashed, weights: Weights, element: etree._Element) -> bool:
    """Whether an element holds most of the text that stands below the heading.

    Nearly all of it where that is little: a lead or a line of data outweighs a short statement.
    """
    after = _after_heading(whole, weights)
    start, end = (max(after, at) for at in whole.spans[element])
    most = weights.of((after, len(whole.text)))
    share = _MOST_OF if most > _LITTLE else _MOST_OF_LITTLE
    return most > 0 and weights.of((start, end)) >= share * most


def under_the_heading(whole: places.Squashed, weights: Weights) -> etree._Element | None:
    """The element around the heading that holds most of the text below it."""
    if weights.heading is None:
        return None
    around = weights.heading.iterancestors()
    return next((one for one in around if holds_most(whole, weights, one)), None)
