"""`log --stat`: how many words each version, or each source, lost and gained."""

from typing import TYPE_CHECKING

from monitor.cli import render, statbars
from monitor.cli.headings import heading
from monitor.cli.log import pages
from monitor.cli.statbars import Bar
from monitor.cli.times import span
from monitor.history import LogEntry
from storage import histories, sources
from storage.histories import Total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.cli.logasked import Asked
    from monitor.history import Item
    from storage.store import Store


def lines(store: "Store", asked: "Asked", *, as_json: bool) -> list[str]:
    """A line a version of one source, a line a source of many: those that changed most first."""
    if asked.source is None:
        return _of_sources(store, asked, as_json=as_json)
    found = _read(store, asked)
    if as_json:
        return [render.json_line(_version(entry)) for entry in found]
    bars = [_bar(entry) for entry in found]
    return [heading(asked.source), *statbars.lines(bars), statbars.summed(bars, "version")]


def _bar(entry: LogEntry) -> Bar:
    seen = span(entry.not_before, entry.version.first_seen, entry.source.timezone)
    label = f"@{entry.version.number:<3} {seen}"
    told = entry.step.told if entry.step else None
    if told is None:
        return Bar(label=label, removed=0, added=0, note=entry.arrival or "baseline")
    note = "our rules, not the page" if told.cause == "rules" else told.kind or ""
    return Bar(label=label, removed=told.words_removed, added=told.words_added, note=note)


def _version(entry: LogEntry) -> dict[str, object]:
    told = entry.step.told if entry.step else None
    return {
        "source": entry.source.slug,
        "version": entry.version.number,
        "first_seen": render.instant(entry.version.first_seen),
        "words_added": told.words_added if told else 0,
        "words_removed": told.words_removed if told else 0,
    }


def _of_sources(store: "Store", asked: "Asked", *, as_json: bool) -> list[str]:
    totals = _counted(store, asked)
    with store.read() as rx:
        slugs = sources.slugs(rx)
    ordered = sorted(totals, key=lambda one: (-one.words, slugs[one.source_id]))
    if as_json:
        return [render.json_line(_total(slugs[one.source_id], one)) for one in ordered]
    bars = [
        Bar(
            label=slugs[one.source_id], removed=one.removed, added=one.added,
            note=render.many(one.changes, "change"),
        )
        for one in ordered
    ]  # fmt: skip
    return [*statbars.lines(bars), statbars.summed(bars, "source")] if bars else []


def _total(slug: str, one: Total) -> dict[str, object]:
    return {
        "source": slug,
        "changes": one.changes,
        "words_added": one.added,
        "words_removed": one.removed,
    }


def _counted(store: "Store", asked: "Asked") -> list[Total]:
    """By the store, unless of some versions only, or of words in which it cannot look."""
    if asked.sought is None and asked.count is None:
        with store.read() as rx:
            return histories.totals(rx, asked.wanted)
    counts: dict[int, list[tuple[int, int]]] = {}
    for entry in _read(store, asked):
        told = entry.step.told if entry.step else None
        if told is not None and told.cause == "page":
            words = told.words_added, told.words_removed
            counts.setdefault(entry.source.source_id, []).append(words)
    return [
        Total(
            source_id=source_id,
            changes=len(words),
            added=sum(added for added, _ in words),
            removed=sum(removed for _, removed in words),
        )
        for source_id, words in counts.items()
    ]


def _read(store: "Store", asked: "Asked") -> list[LogEntry]:
    """The versions that are asked for."""
    found: list[LogEntry] = []

    def keep(_: "Connection", items: "Sequence[Item]") -> list[str]:
        found.extend(item for item in items if isinstance(item, LogEntry))
        return []

    for _ in pages(store, asked, keep, gaps=False):
        pass
    return found
