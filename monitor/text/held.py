"""How much text each element of a tree holds, in links and at all, counted in one walk.

Counted anew for each, elements that are nested by the thousand would take for ever.
"""

from dataclasses import dataclass

from lxml import etree


@dataclass(frozen=True, slots=True)
class Held:
    """Characters, without the white space around each piece of text."""

    length: int
    linked: int  # of them in links; in a link within a link they count for each


def held(element: etree._Element, known: dict[etree._Element, Held]) -> Held:
    """What an element holds. Those in it are counted with it: ask for the outer ones first."""
    if element not in known:
        known |= _walked(element)
    return known[element]


def _walked(root: etree._Element) -> dict[etree._Element, Held]:
    walked: dict[etree._Element, Held] = {}
    length = linked = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walked[element] = Held(length, linked)
            piece = element.text
        else:
            own = length - walked[element].length
            linked += own if element.tag == "a" else 0
            walked[element] = Held(own, linked - walked[element].linked)
            piece = element.tail
        length += len(piece.strip()) if piece else 0
    return walked
