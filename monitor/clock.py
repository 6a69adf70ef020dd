"""The only clock, and the only chance, of the program: all else is handed `now`."""

import random
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time. Tests and simulated months bring their own."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps, for measuring durations."""

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""

    def uniform(self, low: float, high: float) -> float:
        """A number between the two, by chance: for jitter and backoff."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never jumps, for measuring durations."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        time.sleep(seconds)

    def uniform(self, low: float, high: float) -> float:
        """A number between the two, by chance: for jitter and backoff."""
        return random.uniform(low, high)  # noqa: S311


SYSTEM = SystemClock()
