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


def held_texts(root: etree._Element) -> dict[etree._Element, Held]:
    """What each element under (and with) `root` holds."""
    held: dict[etree._Element, Held] = {}
    length = linked = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            held[element] = Held(length, linked)
            piece = element.text
        else:
            own = length - held[element].length
            linked += own if element.tag == "a" else 0
            held[element] = Held(own, linked - held[element].linked)
            piece = element.tail
        length += len(piece.strip()) if piece else 0
    return held
