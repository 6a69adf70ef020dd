"""The report written: a site of files that tells the history of a store, page by page.

The same store gives the same bytes. A page is made anew only where what it is made from has
altered: of each source a stamp says so, of each change a key, kept in manifests beside the pages.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alerts import pages as addresses
from monitor import lateness
from monitor.queues import host_of
from monitor.report import entries, feed, folder, front, pages
from monitor.report.history import History, gather
from monitor.report.site import Overview, Published, Site
from storage import entries as listed
from storage import hosts, lock, published, sources, watches

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.published import Published as Said
    from storage.model import Source
    from storage.store import Store

Json = dict[str, Any]
Step = Callable[[int, int], None]  # how many sources are done, of how many
_OUR_ROOMS = ("monitor", "monitor.report", "monitor.html", "monitor.compare", "alerts")
_BESIDE = ("index.html", "feed.xml", folder.MANIFEST)  # in the folder of a source, with its changes


def publish(store: "Store", root: Path, said: "Said", step: Step, now: datetime) -> Published:
    """Bring the folder in line with the store; UsageError where it is not an earlier report's."""
    with folder.claimed(root):
        before = folder.manifest(root)
        site = Site(root=root, report_url=said.report_url)
        with store.read() as rx:
            seen = _overview(rx, _late(store, rx, now))
        facts: dict[str, Json] = {}
        known = before.get("sources", {})
        for count, one in enumerate(seen.sources):
            step(count, len(seen.sources))
            facts[one.slug] = _source(store, site, seen, one, known.get(one.slug))
        moved = _moved(site, facts, said.former)
        for slug in sorted({*known, *before.get("moved", {})} - {*facts, *moved}):
            _forget(site, slug)
        named = _statements(store, site, seen, facts, before.get("statements", {}))
        with store.read() as rx:
            front.write(rx, site, seen, facts, named)
        site.put(pages.STYLE, pages.style())
        folder.keep(root, {"sources": facts, "statements": named, "moved": moved})
    return site.done


def _late(store: "Store", rx: "Connection", now: datetime) -> frozenset[int]:
    """What waits for its visit longer than it should, as `status` sees it."""
    holder, known, pauses = lock.holder(store), watches.load(rx), hosts.pauses(rx)
    return frozenset(
        one.source_id
        for one in sources.listing(rx)
        if one.removed_at is None
        and (watch := known.get(one.source_id)) is not None
        and lateness.is_overdue(watch, holder, pauses.get(host_of(one.url)), now)
    )


def _overview(rx: "Connection", late: frozenset[int]) -> Overview:
    passed_over = published.passed_over(rx)
    known = [one for one in sources.listing(rx) if one.source_id not in passed_over]
    led_to: dict[int, list[Source]] = {}
    for one in known:
        if one.listing_id is not None:
            led_to.setdefault(one.listing_id, []).append(one)
    return Overview(
        sources=known,
        by_id={one.source_id: one for one in known},
        led_to={source_id: tuple(found) for source_id, found in led_to.items()},
        watches=watches.load(rx),
        marks=published.marks(rx),
        told=published.told(rx),
        unlisted=listed.unlisted(rx),
        late=late,
    )


def _source(store: "Store", site: Site, seen: Overview, one: "Source", before: Json | None) -> Json:
    """The pages of a source, where they have altered; what the report as a whole says of it."""
    stamp = _stamp(site, seen, one)
    home = (site.root / addresses.of_source(one.slug)).parent
    if before and before["stamp"] == stamp and _count(home) >= before["files"]:
        return before
    kept: dict[str, str] = folder.manifest(home).get("pages", {})
    with store.read() as rx:
        history = gather(rx, one.source_id, seen.sight(one), seen.told, seen.family(one))
        written = _changes(rx, site, history, kept)
        news = entries.news(rx, history, (before or {}).get("news", []), written)
        items = tuple(entries.item(rx, history.source, row) for row in news)
    site.put(addresses.of_source(one.slug), pages.source(history))
    site.put(addresses.of_feed(one.slug), feed.atom(front.feed_of(one, items), site.report_url))
    for page in sorted(set(kept) - set(written)):
        site.drop(f"sources/{one.slug}/{page}")
    folder.keep(home, {"pages": written})
    files = len(written) + len(_BESIDE)
    return {"stamp": stamp, "news": news, "files": files, **entries.facts(history)}


def _count(home: Path) -> int:
    return sum(1 for _ in home.iterdir()) if home.is_dir() else 0


def _changes(
    rx: "Connection", site: Site, history: History, kept: dict[str, str]
) -> dict[str, str]:
    """The page of each recorded change; the key of each by its name."""
    from monitor import pairs

    found: dict[str, str] = {}
    around, past = entries.around(history), entries.past_of(history)
    for old, new, change in history.pairs:
        page = addresses.of_change(history.source.slug, old.number, new.number)
        name = page.rpartition("/")[2]
        beside = around.get(change.change_id, (None, None))
        found[name] = _digest(_ours(), entries.made_from(history, old, new, change, past), beside)
        if kept.get(name) == found[name] and (site.root / page).exists():
            continue
        site.put(page, pages.change(pairs.gather(rx, history.source, old, new, change), beside))
    return found


def _forget(site: Site, slug: str) -> None:
    """A source that the store knows no more, or by another id: its pages go."""
    home = (site.root / addresses.of_source(slug)).parent
    for name in [*folder.manifest(home).get("pages", {}), *_BESIDE[:-1]]:
        site.drop(f"sources/{slug}/{name}")
    folder.remove(home / folder.MANIFEST)


def _moved(site: Site, facts: dict[str, Json], former: dict[str, str]) -> dict[str, str]:
    """Under the ids that sources had before: pages that lead to today's, as old messages do."""
    found = {old: now for old, now in former.items() if now in facts and old not in facts}
    for old, now in found.items():
        home = (site.root / addresses.of_source(now)).parent
        names = ["index.html", *folder.manifest(home).get("pages", {})]
        for name in names:
            site.put(f"sources/{old}/{name}", pages.moved(old, now, name))
        site.put(addresses.of_feed(old), (home / "feed.xml").read_bytes())
        folder.keep(
            (site.root / addresses.of_source(old)).parent, {"pages": dict.fromkeys(names, "")}
        )
    return found


def _statements(
    store: "Store", site: Site, seen: Overview, facts: dict[str, Json], before: Json
) -> Json:
    """The pages of statements; of each the stamp of what it is made from."""
    found: Json = {}
    for name in sorted({one.statement for one in seen.sources if one.statement}):
        members = [one for one in seen.sources if one.statement == name]
        stamp = _digest([(one.slug, facts[one.slug]["stamp"]) for one in members])
        found[name] = {"stamp": stamp, "count": len(members)}
        page = addresses.of_statement(name)
        if before.get(name, {}).get("stamp") == stamp and (site.root / page).exists():
            continue
        with store.read() as rx:
            told = [gather(rx, one.source_id, seen.sight(one), seen.told) for one in members]
        site.put(page, pages.statement(name, told, entries.lately(members, facts)))
    for name in sorted(set(before) - set(found)):
        site.drop(addresses.of_statement(name))
    return found


def _stamp(site: Site, seen: Overview, one: "Source") -> str:
    """Alters with all that the pages of a source say, but not with each visit."""
    told = [sorted(ids.get(one.source_id, ())) for ids in (seen.told.changes, seen.told.found)]
    shown = {
        name: getattr(one, name)
        for name in type(one).__dataclass_fields__
        if name not in {"muted_until", "mute_note", "alert"}
    }
    marks = seen.marks.get(one.source_id)
    parent, found = seen.family(one)
    family = [(each.slug, each.name, each.language) for each in (parent, *found) if each]
    return _digest(_ours(), site.report_url, shown, seen.sight(one).stamp, marks, told, family)


def _digest(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


@cache
def _ours() -> str:
    """Alters with the modules and templates by which pages are made."""
    from importlib.resources import files

    from monitor.version import version

    told = hashlib.sha256(version().encode())
    for room in _OUR_ROOMS:
        for place in (files(room), files(room).joinpath("templates")):
            inside = place.iterdir() if place.is_dir() else ()
            for one in sorted(inside, key=lambda found: found.name):
                if one.is_file():
                    told.update(one.read_bytes())
    return told.hexdigest()
