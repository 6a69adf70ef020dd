"""The entry of sources.yaml that a survey suggests: id, name, publisher, selector. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitor.adding.zones import zone_of
from monitor.compare.language import detect
from monitor.compare.texts import sample
from monitor.discover.slugs import slug
from monitor.moved import for_good

if TYPE_CHECKING:
    from monitor.adding.survey import Survey
    from storage.model import Document

FOLLOW = "90d"
_LONGEST_NAME = 150
_OF_DOCUMENTS = ("language", "select", "until", "ignore", "ignore_text", "statement")
_ORDER = (
    "id", "url", "name", "publisher", "language", "timezone", "select", "until", "ignore",
    "ignore_text", "statement", "via", "alert", "allow_private", "links", "match", "follow",
    "document",
)  # fmt: skip
_LONGEST_ID = 60
# What parts a page's title from the name of its site.
_PARTS = re.compile(r"\s+[|｜:·•»–—-]+\s+|\s*[|｜]\s*|_+")
_GENERIC = {
    "www", "en", "english", "web", "m", "gov", "go", "gob", "gouv", "govt", "co", "com", "org",
    "ac", "or", "gc", "gv", "net", "int", "edu",
    "europa",
}  # fmt: skip
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def entry(
    url: str, seen: "Survey", given: Mapping[str, Any], taken: Collection[str]
) -> dict[str, Any]:
    """What to write for the page at `url`; what is `given` goes before what is proposed.

    `taken` are ids that are in use, or were.
    """
    host = _host(seen)
    called = given.get("name") or _name(seen)
    name = _plain(str(called or host))
    proposed: dict[str, Any] = {
        "id": _id(called, seen, taken),
        "url": url if "@" in url.partition("://")[2].partition("/")[0] else moved_to(seen) or url,
        "name": name,
        "publisher": _plain(_publisher(seen, name)),
        "timezone": zone_of(host),
        **(_listed(seen) if seen.is_listing else _read(seen)),
    }
    kept = {key: value for key, value in _joined(proposed, given).items() if _says(value)}
    if seen.is_listing:
        document = {key: kept.pop(key) for key in _OF_DOCUMENTS if key in kept}
        kept |= {"document": document} if document else {}
    return {key: kept[key] for key in sorted(kept, key=_ORDER.index)}


def _joined(proposed: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given goes before what is proposed; what still differs is left out beside it."""
    rules = [*given.get("ignore_text", ()), *proposed.get("ignore_text", ())]
    joined = {**proposed, **given}
    return joined | ({"ignore_text": list(dict.fromkeys(rules))} if rules else {})


def _says(value: object) -> bool:
    return value not in (None, False, (), [], {}, "")


def moved_to(seen: "Survey") -> str | None:
    """The address that the page moved to for good; None where it stands where it was asked."""
    new = seen.exchange.final_url
    return new if for_good(seen.exchange.hops) and new != seen.exchange.url else None


def _read(seen: "Survey") -> dict[str, Any]:
    select = seen.selector if seen.lasting else None
    known = {"language": _language(seen.document), "select": select}
    return known | {"ignore_text": seen.ignore_text}


def _listed(seen: "Survey") -> dict[str, Any]:
    return {"links": seen.found.links if seen.found.kind == "page" else None, "follow": FOLLOW}


def with_document(listing: dict[str, Any], seen: "Survey") -> dict[str, Any]:
    """The listing's entry with what one of its documents shows of how they are read."""
    shown = {key: value for key, value in _read(seen).items() if _says(value)}
    document = _joined(shown, listing.get("document", {}))
    named = {}
    if listing.get("publisher") == _bare(urlsplit(listing["url"]).hostname or ""):
        named = {"publisher": _plain(_publisher(seen, ""))}  # a feed names none, its documents do
    return listing | named | ({"document": document} if document else {})


def _host(seen: "Survey") -> str:
    return urlsplit(seen.exchange.final_url).hostname or "page"


def _language(document: "Document | None") -> str | None:
    """As the page says, unless its text is plainly in another: templates are often wrong."""
    if document is None:
        return None
    said, found = document.language, detect(sample(document.blocks))
    agree = said is not None and said.partition("-")[0].lower() == found
    return said if agree or found is None else found


def _name(seen: "Survey") -> str | None:
    """The page's headline where its title holds it, else the title without the site's name."""
    title = seen.found.title if seen.is_listing else seen.document and seen.document.title
    heading = _heading(seen.document)
    if not title:
        return heading
    if seen.is_listing and seen.found.kind != "page":
        return title  # a feed's own, in which a dash parts nothing
    if heading and title.casefold().startswith(heading.casefold()):
        return heading
    parts = [part for part in _PARTS.split(title) if part.strip()]
    own = [part for part in parts if not seen.site or part.casefold() != seen.site.casefold()]
    return next(iter((*own, *parts)), title)


def _heading(document: "Document | None") -> str | None:
    if document is None:
        return None
    headings = [block.text for block in document.blocks[:3] if block.kind == "heading"]
    return document.headline or next(iter(headings), None)


def _publisher(seen: "Survey", name: str) -> str:
    """Whose the page is: as its head says, else as its title ends, else its host."""
    if seen.site:
        return seen.site
    title = (seen.found.title if seen.is_listing else seen.document and seen.document.title) or ""
    parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
    if len(parts) > 1 and parts[-1].casefold() != name.casefold():
        return parts[-1]
    return _bare(_host(seen))


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _plain(text: str) -> str:
    """On one line, of bounded length; `${` of a page's title names nothing of the environment."""
    line = " ".join(_UNSEEN.sub("", text).split())
    short = line if len(line) <= _LONGEST_NAME else f"{line[:_LONGEST_NAME].rstrip()}…"
    return short.replace("${", "$${")


def _id(name: str | None, seen: "Survey", taken: Collection[str]) -> str:
    """`mofa-joint-statement`: of the host and the name, and none that is in use."""
    site = slug(_label(_host(seen)), "", ())
    known = {one.removeprefix(f"{site}-") for one in taken if one.startswith(f"{site}-")}
    own = slug(name, seen.exchange.final_url, ())
    own = own.removeprefix(f"{site}-") if own != site else own
    own = own[: _LONGEST_ID - len(site) - 1].strip("-")
    numbered = (own, *(f"{own}-{number}" for number in range(2, len(known) + 3)))
    return f"{site}-{next(one for one in numbered if one not in known)}"


def _label(host: str) -> str:
    """The part of a host's name that tells it from others: `mofa` of www.mofa.go.jp."""
    labels = host.lower().rstrip(".").split(".")
    telling = [one for one in labels[:-1] if one not in _GENERIC and not one.isdigit()]
    return telling[-1] if telling else host.lower().removeprefix("www.").replace(".", "-")
