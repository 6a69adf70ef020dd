"""What stands in a page's text and is no text: taken out of the frame before it is read."""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from monitor.text.email import is_hidden_in, protected_address
from monitor.text.held import Held, held

# Never text, nor is what they hold. `form` is not here: some sites wrap the whole page in one.
_DROPPED = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas",
    "audio", "video", "map", "input", "select", "textarea", "button", "datalist", "nav", "menu",
    "rt", "rp", "rtc", "head", "title", "meta", "link", "base", "img", "picture", "param",
    "dialog",
)  # fmt: skip
# In a text that we found ourselves; in one that was selected they may be what is wanted.
_DROPPED_WHEN_FOUND = ("aside", "footer")
# Of no consequence for the text: a link, a colour or a bold word more or less is markup.
_UNWRAPPED = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "rb", "ruby", "samp", "small", "span", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
)  # fmt: skip
_STRUCK = ("s", "del", "strike")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")
_KEPT = {"ol": ("start", "type", "reversed"), "li": ("value",)}
_ROLES = {"navigation", "search", "menu", "menubar", "toolbar", "dialog", "alertdialog"}
_NAMED = {
    "share", "shares", "sharing", "sharebar", "sharethis", "sharedaddy", "addthis", "addtoany",
    "social", "socials", "socialmedia", "sns", "breadcrumb", "breadcrumbs", "topicpath", "skiplink",
    "cookie", "cookies",
}  # fmt: skip
# Beside a text that we found ourselves: lists of links that change from visit to visit.
_NAMED_WHEN_FOUND = {
    "related", "sidebar", "recommended", "teaser", "teasers", "pagination", "pager", "newsletter",
    "cta",
}  # fmt: skip
_LINKED = 0.6  # of its text in links: such a list, and no text
_WORDS = re.compile(r"[a-z]+")
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b")
_STRIKING = re.compile(r"text-decoration[a-z-]*\s*:[^;]*\bline-through\b")
_NUMBERED = re.compile(r"list-style[a-z-]*\s*:[^;]*\b(lower|upper)-(alpha|latin|roman)\b")
_UNNUMBERED = re.compile(r"list-style[a-z-]*\s*:[^;]*\bnone\b")
# What links behind headings show that lead to the heading itself.
_ANCHORS = {
    "", "#", "¶", "§", "🔗", "link", "anchor", "permalink", "copy link", "direct link",
    "link to this section", "link to this heading", "permalink to this headline",
}  # fmt: skip
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_FURNITURE = 200  # characters: what is named like a share bar and holds more is text
_FURNITURE_TAGS = {"div", "ul", "ol", "section", "aside", "span", "table", "dl", "header"}


def strip(root: etree._Element, *, found: bool) -> None:
    """Take out of the tree what is no text, and every attribute that the reader needs not.

    `found`: the text was found by us and not selected. The tree is changed in place; what stands
    between the elements taken out stays.
    """
    doomed: list[etree._Element] = []
    hidden: list[tuple[etree._Element, str]] = []  # addresses: to be shown after the walk
    known: dict[etree._Element, Held] = {}
    for element in root.iter():
        attributes = dict(element.items())
        if attributes:
            if element is not root and _is_out(element, attributes, known, found=found):
                doomed.append(element)
                continue
            if "data-cfemail" in attributes or element.tag == "a":
                encoded = is_hidden_in(attributes, "".join(element.itertext()))
                hidden += [(element, encoded)] if encoded else []
            _canonical(element, attributes)
        if element.tag in _STRUCK:  # `del` alone may hold paragraphs, to the parser's mind
            element.tag = "del"
    for element, encoded in hidden:
        _show_address(element, encoded)
    for element in doomed:
        remove(element)
    for button in list(_headings(root)):
        button.tag = "span"
    etree.strip_elements(root, *_DROPPED, *(_DROPPED_WHEN_FOUND if found else ()), with_tail=False)
    etree.strip_tags(root, *_UNWRAPPED)


def remove(element: etree._Element) -> None:
    """Take an element out of its tree, leaving the text after it where it stands."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _fit((parent.text or "") + element.tail)
        else:
            before.tail = _fit((before.tail or "") + element.tail)
    parent.remove(element)


def _fit(text: str) -> str:
    """A text that the tree takes: `&#1;` is read into it, but may not be written."""
    return _UNFIT.sub("\ufffd", text)


def _headings(root: etree._Element) -> Iterator[etree._Element]:
    """Buttons that hold all words of a heading: those of a section that opens."""
    words = cache(_squashed)  # of a heading: it may hold buttons by the thousand
    for button in root.iter("button"):
        heading = next(button.iterancestors(*_HEADINGS), None)
        if heading is not None and words(heading) == _squashed(button) != "":
            yield button


def _squashed(element: etree._Element) -> str:
    return "".join("".join(element.itertext()).split())


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether an element's own attributes keep it from being seen."""
    if attributes.get("hidden", "until-found") != "until-found":
        return True
    if attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDING.search(style.lower()) is not None


def _is_out(
    element: etree._Element,
    attributes: dict[str, str],
    known: dict[etree._Element, Held],
    *,
    found: bool,
) -> bool:
    if is_hidden(attributes) or attributes.get("role") in _ROLES:
        return True
    if element.tag == "a" and "#" in attributes.get("href", "") and _is_anchor(element):
        return True
    names = attributes.get("class", "") + " " + attributes.get("id", "")
    words = _WORDS.findall(names.lower())
    if not _NAMED.isdisjoint(words) and _is_furniture(element, held(element, known)):
        return True
    return found and not _NAMED_WHEN_FOUND.isdisjoint(words) and _is_of_links(held(element, known))


def _is_anchor(link: etree._Element) -> bool:
    """Whether a link to a place on the page is only there to be copied."""
    if next(link.iterancestors(*_HEADINGS), None) is None:
        return False
    return "".join(link.itertext()).strip().lower() in _ANCHORS


def _is_of_links(texts: Held) -> bool:
    """Whether an element holds hardly any text but that of links."""
    return texts.linked > 0 and texts.linked >= _LINKED * texts.length


def _is_furniture(element: etree._Element, texts: Held) -> bool:
    """Whether what is named like a share bar looks like one: short, and with links or empty."""
    if element.tag not in _FURNITURE_TAGS or texts.length > _MOST_FURNITURE:
        return False
    return texts.length == 0 or any(True for _ in _links(element))


def _links(element: etree._Element) -> Iterator[etree._Element]:
    yield from element.iter("a", "button", "svg", "img", "iframe")


def _canonical(element: etree._Element, attributes: dict[str, str]) -> None:
    """Keep of the attributes what the reader needs, and what a style says as an element."""
    kept = _KEPT.get(str(element.tag), ())
    try:
        for name in attributes:
            if name not in kept:
                del element.attrib[name]
    except (ValueError, KeyError):  # a damaged name cannot be taken out by itself
        element.attrib.clear()
        for name in filter(attributes.__contains__, kept):
            element.set(name, "".join(filter(str.isprintable, attributes[name])))
    style = attributes.get("style", "").lower()
    if style and _STRIKING.search(style):
        _strike(element)
    if element.tag == "ol" and style:
        _number(element, style)


def _show_address(element: etree._Element, encoded: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = protected_address(encoded)


def _number(element: etree._Element, style: str) -> None:
    """Say by HTML's own means how a list is numbered, as its style says."""
    if _UNNUMBERED.search(style):
        element.tag = "ul"
    elif numbered := _NUMBERED.search(style):
        letter = "i" if numbered[2] == "roman" else "a"
        element.set("type", letter.upper() if numbered[1] == "upper" else letter)


def _strike(element: etree._Element) -> None:
    """Wrap what an element holds in `del`, as its style says."""
    inner = etree.Element("del")
    inner.text, element.text = _fit(element.text or ""), None
    inner.extend(list(element))
    element.append(inner)
