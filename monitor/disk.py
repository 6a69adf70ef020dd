"""Looking after the room on the store's disk, and telling the operator before there is none."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from monitor import lastwords, machine, outlook
from monitor.outlook import Danger, Room, Sample, Told
from monitor.phrasing import amount
from storage import disk, meta

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config
    from storage.store import Store

_STEP = 1_000_000  # bytes
_SAMPLES, _TOLD = "disk_samples", "disk_told"
_SUBJECTS: dict[Danger, str] = {
    "soon": "the disk of the store will be full in {days:.0f} days",
    "low": "only {free} free on the disk of the store",
    "full": "the disk of the store is full",
}
_REMEDIES: dict[Danger, str] = {
    "soon": "Make room in time, or move the store: no page is watched once the disk is full.",
    "low": "Make room, or move the store: no page is watched once the disk is full.",
    "full": "Pages cannot be kept, and are not watched, until there is room. Nothing is lost.",
}
_THIN = "To see what old bodies of unchanged texts take: readout thin --dry-run"


def look(store: "Store", config: "Config", now: datetime) -> None:
    """Note how large the store is today, hold a reserve where it fits, tell of too little room.

    Of a database server's disk nothing can be known, so only its size is noted.
    """
    size, free = disk.size(store), disk.free(store)
    with store.read() as rx:
        before, told = _samples(rx), _told(rx)
    samples = outlook.sampled(before, now.date(), size)
    after, speak, found, room = told, False, None, Room(free=free or 0, a_day=outlook.pace(samples))
    if free is not None:
        found = outlook.danger(room, _least(config, told), told)
        after, speak = outlook.turn(told, found, now)
        disk.take_reserve(store)
        lastwords.prepare(store)
    if speak or after != told or _differ(before, samples):
        with store.write() as tx:
            meta.put(tx, _SAMPLES, json.dumps([[str(one.day), one.size] for one in samples]))
            _note(tx, after)
            if speak:
                _tell(tx, config, found, room, _measured(store, room), now=now)


def full(tx: "Connection", store: "Store", config: "Config", now: datetime) -> None:
    """Tell that the disk is full, unless that was told of this episode already."""
    after, speak = outlook.turn(_told(tx), "full", now)
    if speak:
        room = Room(free=0, a_day=pace(tx))
        _tell(tx, config, "full", room, _measured(store, room), now=now)
        _note(tx, after)


def danger(rx: "Connection") -> Danger | None:
    """What the operator was told of the room on the disk, as long as it is so."""
    told = _told(rx)
    return None if told is None else told.danger


def pace(rx: "Connection") -> float | None:
    """Bytes a day by which the store has grown lately; None before that is known."""
    return outlook.pace(_samples(rx))


def _differ(before: Sequence[Sample], after: Sequence[Sample]) -> bool:
    """Whether the samples are worth a commit: a new day, or another megabyte."""
    last, new = before[-1:], after[-1]
    return not last or last[0].day != new.day or abs(new.size - last[0].size) > _STEP


def _least(config: "Config", told: Told | None) -> int:
    """How much must be free. A full disk is full until there is room for the reserve again."""
    if told is not None and told.danger == "full":
        return max(config.min_free, disk.ROOM_FOR_RESERVE)
    return config.min_free


def _tell(
    tx: "Connection",
    config: "Config",
    found: Danger | None,
    room: Room,
    measured: str,
    *,
    now: datetime,
) -> None:
    if found is None:
        subject, remedies = "there is room again on the disk of the store", []
    else:
        subject = _SUBJECTS[found].format(days=room.days or 0, free=amount(room.free))
        remedies = [_REMEDIES[found], _THIN]
    machine.operator(tx, config.operator, subject, [measured, *remedies], now)


def _measured(store: "Store", room: Room) -> str:
    takes = f"The store {store.location} takes {amount(disk.size(store))}"
    grows = f" and grows by {amount(room.a_day)} a day" if room.a_day and room.days else ""
    return f"{takes}{grows}; {amount(room.free)} are free on its disk."


def _samples(rx: "Connection") -> tuple[Sample, ...]:
    kept = json.loads(meta.get(rx, _SAMPLES) or "[]")
    return tuple(Sample(day=date.fromisoformat(day), size=size) for day, size in kept)


def _told(rx: "Connection") -> Told | None:
    kept = json.loads(meta.get(rx, _TOLD) or "null")
    return None if kept is None else Told(**kept | {"at": datetime.fromisoformat(kept["at"])})


def _note(tx: "Connection", told: Told | None) -> None:
    value = None if told is None else asdict(told) | {"at": told.at.isoformat()}
    meta.put(tx, _TOLD, json.dumps(value))
