"""RSS 0.9 to 2.0, RSS 1.0 and Atom, by feedparser; JSON Feed by the standard library."""

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.discover import plain
from monitor.discover.addresses import canonical
from monitor.discover.body import Body
from monitor.discover.dates import said_date
from monitor.discover.found import Entry, Found, Further, ListingKind
from monitor.discover.mending import Unreadable, well_formed

_END_OF_ENTRY = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_JSON_FEED = re.compile(r"https?://jsonfeed\.org/version/1(?:\.1)?/?")


def read_feed(body: Body, base: str) -> Found:
    """The entries of a feed in XML. `base` is the address it was read from."""
    text, whole = _whole(body)
    payload = well_formed(text, body.root)
    if isinstance(payload, Unreadable):
        return Found(kind=None, verdict="failed", reason=f"the feed {payload.predicate}")
    parsed = _parse(payload, base)
    kind: ListingKind = "atom" if str(parsed.get("version", "")).startswith("atom") else "rss"
    entries, unusable = _entries(parsed.get("entries", []), kind, base)
    feed = parsed.get("feed", {})
    found = Found(
        kind=kind,
        verdict="ok",
        entries=entries,
        more=_next(feed, base),
        title=plain.title(feed.get("title")),
    )
    return closing(found, whole=whole and not body.broken, unusable=unusable, what="feed")


def closing(found: Found, *, whole: bool, unusable: int, what: str) -> Found:
    """What was found, with its verdict: broken off, nothing in it, or well."""
    verdict, reason = found.verdict, found.reason
    if not whole:
        verdict = "truncated"
        came = f"{len(found.entries):,}" if found.entries else "none"
        reason = f"the {what} breaks off: of its entries {came} came whole"
    elif not found.entries and unusable:
        verdict, reason = "empty", f"no entry of the {what} has an address that can be fetched"
    elif not found.entries and not (what == "sitemap index" and found.more):
        verdict, reason = "empty", f"the {what} holds no entry"
    return Found(
        kind=found.kind,
        verdict=verdict,
        reason=reason,
        entries=found.entries,
        more=found.more if whole else (),
        links=found.links,
        title=found.title,
    )


def _whole(body: Body) -> tuple[str, bool]:
    """The text up to its last whole entry where it breaks off, and whether it is whole.

    What a lenient parser makes of an entry that is cut in two is an address nobody wrote.
    """
    return whole_text(body, _END_OF_ENTRY)


def whole_text(body: Body, end_of_entry: re.Pattern[str]) -> tuple[str, bool]:
    """As `_whole`, for what ends an entry of any sort."""
    text, name = body.text, re.escape(body.root)
    closed = [found.end() for found in re.finditer(rf"</{name}\s*>", text, re.IGNORECASE)]
    if closed:
        return text[: closed[-1]], True  # what a server writes behind it is no part of it
    if alone := re.match(rf"<{name}(?:\s[^<>]*)?/>", text, re.IGNORECASE):
        return alone[0], True
    ends = [found.end() for found in end_of_entry.finditer(text)]
    if not ends:
        return f"{text[: text.find('>') + 1]}</{body.root}>", False
    return f"{text[: ends[-1]]}</{body.root}>", False


def _parse(payload: bytes, base: str) -> Mapping[str, Any]:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(payload),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    return parsed


def _entries(said: list[Any], kind: ListingKind, base: str) -> tuple[tuple[Entry, ...], int]:
    """The entries that can be fetched, in the order of the feed, and how many cannot."""
    found: dict[str, Entry] = {}
    unusable = 0
    for one in said:
        address = next(filter(None, (canonical(link, base) for link in _links(one))), None)
        if address is None:
            unusable += 1
            continue
        published, modified = said_date(_own(one, "published")), said_date(_own(one, "updated"))
        if kind == "rss" and published is None:
            published, modified = modified, None  # dc:date, the only date that many have
        found.setdefault(
            address.key,
            Entry(
                url=address.url,
                key=address.key,
                title=plain.title(_own(one, "title")),
                published=published,
                modified=modified,
                summary=plain.summary(_own(one, "summary")),
            ),
        )
    return tuple(found.values()), unusable


def _own(one: Any, key: str) -> object:  # noqa: ANN401 - whatever feedparser made of it
    """What the entry itself says: feedparser answers with another key's value where one lacks."""
    return dict.get(one, key)


def _links(one: Any) -> Iterator[str]:  # noqa: ANN401
    """Where an entry leads to, the best first: its link, another alternate one, its identity."""
    for said in (one.get("link"), *_alternates(one), _own(one, "id")):
        if isinstance(said, str) and said.strip():
            if said is _own(one, "id") and not said.startswith(("http://", "https://")):
                continue
            yield said


def _alternates(one: Any) -> Iterator[object]:  # noqa: ANN401
    for link in one.get("links", ()):
        if link.get("rel") == "alternate":
            yield link.get("href")


def _next(feed: Mapping[str, Any], base: str) -> tuple[Further, ...]:
    """Where the feed goes on (RFC 5005)."""
    for link in feed.get("links", ()):
        if link.get("rel") == "next" and (address := canonical(str(link.get("href", "")), base)):
            return (Further(url=address.url),)
    return ()


def read_json(body: Body, base: str) -> Found:
    """The entries of a JSON Feed."""
    try:
        said = json.loads(body.text)
    except (ValueError, RecursionError):
        return _no_json(body.text)
    if not isinstance(said, dict) or not _JSON_FEED.fullmatch(str(said.get("version"))):
        return Found(kind=None, verdict="failed", reason="the body is JSON, but no JSON Feed")
    items = said.get("items")
    entries: dict[str, Entry] = {}
    unusable = 0
    for one in items if isinstance(items, list) else ():
        entry = _json_entry(one, base) if isinstance(one, dict) else None
        if entry is None:
            unusable += 1
        else:
            entries.setdefault(entry.key, entry)
    further = canonical(str(said.get("next_url") or ""), base) if said.get("next_url") else None
    found = Found(
        kind="json",
        verdict="ok",
        entries=tuple(entries.values()),
        more=(Further(url=further.url),) if further else (),
        title=plain.title(said.get("title")),
    )
    return closing(found, whole=True, unusable=unusable, what="feed")


def _no_json(text: str) -> Found:
    if not text.rstrip().endswith(("}", "]")) and _JSON_FEED.search(text[:4096]):
        return Found(kind="json", verdict="truncated", reason="the feed breaks off")
    return Found(kind=None, verdict="failed", reason="the body is no JSON that can be read")


def _json_entry(one: Mapping[str, object], base: str) -> Entry | None:
    identity = one.get("id")
    said = (one.get("url"), one.get("external_url"), identity)
    links = [link for link in said if isinstance(link, str) and link.strip()]
    if links and links[0] is identity and not str(identity).startswith(("http://", "https://")):
        return None
    address = next(filter(None, (canonical(link, base) for link in links)), None)
    if address is None:
        return None
    return Entry(
        url=address.url,
        key=address.key,
        title=plain.title(one.get("title")),
        published=said_date(one.get("date_published")),
        modified=said_date(one.get("date_modified")),
        summary=plain.summary(one.get("summary") or one.get("content_text")),
    )
