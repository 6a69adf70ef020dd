"""When a message that was not taken is tried again."""

from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
PATIENCE = timedelta(days=3)


def next_attempt(
    attempts: int, first_attempt_at: datetime, now: datetime, retry_after: float | None = None
) -> datetime | None:
    """When to try again after `attempts` failures (at least 1); None: it is dead.

    From one minute, doubling, to six hours; the last attempt falls three days after the first.
    `retry_after` seconds, asked for by the service, are waited in any case.
    """
    last = first_attempt_at + PATIENCE
    if now >= last:
        return None
    doublings = min(max(attempts, 1) - 1, 16)
    pause = min(SHORTEST * (1 << doublings), LONGEST)
    earliest = min(now + pause, last)
    if retry_after is None:
        return earliest
    return max(earliest, now + timedelta(seconds=max(retry_after, 0.0)))
