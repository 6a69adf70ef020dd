"""The text of an element as it is seen, on one line, up to a length that no item of a list has."""

from collections.abc import Collection, Iterator

from lxml import etree

from monitor.discover import plain

UNSEEN = {"script", "style", "template", "noscript", "svg", "select", "head", "rt", "rp"}
LONGEST_BOX = 3000  # characters: more is no item of a list
RUNNING = {"a", "b", "i", "em", "strong", "span", "u", "font", "sup", "sub", "small", "mark"}
_MOST_PARTS = 3000  # elements and texts that are looked at in one


def seen(element: etree._Element, *, without: Collection[etree._Element] = ()) -> str:
    """The text of an element on one line, without what is not shown, nor these elements in it."""
    return plain.one_line("".join(_texts(element, without)))


def _texts(element: etree._Element, without: Collection[etree._Element]) -> Iterator[str]:
    """The texts of an element in their order, up to a length and number that no item has."""
    length, visited = 0, 0
    within = [_parts(element)]
    while within and length <= 2 * LONGEST_BOX and visited <= _MOST_PARTS:
        part = next(within[-1], None)
        visited += 1
        if part is None:
            within.pop()
        elif isinstance(part, str):
            length += len(part)
            yield part
        elif isinstance(part.tag, str) and part.tag not in UNSEEN and part not in without:
            within.append(_parts(part))


def _parts(element: etree._Element) -> Iterator[etree._Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""
    if element.tag not in RUNNING:
        yield " "
