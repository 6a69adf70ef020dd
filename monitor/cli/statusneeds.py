"""What `readout status` puts first: what needs somebody, a line each with the remedy."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from alerts import when
from monitor.archivewords import said
from monitor.cli.render import one_line
from monitor.cli.status import BAD, Picture, Row
from monitor.hostmemory import left_alone
from monitor.phrasing import duration, many
from monitor.remedies import remedy
from monitor.unheard import some, unheard
from storage.model import Source
from storage.overview import Queue

_MOST = 10  # of what one listing led to and is in the same state
_NEEDY = BAD | {"gone", "flapping", "withdrawn", "replaced"}


def needs(row: Row) -> bool:
    never_read = row.state == "new" and row.watch.failures > 0
    return row.state in _NEEDY or never_read or row.silent is not None


def of_sources(picture: Picture, *, everything: bool) -> Iterator[str]:
    """A line each; of what one listing led to and is in one state, ten unless `everything`."""
    needy = list(filter(needs, picture.rows))
    roots = _roots(picture)
    led = [(roots.get(row.source.source_id), _called(row)) for row in needy]
    counts, told = Counter(map(_which, led)), Counter[tuple[int, str]]()
    for row, (root, called) in zip(needy, led, strict=True):
        which = _which((root, called))
        told[which] += 1
        if root is None or everything or told[which] <= _MOST:
            yield _needy_source(row, picture.now)
        elif told[which] == _MOST + 1:
            more = f"{counts[which] - _MOST} more of what it led to: {called}"
            yield _needy(root.slug, root.kind, more, "", "readout -v status")


def _which(led: tuple[Source | None, str]) -> tuple[int, str]:
    root, called = led
    return (root.source_id if root else 0), called


def _roots(picture: Picture) -> dict[int, Source]:
    """What of sources.yaml led to each source that was found."""
    known = {row.source.source_id: row.source for row in picture.rows}

    def root(one: Source) -> Source:
        above = known.get(one.listing_id or 0)
        return one if above is None else root(above)

    return {own: root(one) for own, one in known.items() if one.listing_id in known}


def _needy_source(row: Row, now: datetime) -> str:
    watch, slug = row.watch, row.source.slug
    if row.state == "overdue":
        return _overdue(row, now)
    if row.state == "ok" and row.silent is not None:
        then = "are its new documents listed elsewhere? mend url and links, or let it be"
        return _needy(slug, row.source.kind, row.silent, "", then)
    since = watch.failing_since or watch.state_since
    then = remedy(
        watch.verdict or "", slug, watch.reason,
        read_before=watch.last_ok_at is not None, state=watch.state,
        archive=row.source.has_archive, led_by=row.led_by, kind=row.source.kind,
    )  # fmt: skip
    reason = "; ".join(filter(None, (_why(row), archive(row))))
    return _needy(slug, row.source.kind, f"{_called(row)} {duration(now - since)}", reason, then)


def _why(row: Row) -> str:
    """The reason, without the name of the state before it."""
    if row.state == "flapping":
        return "serves known texts in turn; what is new is told"
    watch = row.watch
    return one_line((watch.reason or watch.verdict or "").removeprefix(f"{row.state}: "))


def archive(row: Row) -> str:
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


def of_disk(picture: Picture) -> Iterator[str]:
    if picture.full:
        yield _needy("the store", "disk", "full", "nothing can be recorded", "make room")


def of_channels(picture: Picture) -> Iterator[str]:
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
