"""What a listing led to, by however many steps: documents, what they attach, further pages."""

from sqlalchemy import Connection, Select, literal, select

from storage.tables.listed import ENTRIES


def family(source_id: int) -> Select[int]:
    """Selects the ids of a source and of all that it led to."""
    one = select(literal(source_id).label("source_id")).cte("family", recursive=True)
    led_to = (
        select(ENTRIES.c.source_id)
        .join(one, ENTRIES.c.listing_id == one.c.source_id)
        .where(ENTRIES.c.source_id.is_not(None))
    )
    return select(one.union(led_to).c.source_id)


def members(rx: Connection, source_id: int) -> frozenset[int]:
    """The ids of a source and of all that it led to."""
    return frozenset(row.source_id for row in rx.execute(family(source_id)))
