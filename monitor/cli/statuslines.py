"""The lines of `readout status` for a person: what needs somebody stands first."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime

from alerts import when
from monitor.cli import statusneeds
from monitor.cli.render import one_line
from monitor.cli.status import Picture, Row
from monitor.hostmemory import left_alone
from monitor.phrasing import duration, many
from monitor.room import disk


def machine(picture: Picture) -> list[str]:
    """The daemon and the channels alone, for health checks."""
    needy = [*statusneeds.of_disk(picture), *statusneeds.of_channels(picture)]
    return [_running(picture), *(f"  {line}" for line in needy)]


def whole(
    picture: Picture, store: str, named: Collection[str] = (), *, everything: bool = False
) -> list[str]:
    """Everything: the machine, what needs you, what is muted, each source, the last day.

    `named`: the ids that were asked for, all of which have their line; without, all that is
    watched but what was found or stands above. `everything`: also where a listing led to very
    many that need you for the same reason.
    """
    needing = statusneeds.of_sources(picture, everything=everything or bool(named))
    needy = [*statusneeds.of_disk(picture), *statusneeds.of_channels(picture), *needing]
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
    return not statusneeds.needs(row) and row.source.listing_id is None


def _running(picture: Picture) -> str:
    holder = picture.holder
    if holder is None:
        return "no daemon is running (readout run, or readout check from cron)"
    what = "running" if holder.command == "run" else f"readout {holder.command} at work"
    return f"{what} since {when.utc(holder.since)} (process {holder.pid})"


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
    latest = f"@{row.number}" if row.number else "-"
    reason = one_line(watch.reason or "")
    parts = [
        f"{row.source.slug:<28} {row.state:<8} {latest:<5} {seen:<16}",
        _next(row, now),
        _names(row),
        left_alone(row.left_alone) if row.left_alone else "",
        f"not read since {when.utc(row.not_read_since)}" if row.not_read_since else "",
        f"{watch.verdict} ×{watch.failures}: {reason}" if watch.failures else "",
        statusneeds.archive(row),
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
