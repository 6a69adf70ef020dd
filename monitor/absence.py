"""When the program itself did not look, asleep or not running: kept as gaps in sight."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import due
from storage import episodes, meta

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.store import Store
    from storage.watches import Watch

REASON = "not running"
_ROUND_AT = "round_at"
_EVERY = timedelta(minutes=1)  # a round is written down
_ABSENT = timedelta(minutes=10)  # between two rounds: the program, or its machine, was not there
_LATE = timedelta(hours=1)  # cron comes in its own time


class Rounds:
    """Writes down when rounds are made, and for whom none came when it was due."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._noted_at: datetime | None = None

    def note(self, watches: Iterable["Watch"], now: datetime) -> None:
        """A round of all sources is made at `now`: if none was for long, the gaps are kept."""
        noted = self._noted_at
        if noted is not None and due.within(noted, now, _EVERY):
            return
        with self._store.write() as tx:
            _keep(tx, watches, now)
            meta.put(tx, _ROUND_AT, now.isoformat())
        self._noted_at = now

    def note_some(self, watches: Iterable["Watch"], now: datetime) -> None:
        """Some sources alone are looked at: it is no round of the others, whose gaps go on."""
        with self._store.write() as tx:
            _keep(tx, watches, now)


def _keep(tx: "Connection", watches: Iterable["Watch"], now: datetime) -> None:
    kept = meta.get(tx, _ROUND_AT)
    last = datetime.fromisoformat(kept) if kept else None
    if last is not None and now - last <= _ABSENT:
        return
    for watch in watches:
        since = unseen_since(watch, last, now)
        if since is not None:
            episodes.gap(tx, watch.source_id, REASON, since, now)


def unseen_since(watch: "Watch", last: datetime | None, now: datetime) -> datetime | None:
    """Since when a source was due without a round after `last`; None where it is not late."""
    if watch.last_check_at is None:
        return None
    since = max(last or watch.next_check_at, watch.next_check_at)
    pace = watch.next_check_at - watch.last_check_at
    return since if now - since > max(_LATE, pace) else None
