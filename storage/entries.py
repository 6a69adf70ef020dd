"""What listings name and pages attach: an entry a document."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.model import Entry
from storage.tables.base import clean, fields
from storage.tables.listed import ENTRIES
from storage.tables.watching import SOURCES

_ALL = select(*fields(ENTRIES))
_OF_LISTING = _ALL.where(ENTRIES.c.listing_id == bindparam("of")).order_by(ENTRIES.c.first_seen)
_OF_SOURCE = _ALL.where(ENTRIES.c.source_id == bindparam("of")).order_by(ENTRIES.c.listing_id)
_MISSING = _OF_LISTING.where(ENTRIES.c.missing_since.is_not(None), ENTRIES.c.unlisted_at.is_(None))
_SET = (
    update(ENTRIES)
    .where(ENTRIES.c.listing_id == bindparam("of_listing_id"), ENTRIES.c.key == bindparam("of_key"))
    .values(
        {
            name: bindparam(f"of_{name}", type_=ENTRIES.c[name].type)
            for name in Entry.__dataclass_fields__
            if name not in {"listing_id", "key", "first_seen", "not_before"}
        }
    )
)


def of_listing(tx: Connection, listing_id: int) -> list[Entry]:
    """What the listing named, ever, the oldest first."""
    return [Entry(**row) for row in tx.execute(_OF_LISTING, {"of": listing_id}).mappings()]


def of_source(tx: Connection, source_id: int) -> list[Entry]:
    """Where the source is listed, or was."""
    return [Entry(**row) for row in tx.execute(_OF_SOURCE, {"of": source_id}).mappings()]


def source_of(tx: Connection, key: str) -> int | None:
    """The source that another listing's entry of this canonical address stands for."""
    there = (ENTRIES.c.key == key) & ENTRIES.c.source_id.is_not(None)
    found = select(ENTRIES.c.source_id).where(there).limit(1)
    return tx.execute(found).scalar_one_or_none()


def add(tx: Connection, new: Iterable[Entry]) -> None:
    """Enter what a listing names for the first time."""
    rows = [_row(entry) for entry in new]
    if rows:
        tx.execute(insert(ENTRIES), rows)


def save(tx: Connection, known: Iterable[Entry]) -> None:
    """Write entries as they stand now."""
    rows = [{f"of_{name}": value for name, value in _row(one).items()} for one in known]
    if rows:
        tx.execute(_SET, rows)


def counts(tx: Connection) -> dict[int, tuple[int, int]]:
    """By listing: how many documents it names of those that match, and how many are followed."""
    followed = func.count(ENTRIES.c.source_id)
    found = (
        select(ENTRIES.c.listing_id, func.count(), followed)
        .outerjoin_from(ENTRIES, SOURCES, SOURCES.c.source_id == ENTRIES.c.source_id)
        .where(ENTRIES.c.is_listed, func.coalesce(SOURCES.c.kind, "source") == "source")
        .group_by(ENTRIES.c.listing_id)
    )
    return {listing_id: (named, of) for listing_id, named, of in tx.execute(found)}


def missing(tx: Connection, listing_id: int) -> list[Entry]:
    """What left the listing, and people were not told of yet."""
    return [Entry(**row) for row in tx.execute(_MISSING, {"of": listing_id}).mappings()]


def came(tx: Connection, listing_id: int) -> list[datetime]:
    """When the listing named what it names: when that was seen first.

    Of what stood there at first when it came out, if it says so: else it says nothing of that.
    """
    held = of_listing(tx, listing_id)
    first = min((one.first_seen for one in held), default=None)
    later = [one.first_seen for one in held if one.first_seen != first]
    dated = [(_published(one), one.first_seen) for one in held if one.first_seen == first]
    return [*(min(at, seen) for at, seen in dated if at is not None), *later]


def unlisted(tx: Connection) -> dict[int, datetime]:
    """The sources that left a listing and stand in no other, and since when that is known."""
    there = ENTRIES.c.source_id.is_not(None)
    rows = tx.execute(select(ENTRIES.c.source_id, ENTRIES.c.unlisted_at).where(there)).all()
    listed = {row.source_id for row in rows if row.unlisted_at is None}
    return {row.source_id: row.unlisted_at for row in rows if row.source_id not in listed}


def _published(entry: Entry) -> datetime | None:
    """A time without zone is taken for UTC: it is only set beside others of its listing."""
    try:
        at = datetime.fromisoformat(entry.published or "")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _row(entry: Entry) -> dict[str, object]:
    row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return row | {"key": clean(entry.key), "url": clean(entry.url)}
