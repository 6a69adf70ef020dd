"""Which channels are told of what, and when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from monitor.config.model import Channel

Tell = Literal["wording", "typography", "new", "state"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One channel that is told, from when on."""

    channel: str
    urgent: bool
    at: datetime


def route(
    tell: Tell,
    flags: Iterable[str],
    names: Iterable[str],
    channels: Mapping[str, "Channel"],
    now: datetime,
) -> tuple[Route, ...]:
    """The channels among `names` that want this, each with the instant its quiet hours allow."""
    raised = frozenset(flags)
    return tuple(
        _route(channels[name], raised, now)
        for name in names
        if _wants(channels[name], tell, raised)
    )


def _wants(channel: "Channel", tell: Tell, raised: frozenset[str]) -> bool:
    if tell not in channel.tell:
        return False
    return tell in {"state", "new"} or not channel.only or matches(channel.only, raised)


def _route(channel: "Channel", raised: frozenset[str], now: datetime) -> Route:
    urgent = matches(channel.urgent, raised)
    return Route(channel=channel.name, urgent=urgent, at=opens(channel, now, urgent=urgent))


def opens(channel: "Channel", now: datetime, *, urgent: bool) -> datetime:
    """When a message may go to the channel: now, or at the end of its quiet hours."""
    if urgent or channel.quiet is None:
        return now
    return _after_quiet(channel.quiet, channel, now)


def matches(wanted: Iterable[str], raised: Iterable[str]) -> bool:
    """Whether one of the wanted flags was raised, in any case; `term` stands for all `term:…`."""
    folded = {flag.casefold() for flag in raised}
    folded |= {"term" for flag in folded if flag.startswith("term:")}
    return any(flag.casefold() in folded for flag in wanted)


def _after_quiet(quiet: tuple[time, time], channel: "Channel", now: datetime) -> datetime:
    """`now`, or the end of the quiet hours it falls into (the reader's zone)."""
    start, end = quiet
    zone = ZoneInfo(channel.timezone)
    local = now.astimezone(zone)
    clock = local.time()
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if not inside:
        return now
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)
