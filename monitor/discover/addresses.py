"""One document, one address: what of a link names it, and what does not.

Pure; nothing is asked of the site. Redirects and `rel=canonical` are not looked at here: the first
are seen when the document is fetched, the second is noted and not trusted.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from w3lib.url import safe_url_string

from monitor.discover.tracking import path_without, query_without

_LONGEST = 2000  # characters; longer ones are made by machines for machines
_BREAKS = re.compile("[\t\r\n]")  # a browser reads on over them: `java\nscript:` is a scheme
_SPACE = re.compile(r"[\x00-\x20\x7f\u00a0\u3000]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_PORT = re.compile(r":\d*\Z")
_NO_PLACE = re.compile(r"https?:(?!//[^/?#])", re.IGNORECASE)
# As nearly all addresses of sitemaps are written: nothing to be done. No step begins with a dot.
_STEP = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_PLAIN = re.compile(rf"https?://(?:[a-z0-9-]+\.)+[a-z]+/(?:{_STEP}/)*(?:{_STEP})?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address to fetch, and the key that all addresses of the same document share."""

    url: str
    key: str


def canonical(said: str, base: str | None = None) -> Address | None:
    """What a link leads to; None where it is nothing that can be fetched (mailto:, javascript:).

    `said` is a link as it is written, relative ones are resolved against `base`. The address to
    fetch keeps the site's own scheme, and the order of its parameters; what names no document (see
    tracking.py), the fragment, a user's name and a port that goes without saying are dropped. The
    key says nothing of the scheme, nor of a slash at the end. Never raises; what it gives for its
    own result is the same again.
    """
    if _PLAIN.fullmatch(said) and len(said) <= _LONGEST:
        return Address(url=said, key=said[said.index("//") :].rstrip("/"))
    try:
        parts = urlsplit(_resolved(said, base))
        host = _host(parts)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or host is None:
        return None
    scheme, place = _place(parts.scheme, host, port)
    path = _escapes(path_without(parts.path)) or "/"
    query = query_without(_escapes(parts.query).replace("&amp;", "&"), host)
    asked = f"?{query}" if query else ""
    url = f"{scheme}://{place}{path}{asked}"
    if len(url) > _LONGEST:
        return None
    return Address(url=url, key=f"//{place}{path.rstrip('/')}{asked}")


def _resolved(said: str, base: str | None) -> str:
    """The absolute address, in ASCII, as a browser would ask for it."""
    link = _SPACE.sub(" ", _BREAKS.sub("", said)).strip(" ")[: 2 * _LONGEST]
    head, mark, rest = link.partition("?")
    link = head.replace("\\", "/") + mark + rest
    if _NO_PLACE.match(link):
        raise ValueError(link)  # urljoin would take the host of the base
    whole = urljoin(base, link) if base else link
    return safe_url_string(whole.encode("utf-8", "replace").decode("utf-8"))


def _host(parts: SplitResult) -> str | None:
    """The name of the host, as the resolver knows it; None if there is none that can be looked up.

    Its port and the name of a user are left out.
    """
    place = parts.netloc.rpartition("@")[2].lower()
    name = _PORT.sub("", place).rstrip(".")
    return name if _HOST.fullmatch(name) else None


def _place(scheme: str, host: str, port: int | None) -> tuple[str, str]:
    """Scheme and place: a port that belongs to a scheme says which is meant, `http://host:443`."""
    if port in _PORTS.values():
        return ("https" if port == 443 else "http"), host
    return scheme, host if port is None else f"{host}:{port}"


def _escapes(text: str) -> str:
    """Percent-escapes in one spelling: capitals, and none where none is needed."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    return _ESCAPE.sub(one, text)
