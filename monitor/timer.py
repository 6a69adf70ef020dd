"""The timer that drives the daemon's steps, whatever becomes of the machine's clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from apscheduler.job import Job


class _Pause(BaseTrigger):  # type: ignore[misc] # the library is untyped
    """A step so long after the last one. An interval would make up for each step that a clock put
    forward left out, one by one: 86,400 for a day, without end for a clock that began in 1970.
    """

    def __init__(self, length: timedelta) -> None:
        self.length = length

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """From now on, not from when the last step was to be."""
        return now + self.length


class Timer:
    """Calls `step` every `seconds` in a thread of its own, never twice at a time."""

    def __init__(self, step: Callable[[], None], *, seconds: float) -> None:
        self._length = timedelta(seconds=seconds)
        self._timer = BackgroundScheduler(timezone=UTC)
        self._job: Job = self._timer.add_job(
            step, _Pause(self._length), coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def put_right(self, now: datetime) -> None:
        """Step now where the next step is too far away: the clock was put back since."""
        at = self._job.next_run_time
        if at is not None and at - now > 2 * self._length:
            self._job.modify(next_run_time=now)

    def stop(self) -> None:
        """End, once the step under way is over."""
        self._timer.shutdown(wait=True)
