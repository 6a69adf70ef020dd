"""What `log` is asked for, checked: whose history, and which of its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from monitor.errors import UsageError
from monitor.history import Entry, Item
from storage import sources, statements
from storage.histories import Wanted
from storage.model import Kind, Source

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SHOWN = 12  # names in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`source`: None for all. `phrase` came or went; `count`: at most so many versions."""

    source: Source | None
    wanted: Wanted
    phrase: str | None
    count: int | None

    @property
    def gaps(self) -> bool:
        """Whether what happened between versions belongs here: not where changes are sought."""
        one = self.wanted
        return not (one.kinds or one.by_rules or one.baseline or one.flags or self.phrase)

    @property
    def title(self) -> str:
        """Whose history it is, where it is not that of one source."""
        parts = [", ".join(self.wanted.publishers or ()), self.wanted.statement]
        return " | ".join(filter(None, parts)) or "all sources"

    def chosen(self, items: Sequence[Item], left: int | None) -> list[Item]:
        """Those of the items that hold the phrase, up to so many versions."""
        found = list(items)
        if self.phrase is not None:
            found = [one for one in found if isinstance(one, Entry) and _came(one, self.phrase)]
        if left is None:
            return found
        counts = accumulate(isinstance(item, Entry) for item in found)
        return [
            item
            for item, count in zip(found, counts, strict=True)
            if count < left or (count == left and isinstance(item, Entry))
        ]


def asked(rx: "Connection", source: Source | None, how: Mapping[str, Any], now: datetime) -> Asked:
    """The options of the command as they are meant; UsageError where one means nothing."""
    if source is not None and (how["publisher"] or how["statement"]):
        named = "publisher" if how["publisher"] else "statement"
        raise UsageError(f"{source.slug} is one source; leave out that, or --{named}")
    kinds: list[Kind] = [kind for kind in how["kinds"] if kind in {"wording", "typography"}]
    return Asked(
        source=source,
        wanted=Wanted(
            source_id=source.source_id if source else None,
            publishers=publishers(rx, how["publisher"]),
            statement=statement(rx, how["statement"]),
            since=_since(how["since"], source.timezone if source else "UTC", now),
            kinds=tuple(kinds),
            by_rules="rules" in how["kinds"],
            baseline="baseline" in how["kinds"],
            flags=_flags(how["flags"]),
            superseded=how["superseded"],
        ),
        phrase=_phrase(how["phrase"]),
        count=how["count"],
    )


def _came(entry: Entry, phrase: str) -> bool:
    from monitor import grep

    change = entry.change()
    language = entry.source.language
    return change is not None and grep.holds(change.comparison.passages, phrase, language)


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


def _is_flag(name: str) -> bool:
    from monitor.config import checks

    return name in checks.FLAGS or name.startswith("term:")


def _phrase(text: str | None) -> str | None:
    if text is None:
        return None
    from monitor.compare.fold import fold

    if not fold(text):
        raise UsageError(f"--grep {text!r} is no phrase; name words that came or went")
    return text


def publishers(rx: "Connection", name: str | None) -> tuple[str, ...] | None:
    """The publishers that have this in their names, in any case."""
    if name is None:
        return None
    known = sources.publishers(rx)
    found = tuple(one for one in known if name.casefold() in one.casefold())
    if not found:
        raise UsageError(f"no publisher {name!r}; there are: {_listed(known)}")
    return found


def statement(rx: "Connection", name: str | None) -> str | None:
    """The name of a statement, which must be there."""
    if name is not None and name not in (known := [one.name for one in statements.every(rx)]):
        raise UsageError(f"no statement {name!r}; there are: {_listed(known)}")
    return name


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (", ".join(names[:_SHOWN]) or "none yet") + more
