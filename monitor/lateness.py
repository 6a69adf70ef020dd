"""Whether a source waits for its visit longer than it should. Pure."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.hosts import Pause
    from storage.lock import Holder
    from storage.watches import Watch

_LATE = timedelta(minutes=10)  # a check this late, beside a daemon, is overdue
_LATE_ALONE = timedelta(hours=2)  # without one: cron comes in its own time
_ROUNDS = 3  # missed since its host asked for a pause; whoever asked it was alive


def left_alone(watch: "Watch", pause: "Pause | None", now: datetime) -> datetime | None:
    """Until when a pause of its host keeps, or kept, a page that is due from being visited."""
    due = watch.next_check_at
    return pause.until if pause and due <= now and due < pause.until else None


def is_overdue(
    watch: "Watch", holder: "Holder | None", pause: "Pause | None", now: datetime
) -> bool:
    """Whether its visit is late: by how much it may be depends on who holds the store's lock.

    `pause` is the last that its host asked for, if any.
    """
    due = watch.next_check_at
    pace = due - watch.last_check_at if watch.last_check_at else timedelta(0)
    if holder and holder.command == "run":
        due, allowed = max(due, holder.since), _LATE  # what ran late before it began is past
    elif left_alone(watch, pause, now):
        allowed = max(_LATE, _ROUNDS * pace)
    else:
        allowed = max(_LATE_ALONE, pace)
    return now - due > allowed
