"""The name of a discovered document within its listing: `<listing>-<slug>`."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

_LONGEST = 60
_SHORTEST = 4  # characters of a title's slug that tell one document from another
_APART = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile("['’ʼ´`]")
_ENDING = re.compile(r"\.[a-z]{1,5}\d?(?:\.gz)?$", re.IGNORECASE)
# Written without letters for sounds: a transliteration of Japanese would be read as Chinese.
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_DULL = {
    "index", "default", "view", "detail", "details", "article", "page", "news", "content", "show",
    "main", "home", "read", "item", "press", "release", "releases", "html", "node",
}  # fmt: skip


def slug(title: str | None, url: str, taken: Collection[str] = ()) -> str:
    """A name of a-z, 0-9 and -, at most 60 characters, that is not among `taken`.

    From the title, transliterated, where its script is written by sounds; else from what the
    address ends in; else from its host. The same title, address and `taken` give the same.
    """
    base = next(filter(None, _proposals(title, url)), "document")
    if base not in taken:
        return base
    names = (f"{_cut(base, _LONGEST - 1 - len(str(number)))}-{number}" for number in _from(2))
    return next(name for name in names if name not in taken)


def _from(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1


def _proposals(title: str | None, url: str) -> Iterator[str]:
    if title and not _IDEOGRAPH.search(title):
        words = _slugged(title)
        if len(words) >= _SHORTEST and any(map(str.isalpha, words)):
            yield words
    yield _of_address(url)
    yield _slugged(title or "")


def _slugged(text: str) -> str:
    from anyascii import anyascii

    plain = anyascii(_APOSTROPHE.sub("", unicodedata.normalize("NFKC", text)))
    return _cut(_APART.sub("-", plain.lower()).strip("-"), _LONGEST)


def _cut(name: str, longest: int) -> str:
    """The name in at most so many characters, at the end of a word where one is near."""
    if len(name) <= longest:
        return name
    short = name[:longest]
    if name[longest] != "-" and "-" in short[longest // 2 :]:
        short = short.rpartition("-")[0]
    return short.strip("-")


def _of_address(url: str) -> str:
    """What tells an address from its neighbours: the end of its path, its parameters' values."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    steps = [_ENDING.sub("", unquote(step)) for step in parts.path.split("/") if step]
    telling = [step for step in steps if _slugged(step) and _slugged(step) not in _DULL]
    values = [unquote(part.rpartition("=")[2]) for part in parts.query.split("&") if part]
    last = telling[-1:] or ([] if values else steps[-1:])
    told = [_slugged(one) for one in (*last, *values[-2:])]
    name = "-".join(filter(None, told)) or _slugged(parts.hostname or "")
    return _cut(name, _LONGEST)
