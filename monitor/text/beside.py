"""New text that stands beside a pinned container: what is not watched, and perhaps ought to be."""

from collections.abc import Iterator

from lxml import etree

from monitor.text import places
from monitor.text.furniture import is_hidden
from monitor.text.selectors import NotASelectorError, matches
from monitor.text.tree import parse
from storage.model import Judgement

_LEAST = 25  # characters: less is a label
_STOPS = (".", "!", "?", "。", "！", "？", "…")
_CLOSING = "\"'”’」』）)]】"
_FURNITURE = {"nav", "footer", "header", "aside", "form", "script", "style", "noscript", "head"}
_BLOCKS = "p", "li", "dd", "blockquote", "td", "div", "section"


def beside(then: bytes, now: bytes, content_type: str | None, pin: str) -> tuple[str, ...]:
    """The sentences outside of the pin that were nowhere on the page when it was pinned.

    `then` is the page as it was when its text was pinned. What stands in furniture or links is
    no text.
    """
    before, page = parse(then, content_type), parse(now, content_type)
    if isinstance(before, Judgement) or isinstance(page, Judgement):
        return ()
    try:
        inside = set(matches(page.root, pin))
    except NotASelectorError:
        return ()
    known = places.squashed(before.root).text
    found = {
        places.squash(text): " ".join(text.split()) for text in _texts(page.root, inside) if inside
    }
    return tuple(text for squashed, text in found.items() if _counts(squashed, known))


def _counts(squashed: str, known: str) -> bool:
    ends = squashed.rstrip(_CLOSING).endswith(_STOPS)
    return ends and len(squashed) >= _LEAST and squashed not in known


def _texts(root: etree._Element, inside: set[etree._Element]) -> Iterator[str]:
    """The innermost blocks that stand neither in the pin, nor around it, nor in furniture."""
    for element in root.iter(*_BLOCKS):
        around = {element, *element.iterancestors()}
        if not around.isdisjoint(inside) or any(_is_furniture(one) for one in around):
            continue
        if next(element.iterdescendants(*_BLOCKS), None) is None:
            text = "".join(str(piece) for piece in element.itertext())
            linked = "".join(str(piece) for a in element.iter("a") for piece in a.itertext())
            if len(linked) * 2 <= len(text):
                yield text


def _is_furniture(element: etree._Element) -> bool:
    return element.tag in _FURNITURE or is_hidden(dict(element.items()))
