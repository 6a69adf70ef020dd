"""Whose site a page says it stands on."""

from monitor.text.tree import Page, parse

_NAMES = ("og:site_name", "application-name", "dcterms.publisher", "dc.publisher", "publisher")
_LONGEST = 200  # characters


def site_name(body: bytes, content_type: str | None) -> str | None:
    """What the page's own head calls its site or its publisher; None where it says nothing."""
    page = parse(body, content_type)
    if not isinstance(page, Page):
        return None
    said: dict[str, str] = {}
    for one in page.root.iter("meta"):
        name = (one.get("property") or one.get("name") or "").strip().lower()
        words = " ".join((one.get("content") or "").split())[:_LONGEST]
        if words:
            said.setdefault(name, words)
    return next((said[name] for name in _NAMES if name in said), None)
