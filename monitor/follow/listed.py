"""Reading a listing's capture: what it names, beside what it named the last time."""

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.judge.exchange import closed
from storage import captures, pins
from storage.model import Judgement

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import ListingConfig
    from monitor.discover.found import Found
    from monitor.pipeline import Kept
    from storage.model import Exchange
    from storage.watches import Watch

_RULES = 1  # raised when the same listing is read otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What was read from a listing's capture. `found` is None where nothing could be read."""

    judgement: Judgement
    rules_sha256: bytes
    found: "Found | None" = None
    before: "Found | None" = None  # the last good capture, read by today's rules


def rules_sha256(listing: "ListingConfig") -> bytes:
    """What decides which links of a listing are followed."""
    said = (_RULES, listing.links, listing.match, listing.match_text)
    return hashlib.sha256(repr(said).encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a listing was at its last good look; all of it None before the first."""

    links: str | None = None  # CSS: as configured, else as found then
    found: "Found | None" = None
    closed: bool | None = None  # whether its body was whole


def known(
    rx: "Connection", watch: "Watch", listing: "ListingConfig", *, but: int | None = None
) -> Known:
    """What the listing was at its last good look, if that is not the capture `but`."""
    from monitor.discover.listing import read_listing

    links = listing.links or pins.current(rx, watch.source_id)
    if watch.ok_capture_id is None or watch.ok_capture_id == but:
        return Known(links=links)
    last = captures.read(rx, watch.ok_capture_id).exchange
    return Known(links=links, found=read_listing(last, links=links), closed=closed(last.body))


def read(exchange: "Exchange", listing: "ListingConfig", before: Known) -> "Found":
    """What an exchange names, as a listing that was something before."""
    from monitor.discover.listing import read_listing
    from monitor.discover.matching import too_slow

    found = read_listing(
        exchange,
        links=before.links,
        kind=before.found.kind if before.found else None,
        previous_closed=before.closed,
    )
    if (slow := too_slow(found.entries, listing.match)) is not None:
        found = replace(found, verdict="failed", reason=slow)
    if found.verdict == "empty" and before.found is not None and before.found.entries:
        found = replace(found, reason=f"{found.reason} (was {len(before.found.entries)})")
    return found


def derive(rx: "Connection", kept: "Kept", listing: "ListingConfig") -> Listed:
    """Judge and read one capture of a listing; nothing is written."""
    assert kept.capture is not None
    before = known(rx, kept.visit.watch, listing, but=kept.capture_id)
    found = read(kept.capture.exchange, listing, before)
    return Listed(
        judgement=Judgement(verdict=found.verdict, reason=found.reason),
        rules_sha256=rules_sha256(listing),
        found=found if found.verdict in {"ok", "truncated"} else None,
        before=before.found,
    )
