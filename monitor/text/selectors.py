"""CSS selectors, compiled once."""

from collections.abc import Sequence
from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector


class NotASelectorError(ValueError):
    """'{selector}' is not a CSS selector."""


@lru_cache(maxsize=4096)
def compiled(selector: str) -> CSSSelector:
    """The selector, ready to be applied. Raises `NotASelectorError`."""
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise NotASelectorError(f"'{selector}' is not a CSS selector: {error}") from error


def matches(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements under (and with) `root` that the selector names, in document order."""
    try:
        found = compiled(selector)(root)
    except etree.XPathError as error:
        raise NotASelectorError(f"'{selector}' cannot be applied: {error}") from error
    return [element for element in found if isinstance(element.tag, str)]


def first_that_matches(
    root: etree._Element, selectors: Sequence[str]
) -> tuple[str, list[etree._Element]] | None:
    """The first selector that matches anything, with what it matches."""
    for selector in selectors:
        found = matches(root, selector)
        if found:
            return selector, found
    return None
