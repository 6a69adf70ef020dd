"""When a text was read, and what is not known of an instant: whether the page stood so then."""

from datetime import datetime
from typing import TYPE_CHECKING

from alerts.when import minute
from monitor.outages import outages, why
from monitor.parted import last_sight

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Episode, Source, Version


def not_before(rx: "Connection", version: "Version") -> datetime | None:
    """When the words before those of the version were last read; None for the first."""
    from storage import versions

    earlier = [
        one
        for one in versions.standing(rx, version.source_id)
        if one.first_seen < version.first_seen and one.version_id != version.supersedes
    ]
    return last_sight(earlier[-1], version) if earlier else None


def last_seen(rx: "Connection", version: "Version") -> datetime:
    """When the version was read last, as `log` has it."""
    from storage import versions, watches

    later = versions.later(rx, version.source_id, version.first_seen)
    if later and version.superseded_by is None:
        return last_sight(version, later[0]) or version.last_seen
    seen = watches.last_seen(rx, [version.version_id])
    return seen.get(version.version_id, version.last_seen)


def is_latest(rx: "Connection", version: "Version") -> bool:
    """Whether it is the last in time: what is shown for the text of today."""
    from storage import versions

    return versions.standing(rx, version.source_id)[-1:] == [version]


def doubts(rx: "Connection", source: "Source", at: datetime) -> list[str]:
    """Why the text that is known of that instant may not be what the page showed then."""
    unseen = _unseen(rx, source, at)
    return [unseen] if unseen else _between(rx, source, at)


def _unseen(rx: "Connection", source: "Source", at: datetime) -> str | None:
    """`not seen since 2025-02-13 07:22 UTC: gone (404)`; None where it was read then."""
    from storage import episodes, watches

    told = outages(episodes.history(rx, source.source_id))
    for one in reversed(told):
        if one.since <= at and (one.until is None or at < one.until):
            return f"not seen {_stretch(one, source.timezone)}: {why(one)}"
    watch = watches.load(rx, [source.source_id]).get(source.source_id)
    failing = watch.failing_since if watch is not None and watch.failures else None
    if watch is None or failing is None or at < failing:
        return None
    reason = f" ({watch.reason})" if watch.reason else ""
    return f"not seen since {_minute(failing, source.timezone)}: {watch.verdict}{reason}"


def _stretch(one: "Episode", zone: str) -> str:
    if one.until is None:
        return f"since {_minute(one.since, zone)}"
    return f"from {minute(one.since, zone)} to {_minute(one.until, zone)}"


def _between(rx: "Connection", source: "Source", at: datetime) -> list[str]:
    """That the instant lies between the last sight of one text and the first of the next."""
    from storage import versions

    before = versions.at(rx, source.source_id, at)
    later = versions.later(rx, source.source_id, at)
    if before is None or not later or later[0].text_sha256 == before.text_sha256:
        return []
    last = last_sight(before, later[0]) or before.last_seen
    if at <= last:
        return []
    first = _minute(later[0].first_seen, source.timezone)
    said = f"@{before.number} last read {minute(last, source.timezone)}, @{later[0].number} first"
    return [f"{said} {first}: which of them stood between is not known"]


def _minute(at: datetime, zone: str) -> str:
    return f"{minute(at, zone)} {zone}"
