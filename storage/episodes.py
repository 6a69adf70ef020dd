"""Episodes: the stretches of time in which watching a source was in one state."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update

from storage.model import SEEN, Episode, State, Verdict
from storage.rows import within
from storage.tables.watching import EPISODES, SOURCES

_SELECT = select(*[EPISODES.c[name].label(name) for name in Episode.__dataclass_fields__])
_OF_SOURCE = _SELECT.where(EPISODES.c.source_id == bindparam("source"))
_OF_SOURCES = _SELECT.where(
    EPISODES.c.source_id.in_(bindparam("sources", expanding=True))
).order_by(EPISODES.c.episode_id)
_UNWELL = or_(
    EPISODES.c.state.in_(["overdue", "flapping"]),
    EPISODES.c.verdict.not_in(sorted(SEEN)),
)
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


def histories(rx: Connection, source_ids: Collection[int]) -> dict[int, list[Episode]]:
    """The episodes of each of these sources that has any, the first one first."""
    found: dict[int, list[Episode]] = {}
    if source_ids:
        rows = rx.execute(_OF_SOURCES, {"sources": list(source_ids)}).mappings()
        for row in rows:
            found.setdefault(row["source_id"], []).append(Episode(**row))
    return found


def unwell(
    rx: Connection,
    *conditions: ColumnElement[bool],
    start: datetime | None = None,
    end: datetime | None = None,
    lasting: datetime | None = None,
) -> set[int]:
    """The sources, of which such conditions hold, with an episode in which all was not well.

    It began from `start` on and before `end`, and lasted beyond `lasting`.
    """
    found = select(EPISODES.c.source_id).distinct().where(_UNWELL)
    if conditions:
        found = found.join_from(EPISODES, SOURCES, SOURCES.c.source_id == EPISODES.c.source_id)
        found = found.where(*conditions)
    found = found.where(*within(EPISODES.c.since, start, end))
    if lasting is not None:
        found = found.where(or_(EPISODES.c.until.is_(None), EPISODES.c.until > lasting))
    return set(rx.execute(found).scalars())
