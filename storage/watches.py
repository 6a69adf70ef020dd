"""The bookkeeping of watching: one row a source, read and written many at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import Connection, bindparam, case, insert, select, update

from storage.model import State, Vanished, Verdict
from storage.tables.base import fields
from storage.tables.bookkeeping import WATCHES
from storage.tables.watching import SOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How watching one source goes; what the next visit needs to know of the last."""

    source_id: int
    next_check_at: datetime
    state: State
    state_since: datetime
    last_check_at: datetime | None = None
    last_ok_at: datetime | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    vanished: Vanished | None = None  # as the last judgement had it
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    told_at: datetime | None = None  # when people were last told of the state
    tellings: int = 0
    visits: int = 0
    etag: str | None = None  # of the latest good capture, like `last_modified`
    last_modified: str | None = None
    capture_id: int | None = None  # the latest, good or bad
    captured_at: datetime | None = None
    body_sha256: bytes | None = None  # of that capture
    status: int | None = None
    rules_sha256: bytes | None = None  # of its derivation
    ok_capture_id: int | None = None  # the latest good one
    ok_rules_sha256: bytes | None = None
    frame_sha256: bytes | None = None
    version_id: int | None = None  # the latest
    confirmed_version_id: int | None = None
    look: int = 0  # 0: none open, 1: the first done and the second due, 2: the third due
    look_due_at: datetime | None = None
    look_since: datetime | None = None
    alternated_at: datetime | None = None  # a page that flaps showed another text last; else None
    requested_at: datetime | None = None  # by a `check` beside the daemon; see `request`
    quickened_at: datetime | None = None  # a find came, or was edited: its pace slows from here on
    followed_until: datetime | None = None  # a find is watched no longer than that
    withdrawal: str | None = None  # what the page says beside its text: that it was taken back
    withdrawal_since: datetime | None = None


_NAMES = tuple(Watch.__dataclass_fields__)
_VALUES = attrgetter(*_NAMES)
_ALL = select(*fields(WATCHES))
_INSERT = insert(WATCHES)
_UPDATE = (
    update(WATCHES)
    .where(WATCHES.c.source_id == bindparam("of_source_id"))
    .values(
        {
            name: bindparam(f"of_{name}", type_=WATCHES.c[name].type)
            for name in _NAMES
            if name not in {"source_id", "requested_at"}
        }
        # Whoever saves a watch loaded it some time ago; a request that came since is kept.
        | {
            "requested_at": case(
                (
                    WATCHES.c.requested_at
                    <= bindparam("of_last_check_at", type_=WATCHES.c.last_check_at.type),
                    None,
                ),
                else_=WATCHES.c.requested_at,
            )
        }
    )
)


def load(tx: Connection, source_ids: Collection[int] | None = None) -> dict[int, Watch]:
    """The watches of these sources, or of all, by source."""
    wanted = _ALL
    if source_ids is not None:
        wanted = _ALL.where(WATCHES.c.source_id.in_(source_ids))
    return {row["source_id"]: Watch(**row) for row in tx.execute(wanted).mappings()}


def last_seen(rx: Connection, version_ids: Collection[int]) -> dict[int, datetime]:
    """When those of these versions that are seen now were read last, by the version's id."""
    found = select(WATCHES.c.version_id, WATCHES.c.last_ok_at)
    rows = rx.execute(found.where(WATCHES.c.version_id.in_(version_ids))) if version_ids else ()
    return {version_id: at for version_id, at in rows if version_id is not None and at is not None}


def failing_listings(rx: Connection) -> list[Watch]:
    """The watches of the listings whose last visit read nothing, the longest failing first."""
    found = (
        _ALL.join_from(WATCHES, SOURCES, SOURCES.c.source_id == WATCHES.c.source_id)
        .where(SOURCES.c.kind == "listing", SOURCES.c.removed_at.is_(None), WATCHES.c.failures > 0)
        .order_by(WATCHES.c.failing_since, WATCHES.c.source_id)
    )
    return [Watch(**row) for row in rx.execute(found).mappings()]


def save(tx: Connection, watches: Iterable[Watch]) -> None:
    """Write the watches. A request made at or before `last_check_at` is thereby answered."""
    given = list(watches)
    if not given:
        return
    if tx.execute(_UPDATE, [_row(watch, "of_") for watch in given]).rowcount == len(given):
        return  # as it nearly always is
    known = set(tx.execute(select(WATCHES.c.source_id)).scalars())
    new = [_row(watch, "") for watch in given if watch.source_id not in known]
    tx.execute(_INSERT, new)


def request(tx: Connection, source_ids: Collection[int], now: datetime) -> None:
    """Ask whoever watches these sources to look at them at once."""
    tx.execute(update(WATCHES).where(WATCHES.c.source_id.in_(source_ids)).values(requested_at=now))


def quicken(tx: Connection, source_id: int, now: datetime) -> None:
    """Have whoever watches what was found look at it now, and often from now on."""
    quickened = update(WATCHES).where(WATCHES.c.source_id == source_id)
    tx.execute(quickened.values(quickened_at=now, requested_at=now))


def requests(tx: Connection) -> list[int]:
    """The sources somebody asked for, the longest waiting first."""
    asked = WATCHES.c.requested_at
    return list(
        tx.execute(select(WATCHES.c.source_id).where(asked.is_not(None)).order_by(asked)).scalars()
    )


def _row(watch: Watch, prefix: str) -> dict[str, object]:
    return {prefix + name: value for name, value in zip(_NAMES, _VALUES(watch), strict=True)}
