"""The dates in a page's linked data (JSON-LD): of its own text and of nothing else on it."""

import json
import re
from collections.abc import Iterator

from lxml import etree

from monitor.text.dates import iso_date

_LONGEST = 200_000  # characters that are looked at
_MOST_NODES = 500
# Where a node stands that speaks of the page: what else it names (related stories, the items of a
# list, the site) has dates of its own.
_INWARD = ("@graph", "mainEntity", "mainEntityOfPage")
_KEYS = ("datePublished", "dateModified")
_TEXT = re.compile(
    r"(?:.*Article|Report|BlogPosting|.*Posting|PressRelease|.*Statement|DigitalDocument"
    r"|CreativeWork|.*Announcement)\Z"
)
_PAGE = re.compile(r".*Page\Z")
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")


def linked_dates(scripts: list[etree._Element]) -> dict[str, str]:
    """`datePublished` and `dateModified` as ISO 8601, as far as they are said of the page's text.

    What an article says goes before what the page around it says. Where two articles of one page
    disagree, neither is believed.
    """
    nodes = [
        node
        for script in scripts
        if (script.get("type") or "").strip().lower() == "application/ld+json"
        for node in _nodes(_WRAPPED.sub("", (script.text or "")[:_LONGEST]))
    ]
    found: dict[str, str | None] = {}
    for rank in (_TEXT, _PAGE, None):
        alike = [node for node in nodes if _is_of(node, rank)]
        for key in _KEYS:
            said = {date for node in alike if (date := iso_date(node.get(key)))}
            if said and key not in found:
                found[key] = said.pop() if len(said) == 1 else None
    return {key: date for key, date in found.items() if date}


def _is_of(node: dict[str, object], rank: re.Pattern[str] | None) -> bool:
    said = node.get("@type")
    types = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
    return not types if rank is None else any(rank.match(one) for one in types)


def _nodes(text: str) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD text that speak of the page, a bounded number of them."""
    try:
        queue: list[object] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for node in queue:
        if len(queue) > _MOST_NODES:
            return
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield node
            queue.extend(node[key] for key in _INWARD if isinstance(node.get(key), dict | list))
