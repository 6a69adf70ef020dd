"""Versions: the documents of a source, numbered in order of recording, told in order of time."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from storage.errors import NoSuchRow
from storage.model import Block, Cause, Document, Version
from storage.rows import add
from storage.tables.base import clean, compact
from storage.tables.texts import VERSIONS
from storage.tables.watching import SOURCES

_BATCH = 500  # parameters a statement
_NAMES = tuple(Version.__dataclass_fields__)
_SELECT = select(*[VERSIONS.c[name].label(name) for name in _NAMES])
_IN_TIME = (VERSIONS.c.first_seen, VERSIONS.c.number)
_BY_ID = _SELECT.where(VERSIONS.c.version_id == bindparam("version"))
_TOLD = _SELECT.where(VERSIONS.c.version_id.in_(bindparam("versions", expanding=True)))
_BY_NUMBER = _SELECT.where(
    VERSIONS.c.source_id == bindparam("source"), VERSIONS.c.number == bindparam("number")
)
_OF_SOURCE = _SELECT.where(VERSIONS.c.source_id == bindparam("source"))
_HISTORY = _OF_SOURCE.order_by(*_IN_TIME)
_STANDS = VERSIONS.c.superseded_by.is_(None)
_STANDING = _HISTORY.where(_STANDS)
_LATEST = _OF_SOURCE.where(_STANDS).order_by(*[column.desc() for column in _IN_TIME]).limit(1)
_SAME = (
    (VERSIONS.c.text_sha256 == bindparam("text"))
    & _STANDS
    & VERSIONS.c.version_id.not_in(bindparam("passing", expanding=True))
)
_NUMBERS = select(
    func.max(VERSIONS.c.number).label("last"),
    func.min(VERSIONS.c.number).filter(_SAME).label("same"),
).where(VERSIONS.c.source_id == bindparam("source"))
_LAST_BLOCKS = (
    select(VERSIONS.c.blocks)
    .where(VERSIONS.c.source_id == bindparam("source"))
    .order_by(VERSIONS.c.number.desc())
    .limit(1)
)
_INSERT = insert(VERSIONS)
_SEE = (
    update(VERSIONS)
    .where(VERSIONS.c.version_id == bindparam("of_version"))
    .values(last_seen=bindparam("at", type_=VERSIONS.c.last_seen.type))
)
_BOOKKEEPING = frozenset({"last_seen", "confirmed_at", "note", "superseded_by", "noted_since"})


def record(
    tx: Connection,
    *,
    source_id: int,
    capture_id: int,
    rules_sha256: bytes,
    cause: Cause | None,
    first_seen: datetime,
    not_before: datetime | None,
    document: Document,
    supersedes: int | None,
    passing: Collection[int] = (),
) -> Version:
    """Record a document as the source's next version, with its blocks and its link.

    `same_as` becomes the earliest version of the source with the same text, if there is one that
    is neither superseded nor among `passing`: those about to be, and those later in time.
    """
    from storage import blocks, chain, uses  # a history is told without them

    document = as_kept(document)
    digest = text_sha256(document)
    wanted = {"source": source_id, "text": digest, "passing": list(passing)}
    numbers = tx.execute(_NUMBERS, wanted).one()
    before = tx.execute(_LAST_BLOCKS, {"source": source_id}).scalar_one_or_none()
    kept = blocks.keep(tx, document.blocks, document.headline, before)
    uses.note(tx, source_id, kept.text_ids)
    row = {
        "source_id": source_id,
        "number": (numbers.last or 0) + 1,
        "capture_id": capture_id,
        "rules_sha256": rules_sha256,
        "cause": cause,
        "first_seen": first_seen,
        "last_seen": first_seen,
        "not_before": not_before,
        "text_sha256": digest,
        "blocks": kept.blocks,
        "title": document.title,
        "headline": document.headline,
        "language": document.language,
        "published": document.published,
        "modified": document.modified,
        "publisher_said": document.publisher_said,
        "same_as": numbers.same,
        "supersedes": supersedes,
    }
    version = by_id(tx, add(tx, _INSERT, row))
    link = chain.content("version", evidence(version))
    chain.append(tx, source_id, "version", version.version_id, link)
    return version


def text_sha256(document: Document) -> bytes:
    """The SHA-256 over the canonical JSON of `[headline, [[kind, text], …]]`."""
    blocks_ = [[block.kind, block.text] for block in document.blocks]
    return hashlib.sha256(compact([document.headline, blocks_]).encode()).digest()


def evidence(version: Version) -> dict[str, object]:
    """What the chain says of a version; its text by `text_sha256`."""
    return {name: getattr(version, name) for name in _NAMES if name not in _BOOKKEEPING}


def evidence_of(rx: Connection, version_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """What the rows of these versions say now, for the chain."""
    return {version_id: evidence(one) for version_id, one in some(rx, version_ids).items()}


def by_id(tx: Connection, version_id: int) -> Version:
    """The version of that id, which must exist."""
    found = _one(tx, _BY_ID, version=version_id)
    if found is None:
        raise NoSuchRow(what=f"version {version_id}")
    return found


def some(rx: Connection, version_ids: Collection[int]) -> dict[int, Version]:
    """These versions by their ids."""
    listed, found = list(version_ids), dict[int, Version]()
    for start in range(0, len(listed), _BATCH):
        rows = rx.execute(_TOLD, {"versions": listed[start : start + _BATCH]})
        found |= {one.version_id: one for one in map(_version, rows)}
    return found


def get(tx: Connection, source_id: int, number: int) -> Version | None:
    """The source's version of that number."""
    return _one(tx, _BY_NUMBER, source=source_id, number=number)


def latest(tx: Connection, source_id: int) -> Version | None:
    """The source's last version in time that is not superseded."""
    return _one(tx, _LATEST, source=source_id)


def history(tx: Connection, source_id: int) -> list[Version]:
    """The source's versions in the order of time, superseded ones among them."""
    return list(map(_version, tx.execute(_HISTORY, {"source": source_id})))


def standing(tx: Connection, source_id: int) -> list[Version]:
    """Those of the source's versions that are not superseded, in the order of time."""
    return list(map(_version, tx.execute(_STANDING, {"source": source_id})))


def every(tx: Connection) -> list[Version]:
    """All versions of all sources, in the order of time."""
    return list(map(_version, tx.execute(_SELECT.order_by(*_IN_TIME))))


def counts(tx: Connection) -> dict[int, int]:
    """How many versions each source has that are not superseded."""
    counted = select(VERSIONS.c.source_id, func.count()).where(_STANDS)
    return {row[0]: row[1] for row in tx.execute(counted.group_by(VERSIONS.c.source_id))}


def numbers_now(tx: Connection) -> dict[int, int]:
    """The number of each source's last version in time; no entry for one without any."""
    last = (
        select(VERSIONS.c.number)
        .where(VERSIONS.c.source_id == SOURCES.c.source_id, _STANDS)
        .order_by(*[column.desc() for column in _IN_TIME])
        .limit(1)
        .scalar_subquery()
    )
    rows = tx.execute(select(SOURCES.c.source_id, last))
    return {source_id: number for source_id, number in rows if number is not None}


def at(tx: Connection, source_id: int, instant: datetime) -> Version | None:
    """The version that stood at that instant, as read today; None before the first."""
    return _one(tx, _LATEST.where(VERSIONS.c.first_seen <= instant), source=source_id)


def later(tx: Connection, source_id: int, instant: datetime) -> list[Version]:
    """The versions that were first seen after that instant, as read today, in time."""
    rows = tx.execute(_STANDING.where(VERSIONS.c.first_seen > instant), {"source": source_id})
    return list(map(_version, rows))


def with_text(tx: Connection, source_id: int, digest: bytes) -> Version | None:
    """The source's last version in time with the text of that SHA-256."""
    return _one(tx, _LATEST.where(VERSIONS.c.text_sha256 == digest), source=source_id)


def by_sha256_prefix(tx: Connection, source_id: int, prefix: str) -> list[Version]:
    """The source's versions whose text's SHA-256, in hexadecimal, begins so.

    In the order of time, superseded ones behind the others.
    """
    wanted = prefix.lower()
    found = [
        version
        for version in history(tx, source_id)
        if version.text_sha256.hex().startswith(wanted)
    ]
    return sorted(found, key=lambda version: version.superseded_by is not None)


def document(tx: Connection, version_id: int) -> Document:
    """The version's text and what the page said of it."""
    from storage import blocks  # a history is told without them

    told = _told_of(tx, version_id)
    return Document(**told | {"blocks": blocks.read(tx, told["blocks"])})


def documents(tx: Connection, version_ids: Collection[int]) -> dict[int, Document]:
    """The texts of many versions: what they share is read once."""
    from storage import blocks  # a history is told without them

    told = [VERSIONS.c[name] for name in Document.__dataclass_fields__]
    found = select(VERSIONS.c.version_id, *told).where(VERSIONS.c.version_id.in_(version_ids))
    rows = [dict(row) for row in tx.execute(found).mappings()]
    texts = blocks.read_all(tx, [row["blocks"] for row in rows])
    return {
        row.pop("version_id"): Document(**row | {"blocks": text})
        for row, text in zip(rows, texts, strict=True)
    }


def titled(tx: Connection, version_id: int, blocks: Sequence[Block]) -> Document:
    """These blocks, the version's, with what the page said of its text."""
    return Document(**_told_of(tx, version_id) | {"blocks": tuple(blocks)})


def _told_of(tx: Connection, version_id: int) -> dict[str, Any]:
    told = [VERSIONS.c[name] for name in Document.__dataclass_fields__]
    found = tx.execute(select(*told).where(VERSIONS.c.version_id == version_id)).mappings()
    row = found.one_or_none()
    if row is None:
        raise NoSuchRow(what=f"version {version_id}")
    return dict(row)


def confirm(tx: Connection, version_id: int, now: datetime) -> None:
    """Note that another look found the version too."""
    _set(tx, version_id, confirmed_at=now)


def see(tx: Connection, version_id: int, at: datetime) -> None:
    """Note that the version was seen again."""
    see_all(tx, [(version_id, at)])


def see_all(tx: Connection, seen: Iterable[tuple[int, datetime]]) -> None:
    """Note that versions were seen again, many at once."""
    rows = [{"of_version": version_id, "at": at} for version_id, at in seen]
    if rows:
        tx.execute(_SEE, rows)


def supersede(tx: Connection, version_ids: Collection[int], by: int) -> None:
    """Note which version stands in the place of these, and of those that they stood for."""
    old = VERSIONS.c.version_id.in_(version_ids) | VERSIONS.c.superseded_by.in_(version_ids)
    tx.execute(update(VERSIONS).where(old).values(superseded_by=by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whose place a version took, as the chain has it, and which is said to have taken its own."""

    version_id: int
    number: int
    supersedes: int | None
    superseded_by: int | None


def standings(rx: Connection, source_id: int) -> list[Standing]:
    """Of each version of the source, in order of recording."""
    names = [VERSIONS.c[name].label(name) for name in Standing.__dataclass_fields__]
    found = select(*names).where(VERSIONS.c.source_id == source_id).order_by(VERSIONS.c.version_id)
    return [Standing(**row) for row in rx.execute(found).mappings()]


def annotate(tx: Connection, version_id: int, text: str | None) -> None:
    """Keep a note with the version, in place of an earlier one."""
    _set(tx, version_id, note=text)


def note_since(tx: Connection, version_id: int, notes: str) -> None:
    """Keep what notes of its page came while the version stood, a line each."""
    _set(tx, version_id, noted_since=clean(notes))


def _one(
    tx: Connection, statement: Select[*tuple[object, ...]], **wanted: object
) -> Version | None:
    row = tx.execute(statement, wanted).one_or_none()
    return _version(row) if row else None


def _version(row: Iterable[Any]) -> Version:
    """A row of `_SELECT`; of thousands, by their names in the row they would take twice as long."""
    return Version(**dict(zip(_NAMES, row, strict=True)))


def _set(tx: Connection, version_id: int, **values: object) -> None:
    tx.execute(update(VERSIONS).where(VERSIONS.c.version_id == version_id).values(values))


def as_kept(document: Document) -> Document:
    """The document as the store holds it: what neither back end could hold is replaced."""
    words = {
        name: clean(text)
        for name in ("title", "headline", "language", "published", "modified", "publisher_said")
        if isinstance(text := getattr(document, name), str)
    }
    cleaned = tuple(Block(kind=block.kind, text=clean(block.text)) for block in document.blocks)
    return replace(document, **words, blocks=cleaned)
