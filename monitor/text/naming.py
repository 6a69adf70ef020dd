"""A selector for an element that will still name it tomorrow."""

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from monitor.text.selectors import matches

_MEANING = (
    "[itemprop=articleBody]", "main article", "[role=main] article", "article", "main",
    "[role=main]",
)  # fmt: skip
_NAME = re.compile(r"(?!.*[0-9]{3})[A-Za-z][A-Za-z0-9_-]*")
_PLAIN_TAG = re.compile(r"[A-Za-z][A-Za-z0-9-]*")  # Word's `o:p` and what damage leaves are none
_LONGEST_PATH = 40  # steps; a container nested deeper is not named, and the page is the frame
_MACHINE = re.compile(
    r"(?:css|sc|jss|emotion|svelte|astro|view-dom-id|ember|react|ng|yui|ext-gen)-?[_0-9a-z]*[0-9]"
    r"|[a-f0-9]{8,}|[bcdfghjklmnpqrstvwxz]{6,}",
    re.IGNORECASE,
)
# Names of a place on the grid or of a look, which many elements bear and redesigns shuffle.
_LOOKS = re.compile(
    r"(?:col|row|span|grid|m|p|mt|mb|pt|pb|mx|my|px|py|w|h|d|text|bg|is|has|js|float|clear\w*"
    r"|active|first|last|odd|even|left|right|center|fade|in|open|show|visible)"
    r"(?:-[a-z0-9]*)*",
    re.IGNORECASE,
)


def selector_for(root: etree._Element, element: etree._Element) -> str:
    """A CSS selector that matches exactly this element of the page, as stable as can be.

    Its id if people gave it one; what it is; a class or two; else its path from the nearest
    ancestor that has such a name.
    """
    own = _own_name(root, element)
    if own is not None:
        return own
    steps: list[str] = []
    node = element
    while (parent := node.getparent()) is not None and len(steps) < _LONGEST_PATH:
        steps.insert(0, _step(parent, node))
        name = str(parent.tag) if parent.tag == "body" else _own_name(root, parent)
        path = f"{name} > {' > '.join(steps)}" if name else None
        if path is not None and matches(root, path) == [element]:
            return path
        node = parent
    return "body"


def is_stable(name: str) -> bool:
    """Whether an id or a class looks as if a person had chosen it."""
    return (
        len(name) <= 60
        and _NAME.fullmatch(name) is not None
        and _MACHINE.search(name) is None
    )  # fmt: skip


def own_names(root: etree._Element, element: etree._Element) -> Iterator[str]:
    """Selectors that name exactly this element by itself: those that last longest first."""
    return (name for name in _names(element) if matches(root, name) == [element])


def _own_name(root: etree._Element, element: etree._Element) -> str | None:
    return next(own_names(root, element), None)


def _names(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag) if _PLAIN_TAG.fullmatch(str(element.tag)) else ""
    own_id = element.get("id")
    if own_id and is_stable(own_id):
        yield f"#{own_id}"
    if tag == "body":
        yield "body"
    yield from _MEANING
    classes = [
        name
        for name in (element.get("class") or "").split()
        if is_stable(name) and not _LOOKS.fullmatch(name)
    ]
    for name in classes:
        yield f"{tag}.{name}"
    for first, second in itertools.pairwise(classes):
        yield f"{tag}.{first}.{second}"


def _step(parent: etree._Element, node: etree._Element) -> str:
    tag = str(node.tag)
    if not _PLAIN_TAG.fullmatch(tag):
        return f":nth-child({parent.index(node) + 1})"
    alike = [child for child in parent if child.tag == node.tag]
    return tag if len(alike) == 1 else f"{tag}:nth-of-type({alike.index(node) + 1})"
