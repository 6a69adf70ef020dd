"""What `log` is asked for, checked: whose history, and which of its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.headings import called
from monitor.errors import UsageError
from monitor.history import Item, LogEntry
from storage import sources
from storage.histories import Wanted
from storage.model import Kind, Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.binding import Needle

_SHOWN = 12  # names in a sentence
_NAMED = 10_000  # sources in a question to the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`source`: the one whose history it is; None of many, those that a `listing` led to or all.

    `sought` came or went; `count`: at most so many versions.
    """

    source: Source | None
    listing: Source | None
    wanted: Wanted
    sought: "tuple[Needle, ...] | None"
    count: int | None

    @property
    def gaps(self) -> bool:
        """Whether what happened between versions belongs here: not where changes are sought."""
        one = self.wanted
        kinds = one.kinds or one.by_rules or one.baseline or one.new
        return not (kinds or one.flags or self.sought)

    @property
    def title(self) -> str:
        """Whose history it is, where it is not that of one source."""
        if self.listing is not None:
            return called(self.listing)
        parts = [", ".join(self.wanted.publishers or ()), self.wanted.statement]
        return " | ".join(filter(None, parts)) or "all sources"

    def chosen(self, items: Sequence[Item], left: int | None) -> list[Item]:
        """Those of the items that hold the phrase, up to so many versions."""
        found = list(items)
        if self.sought is not None:
            found = [one for one in found if isinstance(one, LogEntry) and _came(one, self.sought)]
        if left is None:
            return found
        counts = accumulate(isinstance(item, LogEntry) for item in found)
        return [
            item
            for item, count in zip(found, counts, strict=True)
            if count < left or (count == left and isinstance(item, LogEntry))
        ]


def asked(rx: "Connection", one: Source | None, how: Mapping[str, Any], now: datetime) -> Asked:
    """What is asked for, of one source or listing or of all; UsageError for what means nothing."""
    if one is not None and (how["publisher"] or how["statement"]):
        named = "publisher" if how["publisher"] else "statement"
        raise UsageError(f"{one.slug} is one {one.kind}; leave out that, or --{named}")
    listing = one if one is not None and one.kind == "listing" else None
    source = one if listing is None else None
    _note_unwatched(rx, source, how["flags"])
    sought = _sought(how["phrase"], any_case=how["ignore_case"])
    kinds: list[Kind] = [kind for kind in how["kinds"] if kind in {"wording", "typography"}]
    return Asked(
        source=source,
        listing=listing,
        wanted=Wanted(
            source_id=source.source_id if source else None,
            listing_id=listing.source_id if listing else None,
            among=_among(rx, source, sought),
            publishers=publishers(rx, how["publisher"]),
            statement=statement(rx, how["statement"]),
            since=_since(how["since"], source.timezone if source else "UTC", now),
            kinds=tuple(kinds),
            by_rules="rules" in how["kinds"],
            baseline="baseline" in how["kinds"],
            new="new" in how["kinds"],
            flags=_flags(how["flags"]),
            superseded=how["superseded"],
        ),
        sought=sought,
        count=how["count"],
    )


def _came(entry: LogEntry, sought: "Sequence[Needle]") -> bool:
    from monitor import searching

    change = entry.change()
    return change is not None and searching.touched(change.comparison.passages, sought)


def _since(text: str | None, zone: str, now: datetime) -> datetime | None:
    from monitor.cli import references

    return None if text is None else references.parse_since(text, zone, now)


def _flags(given: Sequence[str]) -> tuple[str, ...]:
    if not given:
        return ()
    from monitor.config import checks

    try:
        return tuple(map(checks.flag, given))
    except ValueError as error:
        wrong = next(name for name in given if not _is_flag(name))
        raise UsageError(f"--flag {wrong!r} {error}") from None


def _note_unwatched(rx: "Connection", source: Source | None, flags: Sequence[str]) -> None:
    """Say of a term that none watches that it is so: no change can be found under its name."""
    asked = [flag.removeprefix("term:") for flag in flags if flag.startswith("term:")]
    if not asked:
        return
    of = [source] if source else sources.listing(rx)
    known = {term.name for one in of for term in one.watch}
    for name in asked:
        if name not in known:
            there = _listed(sorted(known))
            click.echo(f"no watched term {name!r} now; there are: {there}", err=True)


def _is_flag(name: str) -> bool:
    from monitor.config import checks

    return name in checks.FLAGS or name.startswith("term:")


def _sought(text: str | None, *, any_case: bool) -> "tuple[Needle, ...] | None":
    """What to look for in the words of changes."""
    if text is None:
        return None
    from monitor.searching import needles

    found = needles(text, any_case=any_case)
    if not found:
        raise UsageError(f"--grep {text!r} is no phrase; name words that came or went")
    return found


def _among(
    rx: "Connection", source: Source | None, sought: "Sequence[Needle] | None"
) -> frozenset[int] | None:
    """The sources in whose texts the phrase ever stood: of no others the changes are looked at.

    None where it is one source that is asked for, or where they are so many that it is no help.
    """
    if sought is None or source is not None:
        return None
    from monitor.searching import FOLD
    from storage import uses, volumes

    places = volumes.found(rx, sought, FOLD)
    having = uses.sources(rx, {text_id for text_id, _ in places})
    return frozenset(having) if len(having) <= _NAMED else None


def publishers(rx: "Connection", name: str | None) -> tuple[str, ...] | None:
    """The publishers that have this in their names, in any case."""
    if name is None:
        return None
    known = sources.publishers(rx)
    if not name.strip():
        raise UsageError(f"--publisher is empty; there are: {_listed(known)}")
    found = tuple(one for one in known if name.casefold() in one.casefold())
    if not found:
        raise UsageError(f"no publisher {name!r}; there are: {_listed(known)}")
    return found


def statement(rx: "Connection", name: str | None) -> str | None:
    """The name of a statement, which must be there."""
    if name is None:
        return None
    from storage import statements

    if name not in (known := [one.name for one in statements.every(rx)]):
        raise UsageError(f"no statement {name!r}; there are: {_listed(known)}")
    return name


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (", ".join(names[:_SHOWN]) or "none yet") + more
