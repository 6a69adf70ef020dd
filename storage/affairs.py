"""Affairs: the sources of one statement, else a page with the files that it attaches."""

from sqlalchemy import Connection

from storage import sources
from storage.model import Source


def of(rx: Connection, source: Source) -> list[Source]:
    """The sources that are one affair with this one, and itself; removed ones, too.

    Without a statement a file goes with its page, unless it was put elsewhere by itself.
    """
    if source.statement is not None:
        return sources.of_statement(rx, source.statement)
    if source.kind != "source":
        return [source]
    found = waiting = [_page(rx, source)]
    while waiting:
        waiting = [one for page in waiting for one in sources.attached(rx, page.source_id)]
        waiting = [one for one in waiting if _follows(one)]
        found = found + waiting
    return found


def _page(rx: Connection, source: Source) -> Source:
    """The page that attaches it, or attaches what attaches it; itself, if none does."""
    above = source
    while above.listing_id is not None and _follows(above):
        parent = sources.by_id(rx, above.listing_id)
        if parent.kind != "source" or parent.statement is not None:
            break
        above = parent
    return above


def _follows(source: Source) -> bool:
    """Whether nobody said of it to which statement it belongs."""
    return source.statement is None and source.assigned_by is None
