"""The lines of `timeline`: lanes beside one another, a letter a text, time going down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alerts import when
from monitor import provenance
from monitor.cli import render, terminal
from monitor.phrasing import duration, many
from storage.model import SEEN

if TYPE_CHECKING:
    from monitor.firsts import First, Turn
    from monitor.timeline import Event, Timeline
    from storage.model import Source
    from storage.watches import Watch

_LANES = 12  # texts that have a lane each; of more each line names its text
_LETTERS = "abcdefghijkl"
_SIGNS = {
    "first": "o", "wording": "*", "typography": "~", "rules": "'", "unseen": "x", "state": "#",
    "remark": "-",
}  # fmt: skip
_KEY = (
    "o first text  * wording  ~ typography  ' our rules  x not seen  # state",
    "- remark  | its text stands  : it is not seen",
)
_EITHER = "which was first is not known"
_MINUTE = timedelta(minutes=1)
_PHRASE = 60  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Which text stands in which column, and what of it is to be seen when."""

    names: tuple[str, ...]
    since: dict[str, int]  # which event brought its first text
    gaps: dict[str, "list[Event]"]

    def draw(self, place: int, event: "Event") -> str:
        """The lanes at an event: its sign in its own, and what stands in the others."""
        return " ".join(self._sign(name, place, event) for name in self.names)

    def _sign(self, name: str, place: int, event: "Event") -> str:
        if name == event.source:
            return _SIGNS[event.kind]
        if any(_lasts(gap, event.at) for gap in self.gaps.get(name, ())):
            return ":"
        return "|" if self.since.get(name, place) < place else " "


def _lasts(gap: "Event", at: datetime) -> bool:
    return gap.at <= at and (gap.until is None or at < gap.until)


def lines(found: "Timeline", now: datetime) -> Iterator[str]:
    """The statement, and each event in its day; as wide as the terminal."""
    width = terminal.width()
    yield from (_fitted(line, width) for line in _heading(found, now))
    drawn = _lanes(found) if len(found.texts) <= _LANES else None
    letters = _letters(found)
    left = 2 * len(drawn.names) + 1 if drawn else 0
    if drawn:
        yield f"\n{' ' * 15}{' '.join(letters[name] for name in drawn.names)}"
    day = ""
    for place, event in enumerate(found.events):
        if (its_day := f"{event.at.astimezone(UTC):%Y-%m-%d}") != day:
            day = its_day
            yield day
        lanes = f"{drawn.draw(place, event)}  " if drawn else ""
        head = f"  {_span(event):<11}  {lanes}"
        indent = " " * (15 + left)
        yield _hung(head, f"{letters[event.source]} {_said(event, now)}", indent, width)
        for first in found.firsts:
            if place in first.places:
                yield _hung(indent, _first(first, place, letters), indent + "  ", width)
    if drawn and found.events:
        yield ""
        yield from (_fitted(line, width) for line in _KEY)


def _heading(found: "Timeline", now: datetime) -> Iterator[str]:
    publishers = {source.publisher for source, _ in found.texts if source.publisher}
    of = f" of {many(len(publishers), 'publisher')}" if publishers else ""
    yield f"{found.name}: {many(len(found.texts), 'text')}{of}    times: UTC"
    letters = _letters(found)
    for source, watch in found.texts:
        facts = (source.language, source.publisher, _state(source, watch, now))
        named = letters[source.slug]
        name = named if named == source.slug else f"{named}  {source.slug}"
        yield f"  {name}  {render.one_line(', '.join(filter(None, facts)))}"


def _state(source: "Source", watch: "Watch | None", now: datetime) -> str:
    """How it can be seen now."""
    if source.removed_at is not None:
        return "watched no more"
    if watch is None or watch.last_check_at is None:
        return "not visited yet"
    if watch.verdict not in SEEN:
        since = watch.failing_since or watch.last_check_at
        return f"NOT SEEN since {when.minute(since)}: {watch.verdict}"
    assert watch.last_ok_at is not None
    return f"read {duration(max(now - watch.last_ok_at, timedelta(0)))} ago"


def _letters(found: "Timeline") -> dict[str, str]:
    """By which each text is called: a letter, or its id where there are too many."""
    names = [source.slug for source, _ in found.texts]
    return dict(zip(names, _LETTERS if len(names) <= _LANES else names, strict=False))


def _lanes(found: "Timeline") -> Lanes:
    since: dict[str, int] = {}
    gaps: dict[str, list[Event]] = {}
    for place, event in enumerate(found.events):
        if event.version is not None:
            since.setdefault(event.source, place)
        elif event.kind in {"unseen", "state"}:
            gaps.setdefault(event.source, []).append(event)
    names = tuple(source.slug for source, _ in found.texts)
    return Lanes(names=names, since=since, gaps=gaps)


def _span(event: "Event") -> str:
    """`09:10-09:25`: last seen otherwise, first seen so; `…-09:25`: the former on a day before."""
    at = event.at.astimezone(UTC)
    since = None if event.since is None else event.since.astimezone(UTC)
    if since is None or when.minute(since) == when.minute(at):
        return f"{at:%H:%M}"
    return f"…-{at:%H:%M}" if since.date() != at.date() else f"{since:%H:%M}-{at:%H:%M}"


def _said(event: "Event", now: datetime) -> str:
    """What became of the text, on one line."""
    number = f"@{event.version}" if event.version is not None else ""
    kind = "" if event.kind in {"first", "unseen", "state", "remark", "rules"} else event.kind
    lasted = ""
    if event.kind in {"unseen", "state"}:
        lasted = f"({_lasted(event, now)})"
    elif event.since is not None and event.since.astimezone(UTC).date() != event.at.date():
        lasted = f"(as before on {when.minute(event.since)})"
    short = provenance.SHORT.get(event.origin)
    flags = f"[{', '.join(event.flags)}]" if event.flags else ""
    origin = f"[{short}]" if short else ""
    told = render.quoting if event.kind == "wording" else render.one_line
    parts = (number, kind, told(event.summary), lasted, flags, origin)
    return " ".join(filter(None, parts))


def _lasted(event: "Event", now: datetime) -> str:
    if event.until is None:
        return f"{duration(max(now - event.at, timedelta(0)))}, until now"
    length = event.until - event.at
    if length < _MINUTE:
        return "under a minute"
    return f"{duration(length)}, until {_end(event.at, event.until)}"


def _end(start: datetime, end: datetime) -> str:
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    return f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"


def _first(first: "First", place: int, letters: dict[str, str]) -> str:
    """`first to drop “…”: b 3 h later`, or at the others `a dropped “…” 3 h before`.

    Where both may have done so in either order, neither is called the first.
    """
    turn, what = first.turn, _what(first.turn)
    if turn.place != place:
        own = next(one for one in first.followers if one.place == place)
        if first.is_before(own):
            before = duration(own.at - turn.at)
            return f"{letters[turn.source]} {turn.way} {what} {before} before"
        return f"{letters[turn.source]} {turn.way} {what}, too: {_EITHER}"
    later = [one for one in first.followers if first.is_before(one)]
    about = [letters[one.source] for one in first.followers if not first.is_before(one)]
    said = ", ".join(f"{letters[one.source]} {duration(one.at - turn.at)} later" for one in later)
    if not about:
        return f"first to {_verb(turn)} {what}: {said}"
    either = f"{', '.join(about)} {turn.way} {what}, too: {_EITHER}"
    return f"{either}; {said}" if said else either


def _verb(turn: "Turn") -> str:
    return "drop" if turn.way == "dropped" else "add"


def _what(turn: "Turn") -> str:
    if turn.is_term:
        return f"term {render.one_line(turn.said)}"
    said = render.one_line(turn.said)
    return f"“{said if len(said) <= _PHRASE else said[: _PHRASE - 1] + '…'}”"


def _hung(head: str, said: str, indent: str, width: int | None) -> str:
    """A line whose further lines begin under what it says."""
    if width is None:
        return f"{head}{said}".rstrip()
    from rich.text import Text  # as slow to load as all else that a pipe needs

    from monitor.cli.wrapping import wrapped

    room = max(width - len(indent), 20)
    lines = wrapped(Text(said), room).plain.split("\n")
    return "\n".join([f"{head}{lines[0]}".rstrip(), *(f"{indent}{line}" for line in lines[1:])])


def _fitted(line: str, width: int | None) -> str:
    return line if width is None else _hung("", line, "      ", width)
