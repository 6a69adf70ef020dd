"""The title of a document on an index page: its link's own words, or what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from monitor.discover import plain
from monitor.discover.dates import is_date
from monitor.discover.seen import RUNNING, seen

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "b")
_MOST_PARTS = 60  # elements of a link that are looked at
_LONGEST_META = 120  # characters beside a time that are no title
# Classes of what is a title, and of what says when.
_TITLES = {"title", "headline", "heading", "ttl", "tit", "subject"}
_BESIDE = {"date", "time", "datetime", "published", "ago"}
_WORD = re.compile(r"[a-z]+")
_AGO = re.compile(
    r"(?:about |il y a |vor |hace )?\d+ ?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|sekunden?|minuten?|stunden?|tage?n?|heures?|jours?|horas?|días?|минут\w*|час\w*|дн\w*)"
    r"(?: ago| назад)?|\d+ ?(?:秒|分|分钟|分鐘|小时|小時|時間|日|天)前|\d+ ?(?:분|시간|일) ?전"
    r"|yesterday|today",
    re.IGNORECASE,
)
# What a link says that is no title: those of its item are.
_NO_TITLE = re.compile(
    r"(?:read|learn|see|view|find out|show)? ?(?:more|all|details?|on|full (?:text|story|release))"
    r"|continue(?: reading)?|full (?:text|story|statement)|details?|link|here|open|download"
    r"|(?:pdf|html|docx?)(?:[ ,(（].{0,20})?|\[?\d+\]?|en|english|français|deutsch"
    r"|続きを読む|詳細(?:はこちら)?|詳しくはこちら|もっと見る|全文|英語|日本語|本文|リンク"
    r"|详细|详情|更多|查看(?:更多|全文)?|阅读全文|詳細內容|更多內容|閱讀全文|中文|英文"
    r"|mehr(?: erfahren| lesen)?|weiterlesen|en savoir plus|lire (?:la suite|plus)"
    r"|leer más|ver más|saiba mais|подробнее|читать(?: далее| полностью)?|더보기|자세히(?: 보기)?"
    r"|المزيد|اقرأ المزيد",
    re.IGNORECASE,
)
_CUT_OFF = ("...", "…")
_EDGE = " \t.…»›>→«:：|・·-–—"


def title_of(links: Sequence[etree._Element], box: etree._Element) -> str | None:
    """The title of the document that these links lead to; `box` is all that the list says of it.

    The longest of the links' own words; else a heading beside them; else how the link is named.
    """
    own = max((_own(link) for link in links), key=len)
    if not says_nothing(own):
        return plain.title(own)
    for heading in (_titled(box), *map(seen, box.iter(*_HEADINGS))):
        if heading and not is_date(heading) and not says_nothing(heading):
            return plain.title(heading)
    named = next(filter(None, map(_named, links)), None)
    return plain.title(named or _rest(box, links) or own or None)


def says_nothing(words: str) -> bool:
    """Whether the words of a link are no title: `Read more`, `PDF (200 kB)`, none at all."""
    return not words or _NO_TITLE.fullmatch(words.strip(_EDGE)) is not None


def _own(link: etree._Element) -> str:
    """The words of a link; where it is a whole card, its heading."""
    headings = (_words(one) for one in link.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    text = next(filter(None, headings), None) or _titled(link) or _words(link)
    whole = plain.one_line(link.get("title") or "")
    if text.endswith(_CUT_OFF) and whole.startswith(text.rstrip(".…")):
        return whole
    return text


def _titled(element: etree._Element) -> str | None:
    """What stands in the first element within that is called a title."""
    for one in islice(element.iterdescendants(), _MOST_PARTS):
        if (
            isinstance(one.tag, str)
            and not _TITLES.isdisjoint(_names(one))
            and (text := _words(one))
        ):
            return text
    return None


def _words(element: etree._Element) -> str:
    """The text of an element but for what in it says when, where, or is not shown."""
    beside = [one for one in islice(element.iterdescendants(), _MOST_PARTS) if _is_beside(one)]
    return seen(element, without=beside) or seen(element)


def _is_beside(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    names, text = set(_names(element)), seen(element)
    if {"visually", "hidden"} <= names or {"sr", "only"} <= names or {"screen", "reader"} <= names:
        return True
    if element.tag == "time" or next(element.iter("time"), None) is not None:
        return len(text) <= _LONGEST_META
    if _AGO.fullmatch(text):
        return True
    return is_date(text) and (element.tag not in RUNNING or not _BESIDE.isdisjoint(names))


def _names(element: etree._Element) -> Iterator[str]:
    """The words of an element's classes: `card__title` is a card and a title."""
    return iter(_WORD.findall((element.get("class") or "").lower()))


def _named(link: etree._Element) -> str | None:
    """What a link without words is called: of its picture, or for those who hear the page."""
    pictures = (one.get("alt") for one in link.iter("img"))
    for one in (link.get("aria-label"), link.get("title"), *pictures):
        text = plain.one_line(one or "")
        if not says_nothing(text):
            return text
    return None


def _rest(box: etree._Element, links: Sequence[etree._Element]) -> str | None:
    """What else stands in the item of a link that says nothing, without its date."""
    texts = (plain.one_line(box.text or ""), *(seen(one) for one in box if one not in links))
    return next((text for text in texts if text and not is_date(text)), None)
