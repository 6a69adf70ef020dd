"""The list of documents on an index page, found without being told where it stands.

Links are grouped by the path of elements that leads to them from an element around them. A group
weighs what its links are worth: long titles and dates count for it, short words against it, so that
a menu never outweighs the list beside it and both together weigh less than the list alone.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from monitor.discover.dates import day_in, day_in_address
from monitor.discover.seen import seen
from monitor.discover.titles import says_nothing
from monitor.text.furniture import is_hidden
from monitor.text.naming import is_stable, selector_for
from monitor.text.selectors import matches

if TYPE_CHECKING:
    from monitor.discover.pages import Anchor

_LEAST = 3  # links make a list
_MOST_LINKS = 5000  # that are looked at
_MOST_LEVELS = 12  # from a link up to what holds the list
_LONGEST_ITEM = 600  # characters: what holds more is not one item of a list
_FULL_TITLE = 40  # characters of a title that is surely one; an ideograph counts for three
_INDIFFERENT = 0.35  # a link worth less speaks against its group
_OUTSIDE = {"nav", "footer", "aside", "button", "label", "option", "menu", "dialog", "header"}
_ROLES = {"navigation", "contentinfo", "complementary", "search", "menu", "menubar", "dialog"}
_NAMES = {
    "nav", "navi", "navigation", "menu", "gnb", "lnb", "breadcrumb", "breadcrumbs", "topicpath",
    "pager", "pagination", "paging", "footer", "foot", "sidebar", "related", "share", "sns",
    "social", "tags", "cookie", "cookies", "language", "languages", "skip", "sitemap",
    "mega", "megamenu",
}  # fmt: skip
_INSIDE = {"main", "content", "contents"}
_REGIONS = {"div", "section", "td", "article"}
_REPEATED = 4  # so many parts of one kind are one list, whatever they are named
_MOST_PARTS = 200
_FILE = ".pdf"
_MANY = 10  # links; more do not make a list better
_WORD = re.compile(r"[a-z]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

_Known = dict[etree._Element, bool | None]  # noqa: SLF001 - it has no other name
_Group = tuple[etree._Element, tuple[str, ...]]  # noqa: SLF001 - it has no other name


def find(anchors: Sequence["Anchor"], root: etree._Element) -> str | None:
    """CSS that names the links of the page's list; None if there is none that surely is one."""
    known: _Known = {}
    worth = {
        one.element: (one.address.key, _worth(one, known))
        for one in islice(anchors, _MOST_LINKS)
        if not _is_outside(one.element)
    }
    groups: dict[_Group, dict[str, float]] = {}
    for element, (key, value) in worth.items():
        for group in _groups_of(element):
            members = groups.setdefault(group, {})
            members[key] = max(value, members.get(key, -1))
    best = max(
        (one for one in groups.items() if len(one[1]) >= _LEAST),
        key=lambda one: (_score(one[1]), len(one[0][1]) * -1),
        default=None,
    )
    if best is None or _score(best[1]) <= 0:
        return None
    group = _narrowed(best[0], groups)
    return _selector(root, group, frozenset(groups[group]), anchors)


def _score(members: Mapping[str, float]) -> float:
    """What a group weighs: a menu of fifty links is not for that reason the list of the page."""
    return round(sum(members.values()) / len(members) * min(len(members), _MANY), 6)


def _narrowed(group: _Group, groups: Mapping[_Group, Mapping[str, float]]) -> _Group:
    """The best of the lists that a group is made of, where they are not parts of one.

    A list of each month beside the others is a part; a box of what is read most is another list.
    """
    around, path = group
    while len(path) > 1:
        parts = [
            (child, path[1:])
            for child in islice(around, _MOST_PARTS)
            if len(groups.get((child, path[1:]), ())) >= _LEAST
        ]
        alone = len(parts) == 1 and len(groups[parts[0]]) == len(groups[around, path])
        if not alone and not _are_lists_of_their_own([child for child, _ in parts]):
            break
        around, path = max(parts, key=lambda one: _score(groups[one]))
    return around, path


def _are_lists_of_their_own(parts: Sequence[etree._Element]) -> bool:
    looks = {(_step(one), one.get("id") if one.tag in _REGIONS else None) for one in parts}
    return 1 < len(parts) == len(looks) < _REPEATED


def _worth(anchor: "Anchor", known: _Known) -> float:
    """From -0.35 to 0.98: what speaks for a link being one to a document of the list."""
    text = seen(anchor.element)
    length = len(text) + 2 * len(_WIDE.findall(text))
    dated = day_in_address(anchor.address.url) is not None or _has_date_beside(
        anchor.element, known
    )
    worth = 0.6 * min(1.0, length / _FULL_TITLE) + 0.4 * dated - _INDIFFERENT
    return worth * 1.5 if worth > 0 and _is_inside(anchor.element) else worth


def _is_inside(link: etree._Element) -> bool:
    """Whether a link stands in what the page calls its content."""
    return any(
        one.tag in {"main", "article"}
        or one.get("role") == "main"
        or not _INSIDE.isdisjoint(_WORD.findall((one.get("id") or "").lower()))
        for one in link.iterancestors()
    )


def _has_date_beside(link: etree._Element, known: _Known) -> bool:
    for around in islice(link.iterancestors(), 3):
        if around not in known:
            known[around] = _dates_something(around)
        if (found := known[around]) is not None:
            return found
    return False


def _dates_something(around: etree._Element) -> bool | None:
    """Whether a date stands in an element; None where one may still stand around it."""
    if next(around.iter("time"), None) is not None:
        return True
    text = seen(around)
    if len(text) > _LONGEST_ITEM:
        return False
    return True if day_in(text) is not None else None


def _is_outside(link: etree._Element) -> bool:
    """Whether a link is of the page's frame: menus, breadcrumbs, pagination, footer."""
    for element in link.iterancestors():
        attributes = dict(element.items())
        if element.tag in {"body", "html", "main"}:
            return False
        if element.tag in _OUTSIDE or attributes.get("role") in _ROLES or is_hidden(attributes):
            return True
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
        if not _NAMES.isdisjoint(_WORD.findall(named)):
            return True
    return False


def _groups_of(link: etree._Element) -> list[_Group]:
    """What a link is a member of: each element around it, with the path from there."""
    found: list[_Group] = []
    path: tuple[str, ...] = (_step(link),)
    for around in islice(link.iterancestors(), _MOST_LEVELS):
        found.append((around, path))
        if around.tag in {"body", "html"}:
            break
        path = (_step(around) if len(path) == 1 else str(around.tag), *path)
    return found


def _step(element: etree._Element) -> str:
    """An element with its first class: it tells a title's link from that of a category beside."""
    names = (name for name in (element.get("class") or "").split() if is_stable(name))
    return ".".join(filter(None, (str(element.tag), next(names, ""))))


def _selector(
    root: etree._Element, group: _Group, keys: frozenset[str], anchors: Sequence["Anchor"]
) -> str:
    """The shortest selector that names the links of the group and no others."""
    around, path = group
    key_of = {one.element: one.address.key for one in anchors}
    name = selector_for(root, around)
    for length in range(1, len(path) + 1):
        css = f"{name} {' > '.join(path[-length:])}"
        named = {key_of[one] for one in matches(root, css) if one in key_of}
        if named == keys:
            return css + _but_files(anchors, keys)
    return f"{name} > {' > '.join(path)}" + _but_files(anchors, keys)


def _but_files(anchors: Sequence["Anchor"], keys: frozenset[str]) -> str:
    """What leaves out the PDFs beside the titles, where they are called no more than that."""
    members = [one for one in anchors if one.address.key in keys]
    files = [one for one in members if (one.element.get("href") or "").endswith(_FILE)]
    others = {one.address.key for one in members} - {one.address.key for one in files}
    silent = all(says_nothing(seen(one.element)) for one in files)
    return f":not([href$='{_FILE}'])" if files and silent and len(others) >= _LEAST else ""
