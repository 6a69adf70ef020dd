"""The first page of the report and its feed: what changed lately, and all sources."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from alerts import inert
from alerts import pages as addresses
from monitor.report import entries, feed, pages
from monitor.report.feed import ENTRIES, Feed, Item
from monitor.report.site import Overview, Site
from monitor.report.times import time
from storage.model import Source

if TYPE_CHECKING:
    from sqlalchemy import Connection


Json = dict[str, Any]
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def write(
    rx: "Connection", site: Site, seen: Overview, facts: dict[str, Json], named: Json
) -> None:
    """The first page, and the feed of all changes."""
    visits = [one.last_check_at for one in seen.watches.values() if one.last_check_at]
    rows = [_row(one, seen, facts[one.slug]) for one in _in_order(seen.sources)]
    site.put(
        addresses.INDEX,
        pages.index(
            sources=[row for row in rows if row["kind"] == "source"],
            listings=[row for row in rows if row["kind"] == "listing"],
            unwell=[row for row in rows if row["unread"]],
            news=entries.lately(seen.sources, facts, entries.LATELY),
            statements=[
                {"name": name, "page": addresses.of_statement(name), "count": told["count"]}
                for name, told in named.items()
            ],
            visited=time(max(visits), "UTC") if visits else None,
        ),
    )
    by_slug = {one.slug: one for one in seen.sources}
    latest = entries.lately(seen.sources, facts, ENTRIES)
    items = tuple(entries.item(rx, by_slug[row["slug"]], row) for row in latest)
    site.put(addresses.EVERY_FEED, feed.atom(_feed_of_all(seen.sources, items), site.report_url))


def feed_of(source: Source, items: tuple[Item, ...]) -> Feed:
    """The feed of one source."""
    return Feed(
        key=entries.key_of(source, "feed"),
        page=addresses.of_feed(source.slug),
        about=addresses.of_source(source.slug),
        title=f"Changes of {inert.one_line(source.name)}",
        began=source.added_at,
        items=items,
    )


def _feed_of_all(known: list[Source], items: tuple[Item, ...]) -> Feed:
    first = min(known, key=lambda one: one.source_id, default=None)
    return Feed(
        key=entries.key_of(first, "feed of all") if first else "feed of all",
        page=addresses.EVERY_FEED,
        about=addresses.INDEX,
        title="Changes of official texts",
        began=first.added_at if first else _NO_TIME,
        items=items,
    )


def _in_order(known: list[Source]) -> list[Source]:
    """By publisher and name; what is watched no more comes last."""
    return sorted(
        known,
        key=lambda one: (one.removed_at is not None, one.publisher or "", one.name, one.slug),
    )


def _row(one: Source, seen: Overview, told: Json) -> Json:
    sight = seen.sight(one)
    changed, state, watch = told["changed"], pages.state(one, sight, "UTC"), sight.watch
    return {
        "slug": one.slug,
        "name": inert.one_line(one.name),
        "publisher": inert.one_line(one.publisher or ""),
        "language": told["language"],
        "kind": one.kind,
        "found": len(seen.family(one)[1]),
        "state": state,
        "unread": state is not None and not state["ended"] and not state["read"],
        "versions": told["versions"],
        "wording": told["wording"],
        "changed": time(datetime.fromisoformat(changed), "UTC") if changed else None,
        "read": time(watch.last_ok_at, "UTC") if watch and watch.last_ok_at else None,
    }
