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


def derive(rx: "Connection", kept: "Kept", listing: "ListingConfig") -> Listed:
    """Judge and read one capture of a listing; nothing is written."""
    from monitor.discover.listing import read_listing
    from monitor.discover.matching import too_slow

    assert kept.capture is not None
    watch, before = kept.visit.watch, None
    links = listing.links or pins.current(rx, watch.source_id)
    if watch.ok_capture_id is not None and watch.ok_capture_id != kept.capture_id:
        last = captures.read(rx, watch.ok_capture_id).exchange
        before = read_listing(last, links=links)
    found = read_listing(
        kept.capture.exchange,
        links=links,
        kind=before.kind if before else None,
        previous_closed=closed(last.body) if before else None,
    )
    if (slow := too_slow(found.entries, listing.match)) is not None:
        found = replace(found, verdict="failed", reason=slow)
    reason = found.reason
    if found.verdict == "empty" and before is not None and before.entries:
        reason = f"{reason} (was {len(before.entries)})"
    return Listed(
        judgement=Judgement(verdict=found.verdict, reason=reason),
        rules_sha256=rules_sha256(listing),
        found=found if found.verdict in {"ok", "truncated"} else None,
        before=before,
    )
