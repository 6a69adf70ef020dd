"""What stands beside a link of an index page: its title, and the date where one stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from monitor.discover import plain
from monitor.discover.dates import Figures, day_in, figures_in, said_date
from monitor.discover.seen import LONGEST_BOX, UNSEEN, seen
from monitor.discover.titles import title_of

_MOST_LEVELS = 8  # that are gone up from a link
_MOST_BACK = 60  # siblings that are looked at before a link's box
_LONGEST_DATE = 60  # characters of an element that is a date and nothing else
_Dated = tuple[str | None, Figures | None]  # a day; a date as 07/02/2025
_UNDATED: _Dated = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`figures`: a date as 07/02/2025, which the other items may tell how to read."""

    title: str | None
    published: str | None
    figures: Figures | None = None


class Boxes:
    """The elements of a page that belong to one document of the list each."""

    def __init__(self, links: Sequence[tuple[etree._Element, str]]) -> None:
        """`links`: the links of the list, with the keys of what they lead to."""
        self._key: dict[etree._Element, str | None] = {}  # None: it holds several
        for link, key in links:
            for element in (link, *link.iterancestors()):
                if self._key.setdefault(element, key) != key:
                    self._key[element] = None

    def box(self, link: etree._Element) -> etree._Element:
        """The largest element around a link that holds no link to another document."""
        box = link
        for parent in link.iterancestors():
            if self._key.get(parent) is None or parent.tag in {"body", "html"}:
                break
            box = parent
        return box

    def holds(self, element: etree._Element) -> bool:
        """Whether links of the list stand in an element."""
        return element in self._key

    def beside(self, links: Sequence[etree._Element]) -> Beside:
        """What the list says of the document that these links lead to."""
        box = self.box(links[0])
        small = box if len(seen(box)) <= LONGEST_BOX else links[0]
        dated = _dated(small, links)
        if dated == _UNDATED:
            dated = self._around(box)
        return Beside(title=title_of(links, small), published=dated[0], figures=dated[1])

    def _around(self, box: etree._Element) -> _Dated:
        """The date over the link, or right behind it, as the other items of the list have it."""
        node = box
        for _ in range(_MOST_LEVELS):
            parent = node.getparent()
            if parent is None or node.tag in {"body", "main", "article", "section"}:
                break
            dated = self._near(node, before=self._begins_with_a_date(parent))
            if dated != _UNDATED:
                return dated
            node = parent
        return _UNDATED

    def _begins_with_a_date(self, parent: etree._Element) -> bool:
        for child in islice(parent, _MOST_BACK):
            if self.holds(child):
                return False
            if _whole_date(child) != _UNDATED:
                return True
        return True

    def _near(self, node: etree._Element, *, before: bool) -> _Dated:
        """The date that stands nearest before an element, past others of the list, or behind it."""
        for one in islice(node.itersiblings(preceding=before), _MOST_BACK):
            if not self.holds(one):
                if (dated := _whole_date(one)) != _UNDATED:
                    return dated
            elif not before:
                break  # what stands behind the next document is its own
        return _text_before(node)


def _text_before(node: etree._Element) -> _Dated:
    """The date in the text right before an element: `13 June 2026 <a>…</a> (<a>PDF</a>)`."""
    previous, parent = node.getprevious(), node.getparent()
    text = parent.text if parent is not None and previous is None else None
    line = plain.one_line((text if previous is None else previous.tail) or "")
    return _read(line) if line and len(line) <= _LONGEST_DATE else _UNDATED


def _whole_date(element: etree._Element) -> _Dated:
    """The date that an element is, where it is nothing else."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return _UNDATED
    text = seen(element)
    if not text or len(text) > _LONGEST_DATE:
        return _UNDATED
    return _read(text)


def _dated(box: etree._Element, links: Sequence[etree._Element]) -> _Dated:
    """The date in a link's item and outside the link's words; in it only if marked as a date."""
    for time in box.iter("time"):
        if (found := said_date(time.get("datetime") or seen(time))) is not None:
            return found, None
    for text in _pieces(box, set(links)):
        if len(text) <= _LONGEST_DATE and (read := _read(text)) != _UNDATED:
            return read
    return _in_link(links[0]) if links[0] is box or len(links) == 1 else _UNDATED


def _in_link(link: etree._Element) -> _Dated:
    """A date that an element of its own inside the link is: cards are links as a whole."""
    for one in link.iterdescendants():
        if len(one) == 0:
            found = _whole_date(one)
            if found != _UNDATED and seen(one) != seen(link):
                return found
    return _UNDATED


def _pieces(box: etree._Element, links: set[etree._Element]) -> Iterator[str]:
    """What stands in a box beside its links: whole elements, from the largest without a link."""
    around = {box, *(up for link in links for up in link.iterancestors())}
    within: list[etree._Element | str] = [] if box in links else [box]
    while within:
        one = within.pop()
        if isinstance(one, str):
            yield plain.one_line(one)
        elif one not in links and isinstance(one.tag, str) and one.tag not in UNSEEN:
            if one not in around:
                yield seen(one)
            for child in reversed(one):
                within += [child.tail or "", child]
            within.append(one.text or "")


def _read(text: str) -> _Dated:
    """The day that a text names, and the figures that are or may be one."""
    return day_in(text), figures_in(text)


def settled(figures: Sequence[Figures]) -> bool | None:
    """Whether figures like 07/02/2025 name the day first, by those that leave no choice.

    None where none tells, or two tell otherwise.
    """
    said = {first > 12 for first, second, _ in figures if (first > 12) != (second > 12)}
    return said.pop() if len(said) == 1 else None
