"""One pass for `check`: what is due or named, the second looks it caused, what is pending sent."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import looks, upkeep, watchlist
from monitor.errors import UsageError
from monitor.follow.followed import watched
from monitor.hostmemory import left_alone
from monitor.queues import host_of
from monitor.scheduler import Scheduler
from storage import changes, hosts, origins, sources, versions, watches
from storage.model import Cause, Change, Kind, Origin, Verdict, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.clock import Clock
    from monitor.config.model import Config, SourceConfig
    from storage.store import Store

_PATIENCE = timedelta(minutes=2)  # a host that wants no visit for longer is not waited for
_EARLY = timedelta(minutes=1)
_STEP = 0.02  # seconds between two looks at what the queues brought


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a pass found at one source, after the second look."""

    source: "SourceConfig"
    checked_at: datetime | None
    verdict: Verdict | None
    reason: str | None
    version: int | None
    change: Kind | None
    cause: Cause | None
    confirmed: bool
    origin: Origin | None  # of the version: whose sight it is


def check(
    store: "Store", config: "Config", slugs: Collection[str], clock: "Clock"
) -> Iterator[Checked]:
    """Check the named sources, or those due; each source's outcome, in the order of the file."""
    scheduler = Scheduler(store, config, clock)
    named = [i for i, source in scheduler.sources.items() if source.id in slugs]
    scheduler.recover(named)
    before = dict(scheduler.watches)
    chosen = named if slugs else _due(scheduler, clock.now())
    if slugs:
        scheduler.hasten_looks(chosen, clock.now())
    chosen = _visit(scheduler, chosen, clock)
    _ask_archive(scheduler, named, clock)
    scheduler.give_up_looks(set(scheduler.watches) - set(chosen), clock.now())
    scheduler.beat(clock.now())
    _send(scheduler, clock)
    upkeep.bind(store)
    with store.read() as rx:
        for source_id in chosen:
            source, watch = scheduler.sources[source_id], scheduler.watches[source_id]
            was = before.get(source_id) or watchlist.new_watch(source_id, clock.now())
            found = outcome(rx, source, was, watch)
            until = scheduler.left_alone(source_id)
            if until is not None and watch.visits == was.visits:
                found = _not_visited(found, until)
            yield found


def _not_visited(found: Checked, until: datetime) -> Checked:
    return replace(found, verdict=None, reason=left_alone(until))


def _due(scheduler: Scheduler, now: datetime) -> list[int]:
    scheduler.heed_requests(now)
    soon = (i for i, watch in scheduler.watches.items() if _comes_due(watch, now))
    return list(dict.fromkeys((*scheduler.due(now), *soon)))


def _comes_due(watch: Watch, now: datetime) -> bool:
    """Whether a source comes due so soon after this pass that the next would be a round too late.

    A visit ends some seconds after cron began the pass, and its pace is counted from then.
    """
    if watch.state == "ended" or watch.last_check_at is None or watch.failures:
        return False  # of what fails a host may have named the time
    pace = watch.next_check_at - watch.last_check_at
    return watch.next_check_at <= now + min(_EARLY, pace / 10)


def _visit(scheduler: Scheduler, asked: Collection[int], clock: "Clock") -> list[int]:
    """Visit these, and what they lead to; all that was visited and is still watched."""
    chosen, known = list(asked), set(scheduler.sources)
    scheduler.dispatch(chosen, clock.now())
    looked: set[int] = set()
    while True:
        absorbed = scheduler.absorb(clock.now())
        found = [i for i in scheduler.sources if i not in known]
        known.update(found)
        found += scheduler.heed_requests(clock.now()) if absorbed else []
        scheduler.dispatch(found, clock.now())
        chosen = [i for i in dict.fromkeys((*chosen, *found)) if i in scheduler.sources]
        waiting = [i for i in chosen if i not in looked and _second_look(scheduler.watches[i])]
        looked.update(i for i in waiting if scheduler.paused(i, clock.now() + _PATIENCE))
        due = [i for i in waiting if looks.is_due(scheduler.watches[i], clock.now())]
        due = [i for i in due if not scheduler.under_way(i)]
        scheduler.dispatch(due, clock.now())
        looked.update(i for i in due if scheduler.under_way(i))
        if not scheduler.busy and not (set(waiting) - looked):
            return chosen
        clock.sleep(_STEP)


def _ask_archive(scheduler: Scheduler, named: Collection[int], clock: "Clock") -> None:
    """What an archive has of pages that refuse; what it has no time for waits for the next pass."""
    end = clock.monotonic() + _PATIENCE.total_seconds()
    more = scheduler.look_at_archive(clock.now(), named)
    while more and clock.monotonic() < end:
        clock.sleep(_STEP)
        more = scheduler.look_at_archive(clock.now())


def _second_look(watch: Watch) -> bool:
    return watch.look == 1


def _send(scheduler: Scheduler, clock: "Clock") -> None:
    """Send until nothing more is due; what failed waits for the next pass."""
    while True:
        scheduler.send(clock.now())
        if not scheduler.sending:
            return
        while scheduler.sending:
            clock.sleep(_STEP)


def outcome(rx: "Connection", source: "SourceConfig", before: Watch, after: Watch) -> Checked:
    """What changed at a source between two states of its watch."""
    version = None if after.version_id is None else versions.by_id(rx, after.version_id)
    change = None if _known_before(version, before) else _change(rx, before, after)
    return Checked(
        source=source,
        checked_at=after.last_check_at,
        verdict=after.verdict,
        reason=after.reason,
        version=version.number if version else None,
        change=change.comparison.kind if change else None,
        cause=change.cause if change else None,
        confirmed=version is not None and version.confirmed_at is not None,
        origin=origins.of(rx, version.capture_id).origin if version else None,
    )


def _known_before(version: Version | None, before: Watch) -> bool:
    """Whether a page that flaps shows a text it showed before the pass: that is a sighting."""
    if version is None or before.alternated_at is None or before.last_ok_at is None:
        return False
    return version.first_seen <= before.last_ok_at


def _change(rx: "Connection", then: Watch, now: Watch) -> Change | None:
    before, after = then.version_id, now.version_id
    if before is None or after is None or before == after:
        return None
    if versions.by_id(rx, before).text_sha256 == versions.by_id(rx, after).text_sha256:
        return None  # gone and back again within the pass
    return changes.between(rx, before, after) or changes.brought(rx, after)


def ask_daemon(
    store: "Store", config: "Config", slugs: Collection[str], clock: "Clock", patience: float
) -> list[Checked]:
    """Have the running daemon check these sources; what it found. TimeoutError if it does not.

    What is not visited as its host pauses stays marked due, and is not waited for.
    """
    wanted = {source.id: source for source in watched(config) if source.id in slugs}
    with store.write() as tx:
        ids = {slug: _id(tx, slug) for slug in wanted}
        before = watches.load(tx, list(ids.values()))
        watches.request(tx, list(ids.values()), clock.now())
    end = clock.monotonic() + patience
    while True:
        with store.read() as rx:
            after = watches.load(rx, list(ids.values()))
            paused = _paused(rx, wanted.values(), clock.now())
            if all(_answered(after[i]) or s in paused for s, i in ids.items()):
                found = [outcome(rx, wanted[s], before[i], after[i]) for s, i in ids.items()]
                left = {s for s, i in ids.items() if after[i].requested_at is not None}
                return [
                    _not_visited(one, paused[one.source.id]) if one.source.id in left else one
                    for one in found
                ]
        if clock.monotonic() > end:
            raise TimeoutError
        clock.sleep(0.2)


def _paused(
    rx: "Connection", wanted: "Iterable[SourceConfig]", now: datetime
) -> dict[str, datetime]:
    """Those of the sources whose hosts want no visit yet, and until when."""
    pauses = hosts.pauses(rx)
    found = {one.id: pauses.get(host_of(one.url)) for one in wanted}
    return {slug: pause.until for slug, pause in found.items() if pause and pause.holds(now)}


def _id(tx: "Connection", slug: str) -> int:
    found = sources.get(tx, slug)
    if found is None:
        raise UsageError(f"the running daemon does not know {slug} yet: send it SIGHUP first")
    return found.source_id


def _answered(watch: Watch) -> bool:
    return watch.requested_at is None and watch.look != 1
