"""The lines of `readout status` for a person: what needs somebody stands first."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime

from alerts import when
from monitor.archivewords import said
from monitor.cli.render import one_line
from monitor.cli.status import BAD, Picture, Row
from monitor.hostmemory import left_alone
from monitor.phrasing import duration, many
from monitor.remedies import remedy
from monitor.room import disk
from monitor.unheard import some, unheard
from storage.overview import Queue

_NEEDY = BAD | {"gone", "flapping", "withdrawn", "replaced"}


def machine(picture: Picture) -> list[str]:
    """The daemon and the channels alone, for health checks."""
    needy = [*_needy_disk(picture), *_needy_channels(picture)]
    return [_running(picture), *(f"  {line}" for line in needy)]


def whole(picture: Picture, store: str, named: Collection[str] = ()) -> list[str]:
    """Everything: the machine, what needs you, what is muted, each source, the last day.

    `named`: the ids that were asked for, all of which have their line; without, all that is
    watched but what was found or stands above.
    """
    needy = [*_needy_disk(picture), *_needy_channels(picture), *_needy_sources(picture)]
    return [
        _head(picture, store),
        *(["NEEDS YOU"] if needy else []),
        *(f"  {line}" for line in needy),
        *_muted(picture),
        *_volatile(picture),
        *(f"  {_row(row, picture.now)}" for row in picture.rows if named or _is_listed(row)),
        _foot(picture),
    ]


def _head(picture: Picture, store: str) -> str:
    sent = picture.last_sent_at
    waiting = sum(queue.pending for queue in picture.queues.values())
    dead = sum(queue.dead for queue in picture.queues.values())
    return " | ".join([
        _running(picture),
        _watched(picture),
        f"last message {when.utc(sent)}" if sent else "no message yet",
        *([f"{many(waiting, 'message')} waiting"] if waiting else []),
        *([f"{dead} dead (readout alerts)"] if dead else []),
        disk(store, picture.a_day),
    ])  # fmt: skip


def _watched(picture: Picture) -> str:
    """`412 sources, 14 listings`."""
    kinds = Counter(row.source.kind for row in picture.rows if row.state != "ended")
    listings = f", {many(kinds['listing'], 'listing')}" if kinds["listing"] else ""
    return many(kinds["source"], "source") + listings


def _is_listed(row: Row) -> bool:
    """Whether the row has a line: not what needs somebody and stands above, nor what was found."""
    return not _needs(row) and row.source.listing_id is None


def _running(picture: Picture) -> str:
    holder = picture.holder
    if holder is None:
        return "no daemon is running (readout run, or readout check from cron)"
    what = "running" if holder.command == "run" else f"readout {holder.command} at work"
    return f"{what} since {when.utc(holder.since)} (process {holder.pid})"


def _needs(row: Row) -> bool:
    never_read = row.state == "new" and row.watch.failures > 0
    return row.state in _NEEDY or never_read or row.silent is not None


def _needy_sources(picture: Picture) -> Iterator[str]:
    for row in filter(_needs, picture.rows):
        watch, slug = row.watch, row.source.slug
        if row.state == "overdue":
            yield _overdue(row, picture.now)
            continue
        if row.state == "ok" and row.silent is not None:
            then = "are its new documents listed elsewhere? mend url and links, or let it be"
            yield _needy(slug, row.source.kind, row.silent, "", then)
            continue
        since = watch.failing_since or watch.state_since
        what = f"{_called(row)} {duration(picture.now - since)}"
        reason = _why(row)
        read = watch.last_ok_at is not None
        then = remedy(
            watch.verdict or "", slug, watch.reason,
            read_before=read, state=watch.state, archive=row.archive is not None,
            led_by=row.led_by, kind=row.source.kind,
        )  # fmt: skip
        reason = "; ".join(filter(None, (reason, _archive(row))))
        yield _needy(slug, row.source.kind, what, reason, then)


def _why(row: Row) -> str:
    """The reason, without the name of the state before it."""
    if row.state == "flapping":
        return "serves known texts in turn; what is new is told"
    watch = row.watch
    return one_line((watch.reason or watch.verdict or "").removeprefix(f"{row.state}: "))


def _archive(row: Row) -> str:
    """What the archive shows while the site refuses, or alone."""
    seen = row.archive
    ours = seen is None or (not row.watch.failures and seen.captured_at != row.watch.last_ok_at)
    return "" if seen is None or ours else one_line(said(seen))


def _overdue(row: Row, now: datetime) -> str:
    what = f"overdue by {duration(now - row.watch.next_check_at)}"
    why, then = "", "is readout run, or cron, alive?"
    if row.left_alone:
        why = left_alone(row.left_alone)
        then = "the first to be visited then; ask that host more rarely (every, spacing)"
    return _needy(row.source.slug, row.source.kind, what, why, then)


def _called(row: Row) -> str:
    """`blocked`, where that is why it is broken."""
    return str(row.watch.verdict or row.state) if row.state in {"broken", "new"} else row.state


def _needy_disk(picture: Picture) -> Iterator[str]:
    if picture.full:
        yield _needy("the store", "disk", "full", "nothing can be recorded", "make room")


def _needy_channels(picture: Picture) -> Iterator[str]:
    for name, one in picture.channels.items():
        queue = picture.queues.get(name)
        test = f"readout alerts test {name}"
        if one.state == "broken":
            waits = _waiting(queue)
            reason = f"{one_line(one.reason or 'refused')}{waits}"
            yield _needy(
                name, "channel", f"broken since {when.utc(one.since)}", reason, f"mend it: {test}"
            )
        elif queue and queue.pending and queue.error and queue.since:
            what = f"{many(queue.pending, 'message')} waiting since {when.utc(queue.since)}"
            then = f"tried again by itself; {test}"
            yield _needy(name, "channel", what, one_line(queue.error), then)
    if slugs := unheard([row.source for row in picture.rows], picture.channels):
        what = f"{many(len(slugs), 'source')} told to nobody"
        yield _needy(some(slugs), "source", what, "every channel is broken", "mend one of them")
    broken = {name for name, one in picture.channels.items() if one.state == "broken"}
    for name, queue in picture.queues.items():
        if queue.dead and name not in broken:
            what = f"{many(queue.dead, 'message')} given up"
            yield _needy(name, "channel", what, one_line(queue.error or ""), "readout alerts retry")


def _waiting(queue: Queue | None) -> str:
    """What a broken channel keeps back: `, 2 messages waiting, 1 given up until it works`."""
    if queue is None:
        return ""
    counts = ((queue.pending, "waiting"), (queue.dead, "given up until it works"))
    return "".join(f", {many(count, 'message')} {how}" for count, how in counts if count)


def _needy(name: str, kind: str, what: str, why: str, then: str) -> str:
    parts = [f"{name:<24} {kind:<8} {what}", why, f"→ {then}"]
    return "   ".join(part for part in parts if part)


def _muted(picture: Picture) -> Iterator[str]:
    for row in picture.rows:
        until = row.source.muted_until
        if row.state == "muted" and until is not None:
            note = f' ("{one_line(row.source.mute_note)}")' if row.source.mute_note else ""
            zone = row.source.timezone
            yield f"MUTED  {row.source.slug} until {when.minute(until, zone)} {zone}{note}"


def _volatile(picture: Picture) -> Iterator[str]:
    from monitor import volatile

    for slug, one in picture.volatile:
        text, rule = volatile.shown(one.signature), volatile.remedy(one.signature)
        said = f'"{one_line(text)}" differs from look to look, not told'
        yield f"VOLATILE  {slug}: {said}   → {one_line(rule)}"


def _row(row: Row, now: datetime) -> str:
    watch = row.watch
    seen = f"seen {duration(now - watch.last_ok_at)} ago" if watch.last_ok_at else "not seen yet"
    latest = f"@{row.versions}" if row.versions else "-"
    reason = one_line(watch.reason or "")
    parts = [
        f"{row.source.slug:<28} {row.state:<8} {latest:<5} {seen:<16}",
        _next(row, now),
        _names(row),
        left_alone(row.left_alone) if row.left_alone else "",
        f"not read since {when.utc(row.not_read_since)}" if row.not_read_since else "",
        f"{watch.verdict} ×{watch.failures}: {reason}" if watch.failures else "",
        _archive(row),
        f"{many(row.pending, 'alert')} pending" if row.pending else "",
    ]
    return "   ".join(part for part in parts if part)


def _names(row: Row) -> str:
    """`20 documents, 18 followed`: the others were too old when they were seen first."""
    if row.names is None:
        return ""
    named, followed = row.names
    rest = "" if named == followed else f", {followed} followed: the rest is older than its follow"
    return many(named, "document") + rest


def _next(row: Row, now: datetime) -> str:
    if row.state == "ended":
        return "no longer in sources.yaml" if row.source.removed_at else "followed no longer"
    ahead = row.watch.next_check_at - now
    return f"next in {duration(ahead)}" if ahead.total_seconds() > 0 else "next now"


def _counted_as(row: Row) -> str:
    """What the footer calls it: what was taken out of sources.yaml is not followed to its end."""
    if row.state == "ended":
        return "removed" if row.source.removed_at else "follow ended"
    return "OK" if row.called == "ok" else row.called


def _foot(picture: Picture) -> str:
    called = Counter(map(_counted_as, picture.rows))
    ordered = sorted(called.items(), key=lambda item: item[0] != "OK")
    counts = " | ".join(f"{name} {count}" for name, count in ordered)
    day = picture.day
    told = [f"{count} {kind}" for kind, count in sorted(day.changes.items(), reverse=True)]
    told += [f"{day.new} new"] if day.new else []
    told += [f"{duration(day.unseen)} unseen"] if day.unseen.total_seconds() >= 1 else []
    return f"{counts or 'nothing is watched'}     24 h: {', '.join(told) or 'no change'}"
