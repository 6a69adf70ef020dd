"""What stands beside a link of an index page: its title, and the date where one stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from monitor.discover import plain
from monitor.discover.dates import Figures, day_in, figures_in, said_date
from monitor.discover.seen import LONGEST_BOX, UNSEEN, seen

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "b")
_MOST_LEVELS = 8  # that are gone up from a link
_MOST_BACK = 60  # siblings that are looked at before a link's box
_LONGEST_DATE = 60  # characters of an element that is a date and nothing else
# What a link says that is no title: those of its item are.
_NO_TITLE = re.compile(
    r"(?:read|learn|see|view|find out|show)? ?(?:more|all|details?|on|full (?:text|story|release))"
    r"|continue(?: reading)?|full (?:text|story|statement)|details?|link|here|open|download"
    r"|(?:pdf|html|docx?)(?: ?[(（].*[)）])?|\[?\d+\]?|en|english|français|deutsch"
    r"|続きを読む|詳細(?:はこちら)?|詳しくはこちら|もっと見る|全文|英語|日本語|本文|リンク"
    r"|详细|详情|更多|查看(?:更多|全文)?|阅读全文|詳細內容|更多內容|閱讀全文|中文|英文"
    r"|mehr(?: erfahren| lesen)?|weiterlesen|en savoir plus|lire (?:la suite|plus)"
    r"|leer más|ver más|saiba mais|подробнее|читать(?: далее| полностью)?|더보기|자세히(?: 보기)?"
    r"|المزيد|اقرأ المزيد",
    re.IGNORECASE,
)
_EDGE = " \t.…»›>→«:：|・·-–—"
_CUT_OFF = ("...", "…")


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
        whole = seen(box)
        small = box if len(whole) <= LONGEST_BOX else links[0]
        title = _title(links, small)
        published, figures = _dated(small, links)
        if published is None and figures is None:
            published, figures = self._around(box)
        return Beside(title=title, published=published, figures=figures)

    def _around(self, box: etree._Element) -> tuple[str | None, Figures | None]:
        """The date over the link, or right behind it, as the other items of the list have it."""
        node = box
        for _ in range(_MOST_LEVELS):
            parent = node.getparent()
            if parent is None or node.tag in {"body", "main", "article", "section"}:
                break
            above = self._above(node) if self._begins_with_a_date(parent) else _next_date(node)
            if above != (None, None):
                return above
            node = parent
        return None, None

    def _begins_with_a_date(self, parent: etree._Element) -> bool:
        for child in islice(parent, _MOST_BACK):
            if self.holds(child):
                return False
            if _whole_date(child) != (None, None):
                return True
        return True

    def _above(self, node: etree._Element) -> tuple[str | None, Figures | None]:
        for count, before in enumerate(node.itersiblings(preceding=True)):
            if count >= _MOST_BACK:
                break
            if self.holds(before) or not isinstance(before.tag, str):
                continue
            if seen(before):
                return _whole_date(before)
        return None, None


def _next_date(node: etree._Element) -> tuple[str | None, Figures | None]:
    following = node.getnext()
    return (None, None) if following is None else _whole_date(following)


def _whole_date(element: etree._Element) -> tuple[str | None, Figures | None]:
    """The date that an element is, where it is nothing else."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return None, None
    text = seen(element)
    if not text or len(text) > _LONGEST_DATE:
        return None, None
    return _read(text)


def _title(links: Sequence[etree._Element], box: etree._Element) -> str | None:
    """The longest of the links' own words; else a heading beside it; else the link's name."""
    own = max((_own_title(link) for link in links), key=len)
    if own and not _NO_TITLE.fullmatch(own.strip(_EDGE)):
        return plain.title(own)
    for name in _HEADINGS:
        heading = next((text for one in box.iter(name) if (text := seen(one))), None)
        if heading and not _whole_text_is_date(heading):
            return plain.title(heading)
    named = next(filter(None, map(_named, links)), None)
    return plain.title(named or _rest(box, links) or own or None)


def _own_title(link: etree._Element) -> str:
    """The words of a link; where it is a whole card, its heading."""
    headings = (seen(one) for one in link.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    text = next(filter(None, headings), None) or seen(link)
    whole = plain.one_line(link.get("title") or "")
    if text.endswith(_CUT_OFF) and whole.startswith(text.rstrip(".…")):
        return whole
    return text


def _named(link: etree._Element) -> str | None:
    """What a link without words is called: of its picture, or for those who hear the page."""
    pictures = (one.get("alt") for one in link.iter("img"))
    said = [link.get("aria-label"), link.get("title"), *pictures]
    for one in said:
        text = plain.one_line(one or "")
        if text and not _NO_TITLE.fullmatch(text.strip(_EDGE)):
            return text
    return None


def _rest(box: etree._Element, links: Sequence[etree._Element]) -> str | None:
    """What else stands in the item of a link that says nothing, without its date."""
    texts = [seen(one) for one in box if one not in links] or [plain.one_line(box.text or "")]
    said = [text for text in [plain.one_line(box.text or ""), *texts] if text]
    return next((text for text in said if not _whole_text_is_date(text)), None)


def _whole_text_is_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATE // 2 and _read(text) != (None, None)


def _dated(
    box: etree._Element, links: Sequence[etree._Element]
) -> tuple[str | None, Figures | None]:
    """The date in a link's item and outside the link's words; in it only if marked as a date."""
    for time in box.iter("time"):
        if (found := said_date(time.get("datetime") or seen(time))) is not None:
            return found, None
    inside = set(links)
    for text in _pieces(box, inside):
        read = _read(text)
        if read != (None, None):
            return read
    if links[0] is box or len(links) == 1:
        return _in_link(links[0])
    return None, None


def _in_link(link: etree._Element) -> tuple[str | None, Figures | None]:
    """A date that an element of its own inside the link is: cards are links as a whole."""
    for one in link.iterdescendants():
        if len(one) == 0:
            found = _whole_date(one)
            if found != (None, None) and seen(one) != seen(link):
                return found
    return None, None


def _pieces(box: etree._Element, without: set[etree._Element]) -> Iterator[str]:
    """The texts of a box between its elements, but for those inside the given ones."""
    for one in box.iter():
        if not isinstance(one.tag, str):
            continue
        within = one in without or any(up in without for up in one.iterancestors())
        if not within and one.tag not in UNSEEN and one.text and one.text.strip():
            yield plain.one_line(one.text)
        inner = any(up in without for up in one.iterancestors())
        if one is not box and not inner and one.tail and one.tail.strip():
            yield plain.one_line(one.tail)


def _read(text: str) -> tuple[str | None, Figures | None]:
    """The day that a text names, and the figures that are or may be one."""
    return day_in(text), figures_in(text)


def settled(figures: Sequence[Figures]) -> bool | None:
    """Whether figures like 07/02/2025 name the day first, by those that leave no choice.

    None where none tells, or two tell otherwise.
    """
    said = {first > 12 for first, second, _ in figures if (first > 12) != (second > 12)}
    return said.pop() if len(said) == 1 else None
