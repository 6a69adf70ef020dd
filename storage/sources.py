"""The sources of sources.yaml as the store knows them. A removed source keeps its history."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from storage.errors import NoSuchRow
from storage.model import AssignedBy, Source, SourceKind, Term
from storage.rows import add
from storage.tables.watching import SOURCES

_OF_MODEL = [
    SOURCES.c[name].label(name)
    for name in Source.__dataclass_fields__  # its fields are columns
]
_BY_SLUG = select(*_OF_MODEL).where(SOURCES.c.slug == bindparam("wanted"))
_BATCH = 500  # parameters a statement
_BY_ID = select(*_OF_MODEL).where(SOURCES.c.source_id == bindparam("wanted"))
_OF_STATEMENT = (
    select(*_OF_MODEL)
    .where(SOURCES.c.statement == bindparam("wanted"))
    .order_by(SOURCES.c.source_id)
)
_ATTACHED = (
    select(*_OF_MODEL)
    .where(SOURCES.c.listing_id == bindparam("wanted"), SOURCES.c.kind == "source")
    .order_by(SOURCES.c.source_id)
)
_PARENT = SOURCES.alias("parent")
_FOUND = (
    select(*_OF_MODEL, _PARENT.c.slug.label("found_by"))
    .join_from(SOURCES, _PARENT, SOURCES.c.listing_id == _PARENT.c.source_id)
    .where(SOURCES.c.passed_over_at.is_(None))
    .order_by(SOURCES.c.source_id)
)

_BY_IDS = select(*_OF_MODEL).where(SOURCES.c.source_id.in_(bindparam("wanted", expanding=True)))


def register(
    tx: Connection,
    *,
    slug: str,
    url: str,
    name: str,
    publisher: str | None,
    language: str | None,
    timezone: str,
    statement: str | None,
    watch: Sequence[Term] = (),
    expect: Sequence[str] = (),
    alert: Sequence[str] = (),
    via: Sequence[str] = (),
    kind: SourceKind = "source",
    listing_id: int | None = None,
    now: datetime,
) -> int:
    """Enter a source or listing, or bring its row up to date; its id. Undoes a removal."""
    told: dict[str, object] = {
        "url": url,
        "name": name,
        "publisher": publisher,
        "language": language,
        "timezone": timezone,
        "statement": statement,
        "watch": tuple(sorted(watch, key=lambda term: term.name)),
        "expect": tuple(expect),
        "alert": tuple(alert),
        "via": tuple(via),
        "removed_at": None,
    }
    known = get(tx, slug)
    as_kept = {**told, "watch": {term.name: term.phrases for term in watch}}
    if known is None:
        row = {"kind": kind, "listing_id": listing_id, "slug": slug, "added_at": now, **as_kept}
        return add(tx, insert(SOURCES), row)
    if any(getattr(known, key) != value for key, value in told.items()):
        tx.execute(update(SOURCES).where(SOURCES.c.source_id == known.source_id).values(as_kept))
    return known.source_id


def rename(tx: Connection, formerly: str, slug: str) -> bool:
    """Let the history of `formerly` go on under another slug; False if there was nothing to do."""
    if get(tx, slug) is not None:
        return False
    done = tx.execute(update(SOURCES).where(SOURCES.c.slug == formerly).values(slug=slug))
    return done.rowcount == 1


def remove_missing(tx: Connection, slugs: Collection[str], now: datetime) -> list[str]:
    """Mark as removed whatever is not among the configured slugs; those newly marked."""
    gone = [
        source
        for source in listing(tx)
        if source.removed_at is None and source.slug not in frozenset(slugs)
    ]
    mark = update(SOURCES).where(SOURCES.c.source_id == bindparam("gone")).values(removed_at=now)
    if gone:
        tx.execute(mark, [{"gone": source.source_id} for source in gone])
    return [source.slug for source in gone]


def get(tx: Connection, slug: str) -> Source | None:
    """The source of that slug, removed or not."""
    row = tx.execute(_BY_SLUG, {"wanted": slug}).mappings().one_or_none()
    return _source(row) if row else None


def by_id(tx: Connection, source_id: int) -> Source:
    """The source of that id, which must exist."""
    row = tx.execute(_BY_ID, {"wanted": source_id}).mappings().one_or_none()
    if row is None:
        raise NoSuchRow(what=f"source {source_id}")
    return _source(row)


def named(tx: Connection, source_ids: Collection[int]) -> dict[int, Source]:
    """These sources, by their ids."""
    listed, found = sorted(source_ids), dict[int, Source]()
    for start in range(0, len(listed), _BATCH):
        rows = tx.execute(_BY_IDS, {"wanted": listed[start : start + _BATCH]}).mappings()
        found |= {row["source_id"]: _source(row) for row in rows}
    return found


def slugs(tx: Connection) -> dict[int, str]:
    """The slugs of all sources, by their ids."""
    return {row[0]: row[1] for row in tx.execute(select(SOURCES.c.source_id, SOURCES.c.slug))}


def publishers(tx: Connection) -> list[str]:
    """The publishers there are, in the order of their names."""
    found = select(SOURCES.c.publisher).where(SOURCES.c.publisher.is_not(None)).distinct()
    return sorted(name for name in tx.execute(found).scalars() if name is not None)


def listing(tx: Connection) -> list[Source]:
    """All sources, removed ones too, in the order they came."""
    rows = tx.execute(select(*_OF_MODEL).order_by(SOURCES.c.source_id)).mappings()
    return [_source(row) for row in rows]


def ids(tx: Connection) -> dict[str, int]:
    """The store's ids of all sources and listings, by slug."""
    rows = tx.execute(select(SOURCES.c.slug, SOURCES.c.source_id))
    return {row.slug: row.source_id for row in rows}


def found(tx: Connection) -> list[tuple[Source, str]]:
    """What listings and pages led to and is followed, with the slug of what led to it.

    In the order they came: whatever leads to another stands before it.
    """
    rows = tx.execute(_FOUND).mappings()
    return [(_source(row), row["found_by"]) for row in rows]


def led_by(rx: Connection, source: Source) -> str | None:
    """The id in sources.yaml of the listing or page that led to a source; None: it stands there."""
    above = source
    while above.listing_id is not None:
        above = by_id(rx, above.listing_id)
    return None if above.source_id == source.source_id else above.slug


def listings_under(tx: Connection, source_id: int) -> int:
    """How many further pages or sitemaps of a listing are known."""
    under = (SOURCES.c.listing_id == source_id) & (SOURCES.c.kind == "listing")
    return tx.execute(select(func.count()).select_from(SOURCES).where(under)).scalar_one()


def announce(tx: Connection, source_id: int, now: datetime) -> None:
    """What was found is known to people from now on: as told, or as a listing's first content."""
    _set(tx, source_id, announced_at=now)


def announced_at(tx: Connection, source_id: int) -> datetime | None:
    """Since when people know of what was found."""
    wanted = select(SOURCES.c.announced_at).where(SOURCES.c.source_id == source_id)
    return tx.execute(wanted).scalar_one()


def pass_over(tx: Connection, source_id: int, now: datetime) -> None:
    """Follow no longer what was found: it is not what was looked for, or known by another name."""
    _set(tx, source_id, passed_over_at=now, removed_at=now)


def relocate(tx: Connection, source_id: int, url: str) -> None:
    """Watch the source at another address from now on."""
    _set(tx, source_id, url=url)


def assign(tx: Connection, source_id: int, statement: str | None, by: AssignedBy) -> None:
    """Join the source to a statement, or take it out of the one it is in, whatever led to it says.

    What it attaches goes with it, but for what was assigned by itself.
    """
    _set(tx, source_id, statement=statement, assigned_by=by)
    waiting = [source_id]
    while waiting:
        held = (SOURCES.c.listing_id == waiting.pop()) & SOURCES.c.assigned_by.is_(None)
        waiting += tx.execute(select(SOURCES.c.source_id).where(held)).scalars()
        tx.execute(update(SOURCES).where(held).values(statement=statement))


def of_statement(rx: Connection, statement: str) -> list[Source]:
    """The sources of a statement, removed ones too, in the order they came."""
    rows = rx.execute(_OF_STATEMENT, {"wanted": statement}).mappings()
    return [_source(row) for row in rows]


def attached(rx: Connection, source_id: int) -> list[Source]:
    """What a page attaches, removed files too; of a listing, its documents."""
    return [_source(row) for row in rx.execute(_ATTACHED, {"wanted": source_id}).mappings()]


def mute(tx: Connection, source_id: int, until: datetime, note: str | None) -> None:
    """Record the source's alerts without sending them, until then."""
    _set(tx, source_id, muted_until=until, mute_note=note)


def unmute(tx: Connection, source_id: int) -> None:
    """Send the source's alerts again."""
    _set(tx, source_id, muted_until=None, mute_note=None)


def _source(row: RowMapping) -> Source:
    watch = tuple(Term(name=name, phrases=tuple(said)) for name, said in row["watch"].items())
    listed = {name: tuple(row[name]) for name in ("expect", "alert", "via")}
    own = {name: row[name] for name in Source.__dataclass_fields__}
    return Source(**{**own, "watch": watch, **listed})


def _set(tx: Connection, source_id: int, **values: object) -> None:
    tx.execute(update(SOURCES).where(SOURCES.c.source_id == source_id).values(values))
