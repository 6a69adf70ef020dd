"""What is done beside watching: the disk, and new texts made ready for searching, once a minute;
once a day what has grown old.
"""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import disk, due
from storage import meta, sightings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config.model import Config
    from storage.store import Store
    from storage.thin import Thinned

_log = logging.getLogger(__name__)
_LOOK_EVERY = timedelta(minutes=1)
_THIN_EVERY = timedelta(days=1)
_SEAL_AFTER = timedelta(days=1)
_AT_ONCE = 500  # sightings in one transaction: a store of 10,000 sources has 7 a minute
_THINNED = "thinned_at"


class Upkeep:
    """Remembers when it last looked after the store, and how far it is in thinning it."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._looked_at: datetime | None = None
        self._thinning: Iterator[Thinned] | None = None
        self._to_bind = False

    def look(self, config: "Config", now: datetime) -> None:
        """See to the room on the disk, if a minute has passed or the clock was set back."""
        if self._looked_at is None or not due.within(self._looked_at, now, _LOOK_EVERY):
            self._looked_at = now
            disk.look(self._store, config, now)
            _seal(self._store, now)
            self._to_bind = True
            if self._thinning is None and config.thin and _is_time_to_thin(self._store, now):
                self._thinning = thinned(self._store, now)

    def step(self) -> None:
        """Go on with what is under way, one short step: texts to be bound, the day's thinning."""
        self._to_bind = self._to_bind and _bind(self._store)
        if self._thinning is None:
            return
        done = next(self._thinning, None)
        if done is None:
            self._thinning = None
        elif done.bodies:
            _log.info("thinned: %d bodies, %.1f MB", done.bodies, done.freed / 1e6)


def bind(store: "Store") -> None:
    """Make all texts that are new ready for searching, but for the last few."""
    while _bind(store):
        pass


def _bind(store: "Store") -> bool:
    """One step of it; whether there may be more to do."""
    from monitor.searching import FOLD
    from storage import volumes

    with store.write() as tx:
        return volumes.bind(tx, FOLD)


def thinned(store: "Store", now: datetime) -> "Iterator[Thinned]":
    """Thin all sources, a short transaction a step: what each did. A new day begins with it."""
    from storage import sources, thin

    with store.write() as tx:
        meta.put(tx, _THINNED, now.isoformat())
        ids = [source.source_id for source in sources.listing(tx)]
    for source_id in ids:
        while True:
            with store.write() as tx:
                done = thin.step(tx, source_id, now)
            yield done
            if not done.bodies:
                break


def _seal(store: "Store", now: datetime) -> None:
    """Make evidence of the sightings that have grown for a day; the next visits open new ones."""
    with store.write() as tx:
        sightings.seal_older(tx, now - _SEAL_AFTER, _AT_ONCE)


def _is_time_to_thin(store: "Store", now: datetime) -> bool:
    with store.read() as rx:
        last = meta.get(rx, _THINNED)
    return last is None or not due.within(datetime.fromisoformat(last), now, _THIN_EVERY)
