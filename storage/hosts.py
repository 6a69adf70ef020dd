"""What hosts told us that the next process must know: pauses they asked for, their robots.txt."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from storage import meta
from storage.tables.bookkeeping import META

_PAUSE = "pause "
_ROBOTS = "robots "
_PUT_RIGHT = timedelta(minutes=1)  # clocks are put right by less than that all the time
_MOST = 1000  # a page that leads to ever new hosts must not fill the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A host wants no visit until then; it said so when `source_id` was visited."""

    asked_at: datetime
    until: datetime
    source_id: int

    def holds(self, at: datetime) -> bool:
        """Whether the host is to be left alone then; not before it asked for that: the clock was
        set back since."""
        return self.asked_at - _PUT_RIGHT <= at < self.until


def pauses(rx: Connection) -> dict[str, Pause]:
    """The pause that each host asked for last, by host; most are over."""
    rows = rx.execute(select(META.c.key, META.c.value).where(META.c.key.startswith(_PAUSE)))
    return {key.removeprefix(_PAUSE): _pause(value) for key, value in rows}


def _pause(value: str) -> Pause:
    said = json.loads(value)
    asked_at, until = (datetime.fromisoformat(said[name]) for name in ("asked_at", "until"))
    return Pause(asked_at=asked_at, until=until, source_id=said["source_id"])


def keep_pause(tx: Connection, host: str, pause: Pause) -> None:
    """Keep the pause that a host asks for, in place of its last."""
    times = {"asked_at": pause.asked_at.isoformat(), "until": pause.until.isoformat()}
    said = times | {"source_id": pause.source_id}
    meta.put(tx, _PAUSE + host, json.dumps(said))


def robots(rx: Connection, origin: str) -> str | None:
    """What was kept of the robots.txt of that origin."""
    return meta.get(rx, _ROBOTS + origin)


def keep_robots(tx: Connection, origin: str, said: str) -> None:
    """Keep what the robots.txt of that origin says, in place of what it said before."""
    ours = META.c.key.startswith(_ROBOTS)
    if tx.execute(select(func.count()).select_from(META).where(ours)).scalar_one() >= _MOST:
        tx.execute(delete(META).where(ours))
    meta.put(tx, _ROBOTS + origin, said)
