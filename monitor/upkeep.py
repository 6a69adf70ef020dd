"""What the daemon does beside watching: once a minute the disk, once a day what has grown old."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import disk

if TYPE_CHECKING:
    from monitor.config.model import Config
    from storage.store import Store

_LOOK_EVERY = timedelta(minutes=1)


class Upkeep:
    """Remembers when it last looked after the store."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._looked_at: datetime | None = None

    def tick(self, config: "Config", now: datetime) -> None:
        """Look after what is due; returns soon."""
        if self._is_time(now):
            self._looked_at = now
            disk.look(self._store, config, now)

    def _is_time(self, now: datetime) -> bool:
        """Whether a minute has passed, or the clock was set back."""
        last = self._looked_at
        return last is None or not last <= now < last + _LOOK_EVERY
