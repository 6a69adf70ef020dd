"""Episodes: the stretches of time in which watching a source was in one state."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.model import Episode, State, Verdict
from storage.tables.watching import EPISODES

_SELECT = select(*[EPISODES.c[name].label(name) for name in Episode.__dataclass_fields__])
_OF_SOURCE = _SELECT.where(EPISODES.c.source_id == bindparam("source"))
_CURRENT = _OF_SOURCE.where(EPISODES.c.until.is_(None))


def enter(
    tx: Connection,
    *,
    source_id: int,
    state: State,
    verdict: Verdict | None,
    reason: str | None,
    now: datetime,
) -> None:
    """Begin an episode and end the one before; nothing happens if it is the same one."""
    before = current(tx, source_id)
    told = (state, verdict, reason)
    if before is not None and (before.state, before.verdict, before.reason) == told:
        return
    still_open = (EPISODES.c.source_id == source_id) & EPISODES.c.until.is_(None)
    tx.execute(update(EPISODES).where(still_open).values(until=now))
    row = {
        "source_id": source_id,
        "state": state,
        "verdict": verdict,
        "reason": reason,
        "since": now,
    }
    tx.execute(insert(EPISODES), row)


def gap(tx: Connection, source_id: int, reason: str, since: datetime, until: datetime) -> None:
    """Keep a stretch up to now in which nobody looked at the source; one kept before goes on."""
    same = (
        (EPISODES.c.source_id == source_id)
        & (EPISODES.c.state == "overdue")
        & (EPISODES.c.since == since)
    )
    if tx.execute(update(EPISODES).where(same).values(until=until)).rowcount:
        return
    row = {
        "source_id": source_id,
        "state": "overdue",
        "verdict": None,
        "reason": reason,
        "since": since,
        "until": until,
    }
    tx.execute(insert(EPISODES), row)


def current(tx: Connection, source_id: int) -> Episode | None:
    """The episode that lasts."""
    row = tx.execute(_CURRENT, {"source": source_id}).mappings().one_or_none()
    return Episode(**row) if row else None


def history(tx: Connection, source_id: int) -> list[Episode]:
    """The source's episodes, the first one first."""
    rows = tx.execute(_OF_SOURCE.order_by(EPISODES.c.episode_id), {"source": source_id})
    return [Episode(**row) for row in rows.mappings()]
