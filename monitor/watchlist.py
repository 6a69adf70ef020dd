"""What is watched, entered in the store, and when a watch is due against its clock or pace."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.fetch.logins import without_login
from monitor.follow import pacing
from monitor.follow.followed import watched
from storage import sources
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config, SourceConfig


def register(tx: "Connection", config: "Config", now: datetime) -> dict[str, int]:
    """Enter what is configured, and mark what is gone; the store's ids, by source and listing."""
    for source in config.sources:
        if source.formerly is not None:
            sources.rename(tx, source.formerly, source.id)
    ids = {source.id: register_one(tx, source, now) for source in watched(config)}
    sources.remove_missing(tx, list(ids), now)
    return ids


def register_one(
    tx: "Connection", source: "SourceConfig", now: datetime, listing_id: int | None = None
) -> int:
    """Enter one source, or what is new of it; the store's id. `listing_id`: what led to it."""
    return sources.register(
        tx,
        slug=source.id,
        url=without_login(source.url),
        name=source.name,
        publisher=source.publisher,
        language=source.language,
        timezone=source.timezone,
        statement=source.statement,
        watch=source.watch,
        expect=source.expect,
        alert=source.alert,
        via=source.via,
        kind="listing" if source.listing else "source",
        listing_id=listing_id,
        now=now,
    )


def at_its_pace(watch: Watch, source: "SourceConfig") -> Watch:
    """The watch, due sooner where the source's pace was quickened since its last visit.

    One that fails keeps its time: its host may have named it.
    """
    if watch.last_check_at is None or watch.failures:
        return watch
    at = pacing.next_check(source, watch, watch.last_check_at)
    return replace(watch, next_check_at=min(watch.next_check_at, at))


def new_watch(source_id: int, now: datetime) -> Watch:
    """The watch of a source that was never visited: due now."""
    return Watch(source_id=source_id, next_check_at=now, state="new", state_since=now)
