"""Changes: how two versions of a source differ."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select

from storage.model import Cause, Change, Comparison, Kind, Passage
from storage.packed import pack, unpack
from storage.rows import add
from storage.tables import base
from storage.tables.texts import CHANGES, VERSIONS

_ALL = select(*base.fields(CHANGES))
_TOLD = select(*base.strictly(CHANGES)).where(
    CHANGES.c.change_id.in_(bindparam("changes", expanding=True))
)
_INSERT = insert(CHANGES)
_BETWEEN = (
    _ALL.where(
        CHANGES.c.from_version_id == bindparam("before"),
        CHANGES.c.to_version_id == bindparam("after"),
    )
    .order_by(CHANGES.c.change_id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSummary:
    """A change without its passages: what a list of changes shows."""

    change_id: int
    source_id: int
    from_version_id: int
    to_version_id: int
    cause: Cause
    kind: Kind | None
    flags: tuple[str, ...]
    words_added: int
    words_removed: int
    recorded_at: datetime


_NAMES = tuple(ChangeSummary.__dataclass_fields__)
_SUMMARY = [CHANGES.c[name].label(name) for name in _NAMES]
_before, _after = VERSIONS.alias("before"), VERSIONS.alias("after")
_STEPS = (
    select(*_SUMMARY, CHANGES.c.passages)
    .join_from(CHANGES, _before, _before.c.version_id == CHANGES.c.from_version_id)
    .join(_after, _after.c.version_id == CHANGES.c.to_version_id)
    .where(
        CHANGES.c.to_version_id.in_(bindparam("versions", expanding=True)),
        _before.c.first_seen <= _after.c.first_seen,
        or_(_before.c.superseded_by.is_(None), _after.c.superseded_by.is_not(None)),
    )
    .order_by(_before.c.first_seen, CHANGES.c.change_id)
)


def record(
    tx: Connection,
    *,
    source_id: int,
    from_version_id: int,
    to_version_id: int,
    cause: Cause,
    comparison: Comparison,
    now: datetime,
) -> Change:
    """Keep how two versions of the source differ, with its link."""
    from storage import chain  # a history is told without it

    row = {
        "source_id": source_id,
        "from_version_id": from_version_id,
        "to_version_id": to_version_id,
        "cause": cause,
        "kind": comparison.kind,
        "flags": comparison.flags,
        "words_added": comparison.words_added,
        "words_removed": comparison.words_removed,
        "recorded_at": now,
        "passages": pack([_plain(passage) for passage in comparison.passages]),
    }
    change = Change(
        change_id=add(tx, _INSERT, row),
        source_id=source_id,
        from_version_id=from_version_id,
        to_version_id=to_version_id,
        cause=cause,
        comparison=comparison,
        recorded_at=now,
    )
    link = chain.content("change", evidence(change))
    chain.append(tx, source_id, "change", change.change_id, link)
    return change


def evidence(change: Change) -> dict[str, object]:
    """What the chain says of a change: everything."""
    told = change.comparison
    return {
        "change_id": change.change_id,
        "source_id": change.source_id,
        "from_version_id": change.from_version_id,
        "to_version_id": change.to_version_id,
        "cause": change.cause,
        "recorded_at": change.recorded_at,
        "change": told.kind,
        "flags": told.flags,
        "words_added": told.words_added,
        "words_removed": told.words_removed,
        "passages": [_plain(passage) for passage in told.passages],
    }


def evidence_of(rx: Connection, change_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """What the rows of these changes say now, for the chain."""
    rows = rx.execute(_TOLD, {"changes": list(change_ids)}).mappings()
    return {row["change_id"]: evidence(_change(row)) for row in rows}


def by_id(tx: Connection, change_id: int) -> Change | None:
    """The change of that id."""
    row = tx.execute(_ALL.where(CHANGES.c.change_id == change_id)).mappings().one_or_none()
    return _change(row) if row else None


def between(tx: Connection, from_version_id: int, to_version_id: int) -> Change | None:
    """The change from one version to another, as last recorded."""
    wanted = {"before": from_version_id, "after": to_version_id}
    row = tx.execute(_BETWEEN, wanted).mappings().one_or_none()
    return _change(row) if row else None


def by_rules(rx: Connection, source_id: int) -> set[tuple[int, int]]:
    """The versions, from and to, between which our rules made a change of the source."""
    found = select(CHANGES.c.from_version_id, CHANGES.c.to_version_id)
    rows = rx.execute(found.where(CHANGES.c.source_id == source_id, CHANGES.c.cause == "rules"))
    return {(row[0], row[1]) for row in rows}


def brought(tx: Connection, version_id: int) -> Change | None:
    """The change with which the version was recorded: from the one that a look saw before it.

    What was imported in between since, or what a further look set it against, does not count, nor
    a version that is superseded.
    """
    before = VERSIONS.alias("before")
    row = (
        tx.execute(
            _ALL.join_from(CHANGES, before, before.c.version_id == CHANGES.c.from_version_id)
            .where(CHANGES.c.to_version_id == version_id, before.c.superseded_by.is_(None))
            .order_by(CHANGES.c.change_id)
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    return _change(row) if row else None


def arriving_at(tx: Connection, version_id: int) -> Change | None:
    """The last recorded change that led to the version, from the one before it in time.

    A change from a later version (as a history filled in backwards has) does not count, nor one
    from a superseded version to one that stands.
    """
    before, after = VERSIONS.alias("before"), VERSIONS.alias("after")
    row = (
        tx.execute(
            _ALL.join_from(CHANGES, before, before.c.version_id == CHANGES.c.from_version_id)
            .join(after, after.c.version_id == CHANGES.c.to_version_id)
            .where(CHANGES.c.to_version_id == version_id)
            .where(before.c.first_seen <= after.c.first_seen)
            .where(or_(before.c.superseded_by.is_(None), after.c.superseded_by.is_not(None)))
            .order_by(before.c.first_seen.desc(), CHANGES.c.change_id.desc())
            .limit(1)
        )
        .mappings()
        .one_or_none()
    )
    return _change(row) if row else None


def history(tx: Connection, source_id: int) -> list[Change]:
    """The source's changes in the order they were recorded."""
    rows = tx.execute(
        _ALL.where(CHANGES.c.source_id == source_id).order_by(CHANGES.c.change_id)
    ).mappings()
    return [_change(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The change that led to a version from the one before it; its passages are still packed."""

    told: ChangeSummary
    packed: bytes

    def opened(self) -> Change:
        """The whole change."""
        told = {name: getattr(self.told, name) for name in _NAMES}
        return _change({**told, "passages": self.packed})


def steps(rx: Connection, version_ids: Collection[int]) -> dict[int, Step]:
    """The change that led to each of these versions from the one before it, by the version's id."""
    rows = rx.execute(_STEPS, {"versions": list(version_ids)}) if version_ids else ()
    found = [Step(told=_summary(told), packed=passages) for *told, passages in rows]
    return {step.told.to_version_id: step for step in found}


def summaries(tx: Connection, source_id: int | None = None) -> list[ChangeSummary]:
    """The changes of the source, or of all, without passages, in the order of recording."""
    wanted = select(*_SUMMARY).order_by(CHANGES.c.change_id)
    if source_id is not None:
        wanted = wanted.where(CHANGES.c.source_id == source_id)
    return list(map(_summary, tx.execute(wanted)))


def _summary(row: Iterable[Any]) -> ChangeSummary:
    """A row of `_SUMMARY`."""
    told = dict(zip(_NAMES, row, strict=True))
    return ChangeSummary(**told | {"flags": tuple(told["flags"])})


def _change(row: Mapping[Any, Any]) -> Change:
    stored: Any = unpack(row["passages"])
    comparison = Comparison(
        kind=row["kind"],
        passages=tuple(_passage(one) for one in stored),
        flags=tuple(row["flags"]),
        words_added=row["words_added"],
        words_removed=row["words_removed"],
    )
    names = ("change_id", "source_id", "from_version_id", "to_version_id", "cause", "recorded_at")
    return Change(**{name: row[name] for name in names}, comparison=comparison)


def _plain(passage: Passage) -> dict[str, object]:
    """All that is said of a passage; what came later into the form only where it says something."""
    return {
        field.name: getattr(passage, field.name)
        for field in fields(passage)
        if field.default is MISSING or getattr(passage, field.name) != field.default
    }


def _passage(stored: dict[str, Any]) -> Passage:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    edits = tuple((op, text) for op, text in stored["edits"])
    return Passage(**{**stored, **lists, "edits": edits})
