"""Feeds as well-formed XML, whatever they were: what is broken is mended, and bounded, beforehand.

Feedparser reads what is not well-formed by a parser of its own that is lenient and slow: some kinds
of two megabytes take it a minute. What comes from here it reads by the strict one.
"""

import html
import re
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

MOST_ELEMENTS = 500_000
_DEEPEST = 200
_MOST_PREFIXES = 50
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[a-zA-Z][a-zA-Z0-9]{1,31};")
_NUMBER = re.compile(r"&#([xX]?)([0-9a-fA-F]{1,7});")
_AS_IT_IS = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
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
    """The feed in UTF-8, well-formed, no deeper and no larger than can be read in a few seconds.

    `root` is the name of its outermost element, with which the text begins.
    """
    if text.count("<") > 2 * MOST_ELEMENTS:
        return _TOO_MANY
    payload = _mended(text, root).encode("utf-8", "replace")
    wrong = _wrong_with(payload)
    if isinstance(wrong, expat.ExpatError):
        payload = _recovered(payload)
        wrong = _wrong_with(payload)
    if isinstance(wrong, expat.ExpatError):
        return Unreadable(f"cannot be read: {wrong}")
    return wrong or payload


_TOO_MANY = Unreadable("holds too many elements to be read")
_TOO_DEEP = Unreadable("nests elements too deep to be read")


def _mended(text: str, root: str) -> str:
    """With ampersands, names and prefixes as XML wants them; CDATA stays as it is."""
    text = _UNFIT.sub("\ufffd", text)
    if "&" in text:
        parts, at = [], 0
        for fixed in _AS_IT_IS.finditer(text):
            parts += [_ampersands(text[at : fixed.start()]), fixed[0]]
            at = fixed.end()
        text = "".join([*parts, _ampersands(text[at:])])
    used = dict.fromkeys(_PREFIX.findall(text))
    unknown = [name for name in used if name not in {"xml", "xmlns", *_DECLARED.findall(text)}]
    said = (f' xmlns:{name}="{_KNOWN.get(name, f"urn:{name}")}"' for name in unknown)
    return f"<{root}{''.join([*said][:_MOST_PREFIXES])}{text[len(root) + 1 :]}"


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


def _recovered(payload: bytes) -> bytes:
    """What lxml makes of XML that is not well-formed, as XML that is."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_pis=True
    )
    try:
        root = etree.fromstring(payload, parser)
    except etree.LxmlError:
        return b""
    if root is None:
        return b""
    return etree.tostring(root, encoding="utf-8")
