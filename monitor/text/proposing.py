"""Selectors for `select` that say the same as a pin, by names that people gave."""

import re
from collections.abc import Iterator

from lxml import etree

from monitor.text import places
from monitor.text.naming import own_names
from monitor.text.selectors import matches
from monitor.text.tree import Page, parse

_MOST = 8  # selectors that are worth trying
_OF_A_PLACE = re.compile(r"skip|jump|anchor|wrap", re.IGNORECASE)  # no names of a text


def selectors_like(body: bytes, content_type: str | None, pin: str) -> tuple[str, ...]:
    """What may stand for a pin in `select`: the names of its element, and of those around and
    within it that hold the same text; those that last longest first, ids before classes.

    Nothing where nobody gave them a name: then the pin is as good as anything.
    """
    page = parse(body, content_type)
    if not isinstance(page, Page):
        return ()
    found = matches(page.root, pin)
    if len(found) != 1:
        return ()
    names = [name for one in _alike(page.root, found[0]) for name in own_names(page.root, one)]
    ids = [name for name in names if name.startswith("#") and not _OF_A_PLACE.search(name)]
    usable = [name for name in (*ids, *names) if name != "body"]
    return tuple(dict.fromkeys(usable))[:_MOST]


def _alike(root: etree._Element, element: etree._Element) -> Iterator[etree._Element]:
    """The element, and those around and within it that hold the same text and nothing else."""
    whole = places.squashed(root)
    span = whole.spans[element]
    yield element
    for around in element.iterancestors():
        if whole.spans[around] != span or around.tag in {"body", "html"}:
            break
        yield around
    inner = element
    while True:
        same = [one for one in inner if isinstance(one.tag, str) and whole.spans[one] == span]
        if not same:
            return
        inner = same[0]
        yield inner
