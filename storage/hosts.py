"""What hosts told us that the next process must know: their robots.txt."""

from sqlalchemy import Connection, delete, func, select

from storage import meta
from storage.tables.bookkeeping import META

_ROBOTS = "robots "
_MOST = 1000  # a page that leads to ever new hosts must not fill the store


def robots(rx: Connection, origin: str) -> str | None:
    """What was kept of the robots.txt of that origin."""
    return meta.get(rx, _ROBOTS + origin)


def keep_robots(tx: Connection, origin: str, said: str) -> None:
    """Keep what the robots.txt of that origin says, in place of what it said before."""
    ours = META.c.key.startswith(_ROBOTS)
    if tx.execute(select(func.count()).select_from(META).where(ours)).scalar_one() >= _MOST:
        tx.execute(delete(META).where(ours))
    meta.put(tx, _ROBOTS + origin, said)
