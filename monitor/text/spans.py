"""Which stretch of a page's text each element holds, by one walk over the tree.

Read once: elements that are nested by the thousand have the same text by the thousand.
"""

from collections.abc import Callable

from lxml import etree

Spans = dict[etree._Element, tuple[int, int]]  # noqa: SLF001 - it has no other name


def read(
    root: etree._Element,
    text: Callable[[etree._Element], str],
    tail: Callable[[etree._Element], str],
) -> tuple[str, Spans]:
    """The text under `root`, and where in it each element begins and ends.

    `text` and `tail` say what of an element's own text, and of that behind it, counts.
    """
    pieces: list[str] = []
    spans: Spans = {}
    length = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            spans[element] = (length, length)
            piece = text(element)
        else:
            spans[element] = (spans[element][0], length)
            piece = tail(element)
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), spans
