"""The versions of many sources in one line of time, newest first, read a page at a time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Text,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from storage.families import family
from storage.model import Kind, Origin, Version
from storage.tables.base import compact
from storage.tables.evidence import BODIES, CAPTURES
from storage.tables.outbox import ALERTS
from storage.tables.texts import CHANGES, VERSIONS
from storage.tables.watching import SOURCES

Mark = tuple[datetime, int]  # when a version was first seen, and its id: where a page ended

_FEW = 5_000  # changes of 200,000: those that are wanted lie too far apart to come upon them
_NAMES = tuple(Version.__dataclass_fields__)
_COLUMNS = [VERSIONS.c[name].label(name) for name in _NAMES]
_LINE = (
    select(*_COLUMNS, CAPTURES.c.origin.label("origin"))
    .join_from(VERSIONS, CAPTURES, CAPTURES.c.capture_id == VERSIONS.c.capture_id)
    .order_by(VERSIONS.c.first_seen.desc(), VERSIONS.c.version_id.desc())
)
_BY_IDS = select(*_COLUMNS).where(VERSIONS.c.version_id.in_(bindparam("ids", expanding=True)))
_TOLD_AS_NEW = select(ALERTS.c.source_id).where(ALERTS.c.kind == "new")
_NEXT = VERSIONS.alias("next")
_FOLLOWING = select(
    VERSIONS.c.version_id,
    select(_NEXT.c.version_id)
    .where(
        _NEXT.c.source_id == VERSIONS.c.source_id,
        _NEXT.c.superseded_by.is_(None),
        _NEXT.c.first_seen >= VERSIONS.c.first_seen,
        or_(_NEXT.c.first_seen > VERSIONS.c.first_seen, _NEXT.c.number > VERSIONS.c.number),
    )
    .order_by(_NEXT.c.first_seen, _NEXT.c.number)
    .limit(1)
    .scalar_subquery()
    .label("next_id"),
).where(
    VERSIONS.c.version_id.in_(bindparam("ids", expanding=True)),
    VERSIONS.c.superseded_by.is_(None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which versions are wanted; of what is left open all.

    `kinds`, `by_rules` and `flags` are of a change that led to the version; `baseline`: also those
    to which none did and that were told to nobody, `new`: those that were told as new documents.
    `flags`: any of them; `term` stands for all of `term:…`.
    """

    source_id: int | None = None
    listing_id: int | None = None  # it, and all that it led to
    among: Collection[int] | None = None  # sources
    publishers: Collection[str] | None = None
    statement: str | None = None
    since: datetime | None = None
    kinds: Collection[Kind] = ()
    by_rules: bool = False
    baseline: bool = False
    new: bool = False
    flags: Collection[str] = ()
    superseded: bool = False


def page(
    rx: Connection, wanted: Wanted, below: Mark | None, limit: int
) -> list[tuple[Version, Origin]]:
    """The next versions behind a mark, newest first, and where their captures are from.

    What changes they are wanted for is asked of every change that led to them, so some may be
    among these of which it holds for another than the one that is shown.
    """
    found = _LINE.where(*_of(wanted)).limit(limit)
    if wanted.new and not (wanted.kinds or wanted.by_rules or wanted.baseline):
        found = found.where(VERSIONS.c.source_id.in_(_TOLD_AS_NEW))
    if asked := _asked(wanted):
        found = found.where(_led(rx, wanted, asked))
    if below is not None:
        at, version_id = below
        found = found.where(
            VERSIONS.c.first_seen <= at,
            or_(VERSIONS.c.first_seen < at, VERSIONS.c.version_id < version_id),
        )
    return [(_version(version), origin) for *version, origin in rx.execute(found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many changes of its page a source had, and how many words came and went with them."""

    source_id: int
    changes: int
    added: int
    removed: int

    @property
    def words(self) -> int:
        """How many in all."""
        return self.added + self.removed


def totals(rx: Connection, wanted: Wanted) -> list[Total]:
    """Of each source with a version that is wanted and that a change of its page led to."""
    before, other, earlier = VERSIONS.alias("before"), CHANGES.alias(), VERSIONS.alias("earlier")
    shown_instead = (
        exists()
        .where(
            other.c.to_version_id == VERSIONS.c.version_id,
            other.c.change_id != CHANGES.c.change_id,
            earlier.c.version_id == other.c.from_version_id,
            _leads(earlier),
            or_(
                earlier.c.first_seen > before.c.first_seen,
                (earlier.c.first_seen == before.c.first_seen)
                & (other.c.change_id > CHANGES.c.change_id),
            ),
        )
        .correlate(VERSIONS, CHANGES, before)
    )
    found = (
        select(
            VERSIONS.c.source_id,
            func.count(),
            func.sum(CHANGES.c.words_added),
            func.sum(CHANGES.c.words_removed),
        )
        .join_from(VERSIONS, CHANGES, CHANGES.c.to_version_id == VERSIONS.c.version_id)
        .join(before, before.c.version_id == CHANGES.c.from_version_id)
        .where(*_of(wanted), CHANGES.c.cause == "page", *_asked(wanted))
        .where(_leads(before), ~shown_instead)
        .group_by(VERSIONS.c.source_id)
    )
    return [
        Total(source_id=row[0], changes=row[1], added=row[2], removed=row[3])
        for row in rx.execute(found)
    ]


def _leads(before: FromClause) -> ColumnElement[bool]:
    """Whether a change from that version may be shown as what led to another, as in `changes`."""
    return (before.c.first_seen <= VERSIONS.c.first_seen) & or_(
        before.c.superseded_by.is_(None), VERSIONS.c.superseded_by.is_not(None)
    )


def captured(rx: Connection, version_ids: Collection[int]) -> dict[int, tuple[bytes, Origin]]:
    """The SHA-256 of the body that each version was read from, and where that is from."""
    found = (
        select(VERSIONS.c.version_id, BODIES.c.sha256, CAPTURES.c.origin)
        .join_from(VERSIONS, CAPTURES, CAPTURES.c.capture_id == VERSIONS.c.capture_id)
        .join(BODIES, BODIES.c.body_id == CAPTURES.c.body_id)
        .where(VERSIONS.c.version_id.in_(version_ids))
    )
    rows = rx.execute(found).mappings() if version_ids else ()
    return {row["version_id"]: (row["sha256"], row["origin"]) for row in rows}


def by_ids(rx: Connection, version_ids: Collection[int]) -> dict[int, Version]:
    """These versions, by their ids."""
    rows = rx.execute(_BY_IDS, {"ids": list(version_ids)}) if version_ids else ()
    return {one.version_id: one for one in map(_version, rows)}


def _version(row: Iterable[Any]) -> Version:
    """The version of `_COLUMNS`, see `storage.versions`."""
    return Version(**dict(zip(_NAMES, row, strict=True)))


def told_as_new(rx: Connection, version_ids: Collection[int]) -> set[int]:
    """Those of these that were told as new documents, or that were first read of such a one.

    What was read of it from before it was found, in an archive or a file, was told to nobody.
    """
    found = (
        select(VERSIONS.c.version_id)
        .join_from(VERSIONS, SOURCES, SOURCES.c.source_id == VERSIONS.c.source_id)
        .join(ALERTS, (ALERTS.c.source_id == VERSIONS.c.source_id) & (ALERTS.c.kind == "new"))
        .where(
            VERSIONS.c.version_id.in_(version_ids),
            or_(
                ALERTS.c.version_id == VERSIONS.c.version_id,
                VERSIONS.c.first_seen >= SOURCES.c.added_at,
            ),
        )
    )
    return set(rx.execute(found).scalars()) if version_ids else set()


def following(rx: Connection, version_ids: Sequence[int]) -> dict[int, Version]:
    """The version that comes next in time of each of these that stands and is not the last."""
    rows = rx.execute(_FOLLOWING, {"ids": list(version_ids)}).all() if version_ids else []
    after = {row[0]: row[1] for row in rows if row[1] is not None}
    known = by_ids(rx, set(after.values()))
    return {version_id: known[next_id] for version_id, next_id in after.items()}


def of_sources(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What makes a row of `sources` one of those wanted."""
    found: list[ColumnElement[bool]] = []
    if wanted.source_id is not None:
        found.append(SOURCES.c.source_id == wanted.source_id)
    if wanted.listing_id is not None:
        found.append(SOURCES.c.source_id.in_(family(wanted.listing_id)))
    if wanted.publishers is not None:
        found.append(SOURCES.c.publisher.in_(wanted.publishers))
    if wanted.statement is not None:
        found.append(SOURCES.c.statement == wanted.statement)
    return found


def _of(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.source_id is not None:
        found.append(VERSIONS.c.source_id == wanted.source_id)
    elif conditions := of_sources(wanted):
        found.append(VERSIONS.c.source_id.in_(select(SOURCES.c.source_id).where(*conditions)))
    if wanted.among is not None:
        found.append(VERSIONS.c.source_id.in_(wanted.among))
    if wanted.since is not None:
        found.append(VERSIONS.c.first_seen >= wanted.since)
    if not wanted.superseded:
        found.append(VERSIONS.c.superseded_by.is_(None))
    return found


def _asked(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked of a change that leads to a version."""
    kinds: list[ColumnElement[bool]] = []
    if wanted.kinds:
        kinds.append(CHANGES.c.kind.in_(wanted.kinds))
    if wanted.by_rules:
        kinds.append(CHANGES.c.cause == "rules")
    flags = type_coerce(CHANGES.c.flags, Text)
    of_flags = [flags.contains(_as_kept(flag), autoescape=True) for flag in wanted.flags]
    arrivals = wanted.baseline or wanted.new
    return [] if arrivals else [or_(*some) for some in (kinds, of_flags) if some]


def _led(
    rx: Connection, wanted: Wanted, asked: Sequence[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """That such a change led to the version.

    Where there are few of them in all, they are looked up first: to ask each version in turn would
    take a second. Where there are many, the first versions asked are enough for a page.
    """
    found = select(CHANGES.c.to_version_id).where(*asked)
    if wanted.source_id is None:
        counted = select(func.count()).select_from(found.limit(_FEW).subquery())
        if rx.execute(counted).scalar_one() < _FEW:
            return VERSIONS.c.version_id.in_(found)
    return exists().where(CHANGES.c.to_version_id == VERSIONS.c.version_id, *asked)


def _as_kept(flag: str) -> str:
    """How a flag stands in the JSON of a change; `term`, how those of all terms begin."""
    return '"term:' if flag == "term" else compact(flag)
