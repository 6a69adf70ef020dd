"""Calling the dead-man switch after healthy rounds: at most once a minute, and beside them."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from monitor.errand import Errand
from monitor.version import user_agent

if TYPE_CHECKING:
    from monitor.clock import Clock
    from monitor.config.model import Config

_log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


class DeadMan:
    """Remembers when the switch was last called, and whether it answered."""

    def __init__(self, clock: "Clock") -> None:
        self._clock = clock
        self._called_at: float | None = None
        self._errand: Errand[None] = Errand("calling the dead-man switch")
        self._failed = False

    def healthy(self, config: "Config") -> None:
        """A round went well: call, without waiting for an answer, if a minute has passed."""
        if config.ping is None or self._errand.under_way:
            return
        now = self._clock.monotonic()
        if self._called_at is not None and now - self._called_at < EVERY_SECONDS:
            return
        self._called_at = now
        self._errand.start(partial(self.call, config))

    def call(self, config: "Config") -> None:
        """Call now; a failure is logged once, until it works again."""
        if config.ping is None:
            return
        from monitor.fetch.ping import ping  # a check that finds nothing due may have none

        error = ping(config.ping, user_agent(config.contact))
        if error is not None and not self._failed:
            _log.warning("the address of ping in sources.yaml was called, and %s", error)
        self._failed = error is not None
