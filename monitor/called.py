"""What a document is called: its title without the name of its site."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage import titles
from storage.model import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

_JOINT = re.compile(r"\s+(?:[|–—·•»›]|-{1,2}|::)\s+|\s*[|｜]\s*")
_BESIDE = 40  # titles that are looked at
_LEAST = 3  # of them end alike, before that is no part of a title


def of(rx: "Connection", source: Source, title: str, headline: str | None) -> tuple[str, str]:
    """Title and name of a document without the name of the site."""
    others: list[str] = []
    if source.listing_id is not None and any(map(_JOINT.search, (title, source.name))):
        others = titles.beside(rx, source.listing_id, source.source_id, _BESIDE)
    host = urlsplit(source.url).hostname or ""
    names = (headline or "", source.name)
    called = bare(title, names, publisher=source.publisher, host=host, others=others)
    named = bare(source.name, (called,), publisher=source.publisher, host=host, others=others)
    return called, named


def bare(
    title: str, names: Sequence[str], *, publisher: str | None, host: str, others: Sequence[str]
) -> str:
    """A title without the name of its site at its end.

    `names`: how the page's headline and its listing call the document; `others`: titles of other
    documents beside it, of which most end as this one where that is the site's name.
    """
    joints = list(_JOINT.finditer(title))
    known = {_plain(name) for name in names}
    for joint in reversed(joints):
        if _plain(title[: joint.start()]) in known:
            return title[: joint.start()]
    ends = [{_plain(part) for part in _JOINT.split(one)[1:]} for one in others]
    for joint in reversed(joints):
        tail = _plain(title[joint.end() :])
        common = sum(tail in one for one in ends)
        is_usual = common >= _LEAST and 2 * common >= len(ends)
        if not title[: joint.start()].strip() or not (
            is_usual or _names_site(tail, publisher, host)
        ):
            break
        title = title[: joint.start()]
    return title


def _names_site(tail: str, publisher: str | None, host: str) -> bool:
    """Whether the end of a title is the publisher's name, holds it, or is that of its host."""
    if publisher and re.search(rf"(?<!\w){re.escape(_plain(publisher))}(?!\w)", tail):
        return True
    labels = host.lower().removeprefix("www.").split(".")
    if labels[-1].isdigit():
        return False
    domains = {".".join(labels[at:]) for at in range(len(labels) - 1)}
    return tail in {*labels[:-1], *domains}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
