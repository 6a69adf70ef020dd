"""Feeds and sitemaps as well-formed XML: what is broken is mended, and bounded, beforehand.

Feedparser reads what is not well-formed by a parser of its own that is lenient and slow: some kinds
of two megabytes take it a minute. lxml drops what it does not understand: half of an address with
an `&` in it. What comes from here is read by strict parsers.
"""

import html
import re
from dataclasses import dataclass
from xml.parsers import expat

from monitor.discover.balancing import balanced, parts

MOST_ELEMENTS = 300_000
_DEEPEST = 200
_MOST_PREFIXES = 50
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[a-zA-Z][a-zA-Z0-9]{1,31};")
_NUMBER = re.compile(r"&#([xX]?)([0-9a-fA-F]{1,7});")
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z][\w.-]{0,40}):[A-Za-z][\w.-]*(?:[\s/>]|\s*=)")
_DECLARED = re.compile(r"xmlns:([\w.-]{1,41})\s*=")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Prefixes that feeds use without saying what they mean.
_KNOWN = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is nothing to read, as a predicate: `holds too many elements to be read`."""

    predicate: str


def well_formed(text: str, root: str) -> bytes | Unreadable:
    """The XML in UTF-8, well-formed, no deeper and no larger than can be read in a few seconds.

    `root` is the name of its outermost element, with which the text begins.
    """
    if text.count("<") > 2 * MOST_ELEMENTS:
        return _TOO_MANY
    mended = _mended(text)
    payload = _declaring(mended, root)
    wrong = _wrong_with(payload)
    if isinstance(wrong, expat.ExpatError):
        payload = _declaring(balanced(mended), root)
        wrong = _wrong_with(payload)
    if isinstance(wrong, expat.ExpatError):
        return Unreadable(f"cannot be read: {wrong}")
    return wrong or payload


_TOO_MANY = Unreadable("holds too many elements to be read")
_TOO_DEEP = Unreadable("nests elements too deep to be read")


def _mended(text: str) -> str:
    """With characters and references as XML wants them; what stands in CDATA stays as it is."""
    text = _UNFIT.sub("\ufffd", text)
    if "&" not in text:
        return text
    return "".join(part if literal else _ampersands(part) for part, literal in parts(text))


def _declaring(text: str, root: str) -> bytes:
    """With every prefix declared that is used in it."""
    used = dict.fromkeys(_PREFIX.findall(text))
    unknown = [name for name in used if name not in {"xml", "xmlns", *_DECLARED.findall(text)}]
    said = [f' xmlns:{name}="{_KNOWN.get(name, f"urn:{name}")}"' for name in unknown]
    whole = f"<{root}{''.join(said[:_MOST_PREFIXES])}{text[len(root) + 1 :]}"
    return whole.encode("utf-8", "replace")


def _ampersands(text: str) -> str:
    text = _NUMBER.sub(_numbered, text)
    text = _NAMED.sub(lambda found: html.escape(html.unescape(found[0]), quote=False), text)
    return _STRAY.sub("&amp;", text)


def _numbered(reference: re.Match[str]) -> str:
    """A reference to a character that XML may hold; what stands for it if it is none."""
    try:
        char = chr(int(reference[2], 16 if reference[1] else 10))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if _UNFIT.fullmatch(char) else reference[0]


def _wrong_with(payload: bytes) -> expat.ExpatError | Unreadable | None:
    """Whether it is well-formed, and not too much to be read."""
    depth = count = deepest = 0

    def begin(_name: str, _attributes: object) -> None:
        nonlocal depth, count, deepest
        depth, count = depth + 1, count + 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(payload, True)
    except expat.ExpatError as error:
        return error
    if count > MOST_ELEMENTS:
        return _TOO_MANY
    return _TOO_DEEP if deepest > _DEEPEST else None
