"""Where in a page's tree a given text stands, whatever markup is around it.

All white space is left out on both sides, so that the position of a sentence in the page is a
position in one string, and each element is a stretch of it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from monitor.text import spans
from monitor.text.spans import Spans

_SPACE = re.compile(r"\s+")
_UNREAD = {
    "script", "style", "template", "noscript", "head", "title", "textarea", "select", "rt", "rp",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[。！？!?])|(?<=[.:;])\s+|\n+")
_SHORTEST = 2  # characters
_MOST_PLACES = 8  # of a sentence that stands on the page again and again

Found = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Squashed:
    """The text of a page without white space, and which stretch of it each element holds."""

    text: str
    spans: Spans


def squash(text: str) -> str:
    """The text without white space and strike-through marks."""
    return _SPACE.sub("", text).replace("~~", "")


def squashed(root: etree._Element) -> Squashed:
    """The text under `root`, leaving out what no reader sees."""

    def text(element: etree._Element) -> str:
        return "" if _out(element) else squash(element.text or "")

    def tail(element: etree._Element) -> str:
        hidden = element is root or _out(element.getparent())
        return "" if hidden else squash(element.tail or "")

    whole, held = spans.read(root, text, tail)
    return Squashed(text=whole, spans=held)


def _out(element: etree._Element | None) -> bool:
    return element is not None and element.tag in _UNREAD


def sentences(text: str) -> list[str]:
    """The sentences of a text, squashed; good enough to find them again."""
    pieces = (squash(piece) for piece in _SENTENCE.split(text))
    return [piece for piece in pieces if len(piece) >= _SHORTEST]


def stand_in_order(page: str, wanted: list[str], least: float = 0) -> Found:
    """The stretches of the page where the most of the wanted sentences stand in their order.

    The longest increasing subsequence over all places of all sentences: a short sentence that
    also stands in a menu does not pull the rest away. Nothing where fewer than `least` of them
    stand anywhere: a long text is not looked for to its end on a page that it has left.
    """
    known: dict[str, list[int]] = {}
    missing = 0
    tails: list[int] = []  # the last position of the best run of each length
    chosen: list[int] = []  # the node at which that run ends
    nodes: list[tuple[int, int, int]] = []  # start, end, the node before it in its run
    for sentence in wanted:
        if sentence not in known:
            known[sentence] = _occurrences(page, sentence)
        missing += not known[sentence]
        if len(wanted) - missing < least:
            return []
        for start in known[sentence]:  # last first: one place a sentence in a run
            at = bisect_left(tails, start)
            nodes.append((start, start + len(sentence), chosen[at - 1] if at else -1))
            if at == len(tails):
                tails.append(start)
                chosen.append(len(nodes) - 1)
            else:
                tails[at], chosen[at] = start, len(nodes) - 1
    found: Found = []
    node = chosen[-1] if chosen else -1
    while node >= 0:
        start, end, node = nodes[node]
        found.append((start, end))
    return found[::-1]


def _occurrences(page: str, sentence: str) -> list[int]:
    found: list[int] = []
    start = page.find(sentence)
    while start >= 0 and len(found) < _MOST_PLACES:
        found.append(start)
        start = page.find(sentence, start + 1)
    return found[::-1]


def tightest(page: Squashed, root: etree._Element, found: Found, share: float) -> etree._Element:
    """The deepest element that still holds `share` of the characters found."""
    starts = [start for start, _ in found]
    sums = [0, *accumulate(end - start for start, end in found)]

    def held(span: tuple[int, int]) -> int:
        return sums[bisect_left(starts, span[1])] - sums[bisect_left(starts, span[0])]

    element = root
    while True:
        inner = next((one for one in element if held(page.spans[one]) >= share * sums[-1]), None)
        if inner is None:
            return element
        element = inner
