"""The daily message that says that all is quiet, or what is not and what could not be seen.

It is entered once for each time it was due, which is fixed in the store: neither a crash nor a
restart sends a second. Of those that a machine missed while it was off, or that a broken channel
keeps waiting, the last is made up for. Its root, over the heads of all chains, makes the mailbox a
witness of the whole store.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts import when
from monitor import disk, machine, outages, room
from monitor.outlook import Danger
from monitor.phrasing import duration, many
from monitor.proof import roots
from storage import chain, channels, meta, outbox, overview, sources

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config
    from storage.model import Episode, Source
    from storage.overview import Queue
    from storage.store import Store

_KEY = "heartbeat_due_at"
_DAY = timedelta(days=1)
_AHEAD = timedelta(hours=12)  # further than a clock is put right by
_DISK: dict[Danger, str] = {
    "soon": "the disk soon full", "low": "little room on the disk", "full": "the disk full",
}  # fmt: skip
_NAMED = 10  # sources that could not be seen, one by one; of the rest their number


def last_due_at(at: time, zone: str, now: datetime) -> datetime:
    """The last instant up to now at which a heartbeat was due."""
    here = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), at, tzinfo=here.tzinfo)
    due = today if today <= here else datetime.combine(here.date() - _DAY, at, tzinfo=here.tzinfo)
    return due.astimezone(now.tzinfo)


def zone_of(config: "Config") -> str:
    """The zone in which the time is meant: that of the first of the operator's channels."""
    known = (config.channels.get(name) for name in config.operator)
    return next((channel.timezone for channel in known if channel), "UTC")


def beat(store: "Store", config: "Config", now: datetime, done: datetime | None) -> datetime | None:
    """Enter the heartbeat that is due, unless it was; `done` and what is returned: for when."""
    if config.heartbeat is None or not config.operator:
        return None
    due = last_due_at(config.heartbeat, zone_of(config), now)
    if due != done:
        with store.write() as tx:
            _enter(tx, store, config, due, now)
    return due


def _enter(
    tx: "Connection", store: "Store", config: "Config", due: datetime, now: datetime
) -> None:
    """Nothing is entered at the very first start, nor for a time before the last one.

    A last one that is far ahead was entered by a clock that was wrong: it is forgotten.
    """
    before = meta.get(tx, _KEY)
    last = None if before is None else datetime.fromisoformat(before)
    if last is not None and due <= last <= now + _AHEAD:
        return
    meta.put(tx, _KEY, due.isoformat())
    if last is not None and last < due:
        _tell(tx, store, config, now)


def _tell(tx: "Connection", store: "Store", config: "Config", now: datetime) -> None:
    outbox.withdraw_heartbeats(tx)
    watched = {one.source_id: one for one in sources.listing(tx) if one.removed_at is None}
    queues, unseen = overview.queues(tx), overview.unseen(tx, now - _DAY, list(watched))
    broken = [name for name, one in channels.states(tx).items() if one.state == "broken"]
    tips = chain.tips(tx)
    chains = many(len(tips), "chain")
    lines = [
        _counts(overview.day(tx, now - _DAY, now, list(watched)), list(watched.values())),
        *_not_seen(watched, unseen, now),
        *_outbox(queues, broken),
        f"DISK  {room.disk(store.location)}",
        f"CHECK  the root is over {chains}; readout verify shows it again if they are unaltered",
    ]
    machine.operator(
        tx,
        config.operator,
        _subject([one for one in unseen if one.until is None], queues, broken, disk.danger(tx)),
        lines,
        now,
        kind="heartbeat",
        facts=roots.facts(tips),
    )


def _subject(
    unseen: "Sequence[Episode]",
    queues: "dict[str, Queue]",
    broken: Sequence[str],
    danger: Danger | None,
) -> str:
    waiting = sum(one.pending for one in queues.values() if one.error)
    dead = sum(one.dead for one in queues.values())
    troubles = [
        f"{many(len({one.source_id for one in unseen}), 'source')} not seen" if unseen else "",
        f"{many(len(broken), 'channel')} broken" if broken else "",
        f"{many(waiting, 'message')} waiting" if waiting else "",
        f"{many(dead, 'message')} given up" if dead else "",
        _DISK[danger] if danger else "",
    ]
    said = ", ".join(filter(None, troubles))
    return f"not quiet: {said}" if said else "all quiet"


def _counts(day: overview.Day, watched: "Sequence[Source]") -> str:
    count = sum(one.kind == "listing" for one in watched)
    listings = f", {many(count, 'listing')}" if count else ""
    told = [f"{day.changes.get(kind, 0)} {kind}" for kind in ("wording", "typography")]
    told += [f"{day.new} new", f"{duration(day.unseen)} unseen"]
    return f"{many(len(watched) - count, 'source')}{listings}. In the last 24 h: {', '.join(told)}."


def _not_seen(
    watched: "dict[int, Source]", unseen: "Sequence[Episode]", now: datetime
) -> Sequence[str]:
    """What could not be seen: what cannot be seen now first, and each source's longest stretch."""
    longest: dict[int, Episode] = {}
    for one in sorted(unseen, key=lambda one: (one.until is not None, one.since)):
        longest.setdefault(one.source_id, one)
    lines = [_stretch(watched[one.source_id].slug, one, now) for one in longest.values()]
    more = len(lines) - _NAMED
    left = [f"NOT SEEN  {many(more, 'source')} more: readout status"] if more > 0 else []
    return [*lines[:_NAMED], *left] or ["NOT SEEN  nothing: each was seen whenever it was due"]


def _stretch(slug: str, one: "Episode", now: datetime) -> str:
    until = "now" if one.until is None else f"{one.until:%H:%M} UTC"
    lasted = duration((one.until or now) - one.since)
    return f"NOT SEEN  {slug}: {outages.why(one)}, {when.minute(one.since)} to {until}, {lasted}"


def _outbox(queues: "dict[str, Queue]", broken: Sequence[str]) -> Sequence[str]:
    lines = [f"BROKEN  channel {name}: readout alerts test {name}" for name in broken]
    for name, queue in queues.items():
        error = f": {queue.error}" if queue.error else ""
        said = f"{many(queue.pending, 'message')} waiting, {queue.dead} given up"
        lines.append(f"OUTBOX  {name}: {said}{error}")
    return lines or ["OUTBOX  no message waits, none was given up"]
