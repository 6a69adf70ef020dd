"""To which statement a document that a listing led to belongs, by what it shares with others."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.commit import Commit
from monitor.compare.flags import term_counts
from monitor.discover.dates import said_date
from monitor.queues import host_of
from storage import sources, statements, versions
from storage.model import Document, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.discover.facts import Facts
    from storage.statements import Arrival

_SEEN = timedelta(days=4)  # a text of about that day was seen for the first time since then
_DAYS = 1  # apart, as publishers date one affair
_LONGEST = 50_000  # characters: what is longer is left to a person
_MOST = 200_000  # characters that are read of others: a second of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """That a document was taken for one of a statement: together with which source, and why."""

    statement: str
    source: str
    why: str

    def facts(self) -> dict[str, object]:
        """As the alert keeps it."""
        return {"statement": self.statement, "together_with": self.source, "why": self.why}


def join(commit: Commit, source_id: int, document: Document) -> Joined | None:
    """Join a document that arrived to the statement that it belongs to, if that is beyond doubt.

    What is in one already, or was put there or taken out by hand, stays as it is. Where the other
    document is in none yet, both are joined to a new one.
    """
    from monitor.discover import proposing

    tx, own = commit.tx, sources.by_id(commit.tx, source_id)
    if own.statement is not None or own.assigned_by is not None or not _is_document(commit, own):
        return None
    if len(document.text) > _LONGEST:
        return None
    every = statements.arrivals(tx, commit.now - _SEEN)
    arrived = next((one for one in every if one.source_id == source_id), None)
    if arrived is None:
        return None
    facts = _facts_of(commit, arrived, own, document)
    if facts.day is None:
        return None
    others = [one for one in every if one is not arrived]
    beside = list(_facts(commit, others, facts.day))
    found = proposing.proposed(facts, beside, taken=[one.name for one in statements.every(tx)])
    if found is None:
        return None
    sources.assign(tx, source_id, found.statement, "overlap")
    other = sources.get(tx, found.source)
    if other is not None and other.statement is None:
        sources.assign(tx, other.source_id, found.statement, "overlap")
    return Joined(statement=found.statement, source=found.source, why=found.why)


def _is_document(commit: Commit, source: Source) -> bool:
    """Whether a listing led to it: what a page attaches goes with its page."""
    parent = source.listing_id
    return parent is not None and sources.by_id(commit.tx, parent).kind == "listing"


def _facts(commit: Commit, others: "list[Arrival]", day: date) -> "Iterator[Facts]":
    """Of the documents of about that day that it may belong together with."""
    read = 0
    for one in others:
        source = sources.by_id(commit.tx, one.source_id)
        said = said_date(_published(one, source))
        if said is None or abs((date.fromisoformat(said[:10]) - day).days) > _DAYS:
            continue
        if source.statement is None and not _may_be_joined(commit, source):
            continue
        document = versions.document(commit.tx, one.version_id)
        size = len(document.text)
        if size > _LONGEST:
            continue
        if (read := read + size) > _MOST:
            return
        yield _facts_of(commit, one, source, document)


def _facts_of(commit: Commit, one: "Arrival", source: Source, document: Document) -> "Facts":
    from monitor.discover.facts import facts_of

    return facts_of(
        document,
        source=source.slug,
        publisher=source.publisher,
        host=_host(commit, source),
        published=_published(one, source),
        called=source.name,
        statement=source.statement,
        terms=_terms(source, document),
    )


def _host(commit: Commit, source: Source) -> str:
    """Of its listing, where one led to it: a publisher may keep its files at another host."""
    led_by = None if source.listing_id is None else sources.by_id(commit.tx, source.listing_id)
    return host_of((led_by or source).url).removeprefix("www.")


def _published(one: "Arrival", source: Source) -> str | None:
    """As its listing or its page says; of what came as news, else the day on which it came."""
    said = one.listed or one.published
    if said is not None or not one.is_news:
        return said
    return one.first_seen.astimezone(ZoneInfo(source.timezone)).date().isoformat()


def _may_be_joined(commit: Commit, source: Source) -> bool:
    """Not what sources.yaml says of no statement, nor what somebody took out of one."""
    return source.assigned_by is None and _is_document(commit, source)


def _terms(source: Source, document: Document) -> list[str]:
    counts = term_counts(document.text, source.watch)
    return [name for name, count in counts.items() if count]
