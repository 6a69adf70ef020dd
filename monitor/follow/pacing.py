"""When a source is visited next: at its pace, which for what a listing found slows as it ages."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import due
from monitor.pace import pace

if TYPE_CHECKING:
    from monitor.config.model import SourceConfig
    from storage.watches import Watch


def next_check(source: "SourceConfig", watch: "Watch", after: datetime) -> datetime:
    """The first instant later than `after` at which the source is due, in UTC."""
    if source.found and source.found.pace and watch.quickened_at is not None:
        return after + pace(after - watch.quickened_at, source.found.pace)
    return due.next_check(source.every, after=after, timezone=source.timezone)


def is_over(watch: "Watch", at: datetime) -> bool:
    """Whether a find is followed no longer by then."""
    return watch.followed_until is not None and at > watch.followed_until


def quickened(source: "SourceConfig", watch: "Watch", at: datetime) -> "Watch":
    """The watch of a find that came, or was edited, at that time: visited often from then on."""
    assert source.found is not None
    until = watch.followed_until
    if source.found.follow is not None:
        until = max(until or at, at + source.found.follow)
    return replace(watch, quickened_at=at, followed_until=until)
