"""All texts of one statement on one axis: who changed what when, and who was not seen."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from alerts.headline import passage_headline
from alerts.words import is_unparted, word_count
from monitor import firsts, history, outages, remarked
from monitor.compare.ranking import rank
from monitor.phrasing import many
from storage import episodes, remarks, sources, versions, watches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from storage.model import Change, Episode, Remark, Source, Term, Version
    from storage.watches import Watch

Kind = Literal["first", "wording", "typography", "rules", "unseen", "state", "remark"]
_WORDS = 80  # characters of what a change says


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that became of one text. `at`: first seen; `since`: last seen otherwise.

    `until`: when a stretch ended; None while it lasts, and of what has no length.
    """

    source: str
    at: datetime
    kind: Kind
    summary: str
    version: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    flags: tuple[str, ...] = ()
    origin: str = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A statement: its sources with how watching them goes, events in time, and who was first."""

    name: str
    texts: "tuple[tuple[Source, Watch | None], ...]"
    events: tuple[Event, ...]
    firsts: tuple[firsts.First, ...]


def gather(rx: "Connection", name: str) -> Timeline | None:
    """The timeline of a statement; None where no source belongs to it."""
    found = [one for one in sources.of_statement(rx, name) if one.kind == "source"]
    if not found:
        return None
    known = watches.load(rx, [one.source_id for one in found])
    told = [pair for one in found for pair in _of_source(rx, one)]
    told.sort(key=lambda pair: (pair[0].at, pair[0].source, pair[0].version or 0))
    terms = _terms(found)
    turns = [
        turn
        for place, (event, change) in enumerate(told)
        if change is not None and event.kind == "wording"
        for turn in firsts.turns(
            change.comparison.passages,
            terms,
            place=place,
            source=event.source,
            at=event.at,
            since=event.since,
        )
    ]
    return Timeline(
        name=name,
        texts=tuple((one, known.get(one.source_id)) for one in found),
        events=tuple(event for event, _ in told),
        firsts=tuple(firsts.firsts(turns)),
    )


def _terms(found: "Sequence[Source]") -> "list[Term]":
    """The terms of all texts by name, so that each is counted in every one of them."""
    named: dict[str, Term] = {}
    for source in found:
        for term in source.watch:
            phrases = named[term.name].phrases if term.name in named else ()
            together = tuple(dict.fromkeys((*phrases, *term.phrases)))
            named[term.name] = replace(term, phrases=together)
    return list(named.values())


def _of_source(rx: "Connection", source: "Source") -> "Iterator[tuple[Event, Change | None]]":
    for entry in history.whole(rx, source.source_id, superseded=False):
        change = entry.change()
        event = Event(
            source=source.slug,
            at=entry.at,
            kind="first",
            summary="",
            version=entry.version.number,
            since=entry.not_before if change else None,
            origin=entry.origin,
        )
        if change is None:
            text = versions.document(rx, entry.version.version_id).text
            yield replace(event, summary=f"first text, {_size(text)}"), None
        else:
            yield _changed(event, entry.version, change), change
    for episode in outages.told(episodes.history(rx, source.source_id)):
        yield _unseen(source, episode), None
    for one in remarks.history(rx, source.source_id):
        yield _remarked(source, one), None


def _size(text: str) -> str:
    """In words; where its writing does not part them, in characters."""
    return many(word_count(text), "character" if is_unparted(text) else "word")


def _changed(event: Event, version: "Version", change: "Change") -> Event:
    comparison = change.comparison
    wording = [one for one in comparison.passages if one.change == "wording"]
    parts = []
    if comparison.words_removed or comparison.words_added:
        parts.append(f"-{comparison.words_removed} +{comparison.words_added}")
    if change.cause == "rules":
        parts.append("read anew by our rules, not the page")
    elif wording:
        parts.append(passage_headline(rank(wording)[0], _WORDS))
        parts += [f"({many(len(wording) - 1, 'more passage')})"] if len(wording) > 1 else []
    elif comparison.typography:
        parts.append(", ".join(comparison.typography))
    if version.same_as is not None:
        parts.append(f"same as @{version.same_as}")
    if version.confirmed_at is None and event.origin == "direct":
        parts.append("not confirmed")
    kind: Kind = "rules" if change.cause == "rules" else comparison.kind or "typography"
    return replace(event, kind=kind, summary=" ".join(parts), flags=comparison.flags)


def _unseen(source: "Source", episode: "Episode") -> Event:
    """A stretch in which it was not seen, or was not there: a state that people were told."""
    kind: Kind = "unseen"
    summary = f"not seen: {outages.why(episode)}"
    if outages.flaps(episode):
        kind, summary = "state", "flapping: versions it had, in turn"
    elif episode.state in {"gone", "withdrawn", "replaced"}:
        reason = f" ({episode.reason})" if episode.reason else ""
        kind, summary = "state", f"{episode.state}{reason}"
    return Event(
        source=source.slug, at=episode.since, kind=kind, summary=summary, until=episode.until
    )


def _remarked(source: "Source", one: "Remark") -> Event:
    return Event(source=source.slug, at=one.at, kind="remark", summary=remarked.said(one))
