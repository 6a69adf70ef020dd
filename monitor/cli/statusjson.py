"""`status --json`: a source, a listing or a channel a line."""

from typing import TYPE_CHECKING

from monitor.cli import render
from monitor.hostmemory import left_alone

if TYPE_CHECKING:
    from monitor.cli.status import Picture, Row
    from storage.archive_sights import ArchiveSight


def lines(picture: "Picture", *, machine: bool) -> list[str]:
    """The objects of what status tells; only the channels for the machine's sake."""
    rows = [] if machine else [_row_json(row) for row in picture.rows]
    rows += [_channel_json(picture, name) for name in picture.channels]
    return [render.json_line(row) for row in rows]


def _row_json(row: "Row") -> dict[str, object]:
    watch = row.watch
    return {
        "kind": row.source.kind,
        "source": row.source.slug,
        "state": row.state,
        "verdict": watch.verdict,
        "reason": _reason(row),
        "last_good": render.instant(watch.last_ok_at),
        "last_check": render.instant(watch.last_check_at),
        "next_check": None if row.state == "ended" else render.instant(watch.next_check_at),
        "failures": watch.failures,
        "versions": row.versions,
        "pending_alerts": row.pending,
        "archive": None if row.archive is None else _archive_json(row.archive),
    }


def _archive_json(one: "ArchiveSight") -> dict[str, object]:
    return {
        "asked_at": render.instant(one.asked_at),
        "next_ask": render.instant(one.next_ask_at),
        "refused": one.refused,
        "captured_at": render.instant(one.captured_at),
        "memento": one.memento,
        "verdict": one.verdict,
        "reason": one.reason,
    }


def _reason(row: "Row") -> str | None:
    from alerts import when

    alone = left_alone(row.left_alone) if row.left_alone else None
    if row.not_read_since is not None:
        why = row.watch.reason or row.watch.verdict
        return f"not read since {when.utc(row.not_read_since)}: {why}"
    return row.watch.reason or alone or row.silent


def _channel_json(picture: "Picture", name: str) -> dict[str, object]:
    one, queue = picture.channels[name], picture.queues.get(name)
    return {
        "kind": "channel",
        "source": name,
        "state": one.state,
        "verdict": None,
        "reason": one.reason or (queue.error if queue else None),
        "last_good": None,
        "last_check": render.instant(one.since),
        "next_check": render.instant(one.next_probe_at),
        "failures": 0,
        "versions": 0,
        "pending_alerts": queue.pending if queue else 0,
        "archive": None,
    }
