"""What a listing names: its documents, its further pages, and the sitemaps of an index."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.commit import Commit
from monitor.config.model import ListingConfig
from monitor.follow.departed import departed
from monitor.follow.entering import (
    Place,
    enter_all,
    follow,
    instant,
    new_entry,
    note_missing,
)
from storage import entries, pins, sources, watches
from storage.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.discover import found as discover
    from monitor.follow.listed import Listed
    from monitor.pipeline import Kept

_DAY = timedelta(days=1)  # a sitemap that is named at last may hold what came out the day before


def enter(commit: Commit, kept: "Kept", of: "Listed") -> None:
    """Follow what a listing names anew, and note what left it or is called otherwise there."""
    assert of.found is not None
    listing, watch = commit.source.listing, kept.visit.watch
    assert listing is not None
    if of.found.links is not None and listing.links is None:
        _pin(commit, watch.source_id, of.found.links, kept.capture_id)
    before = [one.key for one in of.before.entries] if of.before else []
    first = watch.ok_capture_id is None
    late = listing.found is not None and sources.announced_at(commit.tx, watch.source_id) is None
    place = Place(
        commit=commit,
        parent_id=watch.source_id,
        stood=None if first and not late else frozenset(before),
        seen=watch.last_ok_at,
        since=sources.by_id(commit.tx, watch.source_id).added_at - _DAY if late else None,
    )
    wanted = [one for one in of.found.entries if _is_wanted(listing, one)]
    enter_all(place, wanted, follow=listing.follow)
    if of.judgement.verdict == "ok":
        now = [one.key for one in of.found.entries]
        gone = departed(before, now, ordered=of.found.kind not in {"sitemap", "index"})
        if of.found.kind != "index":
            note_missing(place, gone, frozenset(now))
        _go_on(place, of, first=first)


def _pin(commit: Commit, source_id: int, links: str, capture_id: int) -> None:
    if pins.current(commit.tx, source_id) != links:
        pins.pin(
            commit.tx, source_id=source_id, selector=links, capture_id=capture_id, now=commit.now
        )


def _is_wanted(listing: ListingConfig, entry: "discover.Entry") -> bool:
    """Whether a document is followed, as far as that can be known before it is read."""
    from monitor.discover.matching import matches

    if listing.match_text is not None:
        return True
    return matches(entry, listing.match)


def _go_on(place: Place, of: "Listed", *, first: bool) -> None:
    """Follow the sitemaps of an index, and at first the further pages of a listing."""
    assert of.found is not None
    listing = place.commit.source.listing
    assert listing is not None
    if of.found.kind == "index":
        _sitemaps(place, of.found.more)
    elif first and place.stood is None and of.found.more:
        whole = sources.get(place.commit.tx, place.root)
        assert whole is not None
        if sources.listings_under(place.commit.tx, whole.source_id) + 1 < listing.pages:
            at = replace(place, parent_id=whole.source_id)
            _further(at, of.found.more[0], _known(at), once=True)


def _known(place: Place) -> dict[str, Entry]:
    held = entries.of_listing(place.commit.tx, place.parent_id)
    return {entry.key: entry for entry in held}


def _sitemaps(place: Place, named: "Sequence[discover.Further]") -> None:
    """Follow the sitemaps that an index names; one that changed by what it says is due."""
    tx, known = place.commit.tx, _known(place)
    for one in named:
        entry = _further(place, one, known, once=False)
        if entry is not None and one.modified and entry.published != one.modified:
            assert entry.source_id is not None
            entries.save(tx, [replace(entry, published=one.modified)])
            watches.quicken(tx, entry.source_id, place.commit.now)


def _further(
    place: Place, one: "discover.Further", known: dict[str, Entry], *, once: bool
) -> Entry | None:
    """Follow another page of the listing, unless it is known: then what is known of it."""
    from monitor.discover.addresses import canonical

    address = canonical(one.url)
    if address is None or address.key in known:
        return None if address is None else known[address.key]
    place.prepare()
    published = instant(place.commit, one.modified)
    source_id = follow(
        place,
        address.url,
        None,
        published,
        known=place.stood is None,
        kind="listing",
        once=once,
    )
    entry = replace(new_entry(place, address.key, address.url, one.modified), source_id=source_id)
    entries.add(place.commit.tx, [entry])
    known[address.key] = entry
    return entry
