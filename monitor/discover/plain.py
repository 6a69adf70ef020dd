"""Words of a listing as plain text on one line."""

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->|<!\[CDATA\[|\]\]>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_LONGEST_TITLE = 500
_LONGEST_SUMMARY = 2000


def one_line(text: str) -> str:
    """Without line breaks, control characters and runs of white space."""
    return _SPACE.sub(" ", text).strip()


def title(said: object) -> str | None:
    """A title; None if nothing is said."""
    return _words(said, _LONGEST_TITLE)


def summary(said: object) -> str | None:
    """A summary; None if nothing is said."""
    return _words(said, _LONGEST_SUMMARY)


def _words(said: object, longest: int) -> str | None:
    """What a reader would be shown: feeds carry markup in titles, and references twice escaped."""
    if not isinstance(said, str):
        return None
    text = said[: 20 * longest]
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    line = one_line(text)
    return (line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…") or None
