"""Where an index page goes on: its next page, with older documents."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from monitor.discover.addresses import canonical
from monitor.discover.found import Further
from monitor.discover.seen import seen
from monitor.text.tree import Page

_NEXT = re.compile(
    r"next(?: ?page| ?\d+)?|older(?: ?(?:posts|entries|news|articles|items|statements))?"
    r"|more results|page suivante|suivante?|nächste(?: ?seite)?|weiter|siguiente"
    r"|página siguiente|próxim[ao]|seguinte|successiv[oa]|volgende|nästa|neste|næste|następna"
    r"|další|следующая(?: страница)?|следующие|вперед|вперёд|далее|наступна|التالي|الصفحة التالية"
    r"|次(?:へ|の?ページ|の?\d+件)?(?:へ)?|次を表示|過去の一覧|下一[页頁]|下[页頁]|后一页|後一頁"
    r"|다음(?: ?페이지)?",
    re.IGNORECASE,
)
# What leads to more of anything; to the next page where the address counts pages.
_MORE = re.compile(
    r"(?:load|show|view|see) more.{0,20}|more|afficher plus|voir plus|mehr (?:laden|anzeigen)"
    r"|ver más|cargar más|показать е[щш][её]|загрузить е[щш][её]|加载更多|更多|もっと見る"
    r"|さらに表示|더 ?보기",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"(?:page|paged?|pg|p|offset|start|from|index)[=/_-]\d+", re.IGNORECASE)
_EDGE = " \t.…»›>→▶►≫＞«‹<←◀:：|・·-–—[]()（）"
_SIGNS = {"»", "›", ">", "→", "≫", "＞", "▶"}
_CLASSES = {"next", "nextpage", "older", "pager-next", "next-page", "pagination-next"}
# Written by the script that publishes: how many pages there are, which this is, and their names.
_TRS = re.compile(
    r"createPageHTML\w*\(\s*['\"]?(\d{1,4})['\"]?\s*,\s*['\"]?(\d{1,4})['\"]?\s*,\s*"
    r"['\"]([\w./-]{1,60})['\"]\s*,\s*['\"](\w{1,6})['\"]"
)
_MOST_LINKS = 5000
_LONGEST = 40  # characters of words that turn a page


def next_page(
    page: Page, base: str, url: str, documents: Sequence[etree._Element]
) -> tuple[Further, ...]:
    """The next page, if the page names one. `documents` are the links of its list."""
    own = canonical(url)
    for said in _candidates(page, url, set(documents)):
        address = canonical(said, base)
        if address is not None and (own is None or address.key != own.key):
            return (Further(url=address.url),)
    return ()


def _candidates(page: Page, url: str, documents: set[etree._Element]) -> Iterator[str]:
    """Addresses of the next page, the surest first."""
    links = [
        one for one in islice(page.root.iter("a"), _MOST_LINKS)
        if one.get("href") and one not in documents
    ]  # fmt: skip
    yield from _said(page.root.iter("link"))
    yield from _said(links)
    yield from (one.get("href", "") for one in links if _says_next(one))
    yield from _by_script(page.text)
    yield from _numbered(links, url)
    yield from (one.get("href", "") for one in links if seen(one) in _SIGNS and _is_pager(one))


def _said(elements: Iterator[etree._Element] | list[etree._Element]) -> Iterator[str]:
    for one in elements:
        if "next" in (one.get("rel") or "").lower().split() and one.get("href"):
            yield one.get("href", "")


def _says_next(link: etree._Element) -> bool:
    classes = {name.lower() for name in (link.get("class") or "").split()}
    around = link.getparent()
    if around is not None and len(around) == 1:
        classes |= {name.lower() for name in (around.get("class") or "").split()}
    if classes & _CLASSES:
        return True
    said = (seen(link), link.get("aria-label") or "", link.get("title") or "")
    return any(_turns(text, link.get("href") or "") for text in said)


def _turns(text: str, href: str) -> bool:
    """Whether a link of these words leads to the next page."""
    words = text.strip(_EDGE)
    if len(words) > _LONGEST:
        return False
    more = _MORE.fullmatch(words) is not None and _COUNTS.search(href) is not None
    return more or _NEXT.fullmatch(words) is not None


def _by_script(text: str) -> Iterator[str]:
    found = _TRS.search(text)
    if found is not None and int(found[2]) + 1 < int(found[1]):
        yield f"{found[3]}_{int(found[2]) + 1}.{found[4]}"


def _numbered(links: Sequence[etree._Element], url: str) -> Iterator[str]:
    """The page after this one among links that are numbers, side by side."""
    numbers = [(int(text), one) for one in links if _is_number(text := seen(one))]
    for around in dict.fromkeys(_pager_of(one) for _, one in numbers):
        if around is None:
            continue
        inside = {number: one for number, one in numbers if _pager_of(one) is around}
        current = _current(around, inside, url)
        if len(inside) >= 1 and current is not None and current + 1 in inside:
            yield inside[current + 1].get("href", "")


def _pager_of(link: etree._Element) -> etree._Element | None:
    """What holds the numbers of the pages: the nearest element around with several children."""
    for around in islice(link.iterancestors(), 3):
        if len(around) > 1:
            return around
    return None


def _current(around: etree._Element, inside: dict[int, etree._Element], url: str) -> int | None:
    """The number of this page: it is no link, or one to here, or marked as where we are."""
    own = canonical(url)
    for number, link in inside.items():
        marked = link.get("aria-current") or "current" in (link.get("class") or "").lower()
        address = canonical(link.get("href", ""), url)
        if marked or (own is not None and address is not None and address.key == own.key):
            return number
    linked = set(inside.values())
    for one in around.iter():
        alone = (
            isinstance(one.tag, str) and len(one) == 0 and linked.isdisjoint(_with_ancestors(one))
        )
        if alone and _is_number(text := seen(one)):
            return int(text)
    return None


def _with_ancestors(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def documents(links: Sequence[etree._Element]) -> list[etree._Element]:
    """Those of a list's links that turn no page: `Next`, and numbers among titles, are left out."""
    numbers = sum(_is_number(seen(one)) for one in links)
    few = 2 * numbers < len(links)
    return [
        one
        for one in links
        if not (_turns(text := seen(one), one.get("href") or "") or (few and _is_number(text)))
    ]


def _is_number(text: str) -> bool:
    return len(text) < 5 and text.isdecimal()


def _is_pager(link: etree._Element) -> bool:
    names = " ".join(
        f"{one.get('class') or ''} {one.get('id') or ''}" for one in islice(link.iterancestors(), 4)
    ).lower()
    return any(word in names for word in ("pag", "nav"))
