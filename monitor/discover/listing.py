"""One look at a listing: what documents a feed, sitemap or index page names.

`read_listing` is the room's entrance. Pure, and never an exception for what the body is: a verdict
says what an answer is worth that is no listing, or another one than before.
"""

from collections.abc import Callable
from dataclasses import replace

from monitor.discover import feeds, pages, sitemaps
from monitor.discover.body import Body, Sort, look
from monitor.discover.found import Found, ListingKind
from monitor.judge.exchange import judge_exchange
from monitor.text.tree import parse
from storage.model import Exchange, Judgement

MOST_ENTRIES = 100_000
_NAMES: dict[ListingKind, str] = {
    "page": "an index page", "rss": "a feed", "atom": "a feed", "json": "a feed",
    "sitemap": "a sitemap", "index": "a sitemap",
}  # fmt: skip
_SORTS: dict[Sort, str] = {
    "page": "an index page", "feed": "a feed", "json": "a feed", "sitemap": "a sitemap",
    "index": "a sitemap", "urls": "a sitemap", "robots": "a sitemap",
}  # fmt: skip
_NO_LISTING: dict[Sort, str] = {
    "opml": "the body is a list of feeds (OPML): name one of the feeds",
    "other": "the body is no page, no feed and no sitemap",
}
_READERS: dict[Sort, Callable[[Body, str], Found]] = {
    "feed": feeds.read_feed,
    "json": feeds.read_json,
    "sitemap": sitemaps.read_sitemap,
    "index": sitemaps.read_index,
    "urls": sitemaps.read_urls,
    "robots": sitemaps.read_robots,
}
_STANDS_FOR_XML = b"<rss></rss>"


def read_listing(
    exchange: Exchange,
    *,
    links: str | None = None,
    kind: ListingKind | None = None,
    previous_closed: bool | None = None,
) -> Found:
    """What a listing's exchange brought.

    `links` is the CSS of a page's links: that of the configuration, else the `Found.links` of an
    earlier look; without it the list of the page is found. `kind` is what the listing was at its
    last good look (None: never yet): a page where a feed was is `failed` and its links are not
    read, for most such pages say that something is wrong. `previous_closed`: whether the last good
    body was `judge.exchange.closed`; a page that is not, after one that was, is `truncated`.
    """
    body = look(exchange.body, exchange.header("content-type"))
    judged = _judge(exchange, body, previous_closed=previous_closed)
    if judged.verdict not in {"ok", "truncated"} or exchange.failure is not None:
        return Found(kind=None, verdict=judged.verdict, reason=judged.reason)
    if isinstance(body, str):
        return Found(kind=None, verdict="failed", reason=body)
    if (refusal := _NO_LISTING.get(body.sort)) is not None:
        return Found(kind=None, verdict="failed", reason=refusal)
    if kind is not None and _NAMES[kind] != _SORTS[body.sort]:
        reason = f"{_SORTS[body.sort]} where {_NAMES[kind]} was before"
        return Found(kind=None, verdict="failed", reason=reason)
    return _bounded(_cut_short(_read(body, exchange, links), judged))


def _judge(exchange: Exchange, body: Body | str, *, previous_closed: bool | None) -> Judgement:
    """What the exchange is worth. Phrases that betray a block page are looked for in pages only:

    a feed may have `Access denied` for a title.
    """
    if exchange.failure is not None or not exchange.body:
        return judge_exchange(exchange, previous_closed=None)
    if isinstance(body, str) or body.sort not in {"page", "other"}:
        others = tuple(one for one in exchange.headers if one[0].lower() != "content-type")
        xml = replace(exchange, body=_STANDS_FOR_XML, headers=others, url=exchange.final_url)
        return judge_exchange(xml, previous_closed=None)
    return judge_exchange(replace(exchange, body=body.payload), previous_closed=previous_closed)


def _read(body: Body, exchange: Exchange, links: str | None) -> Found:
    read = _READERS.get(body.sort)
    if read is not None:
        return read(body, exchange.final_url)
    page = parse(body.payload, exchange.header("content-type"))
    if isinstance(page, Judgement):
        return Found(kind=None, verdict=page.verdict, reason=page.reason)
    return pages.read_page(page, exchange.final_url, links=links)


def _cut_short(found: Found, judged: Judgement) -> Found:
    """What a body that did not come whole names; of a page nothing, for its last link is broken."""
    if judged.verdict == "ok" or found.verdict != "ok":
        return found
    entries = () if found.kind == "page" else found.entries
    return replace(found, verdict="truncated", reason=judged.reason, entries=entries, more=())


def _bounded(found: Found) -> Found:
    if len(found.entries) <= MOST_ENTRIES:
        return found
    reason = f"more than {MOST_ENTRIES:,} entries: no listing that can be followed"
    return Found(kind=found.kind, verdict="failed", reason=reason, links=found.links)
