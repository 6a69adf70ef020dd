"""Those outside who can witness what the store holds, asked beside the rounds."""

from datetime import datetime
from typing import TYPE_CHECKING

from monitor.proof.stamping import Stamper
from monitor.proof.witnessing import Saver

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config
    from storage.store import Store

_PATIENCE = 200.0  # seconds that a pass for cron waits for them, when all else is done
_STEP = 0.05


class Outside:
    """The authority that stamps, the archive that saves. Used from one thread."""

    def __init__(self, store: "Store") -> None:
        self._stamper = Stamper(store)
        self._saver = Saver(store)

    @property
    def under_way(self) -> bool:
        """Whether one of them is waited for."""
        return self._stamper.under_way or self._saver.under_way

    def tick(self, config: "Config", now: datetime) -> None:
        """Record what came, ask for what is due; returns at once."""
        self._stamper.tick(config, now)
        self._saver.tick(config, now)

    def settle(self, config: "Config", clock: "Clock") -> None:
        """Ask once for what is due and wait for it a while: `check` has nobody to come back to."""
        self.tick(config, clock.now())
        end = clock.monotonic() + _PATIENCE
        while self.under_way and clock.monotonic() < end:
            clock.sleep(_STEP)
        self.tick(config, clock.now())
