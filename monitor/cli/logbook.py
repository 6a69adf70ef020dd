"""The lines of `readout log`: versions, and what happened between them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts.when import minute
from monitor import provenance
from monitor.cli.render import many, one_line, witness_line
from monitor.cli.times import short_of, span
from monitor.compare.ranking import rank
from monitor.history import Gap, LogEntry, Move, Noted
from monitor.outages import flaps, why
from monitor.pairs import typography
from monitor.phrasing import duration
from monitor.remarked import said
from monitor.said import new_notes, redated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.parted import Parted
    from storage.changes import ChangeSummary
    from storage.model import Change, Comparison, Passage, Source, Version

_MINUTE = timedelta(minutes=1)
_EXCERPT = 100  # characters of a passage's words


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a history is told: of one source in its publisher's time, or of many, named, in UTC.

    `full`: each difference whole, as `diff` prints it. `superseded`: with what gave way.
    """

    many: bool = False
    full: bool = False
    superseded: bool = False

    def zone(self, source: "Source") -> str:
        """In whose time an item of that source is told."""
        return "UTC" if self.many else source.timezone


def version_lines(
    entry: LogEntry,
    view: View,
    *,
    behind: "Mapping[str, str] | None" = None,
    parted: "Iterable[Parted]" = (),
) -> list[str]:
    """A version: when, what kind of change brought it, and the first words of it.

    `behind` is what is said of some of its flags: `from @1`, `1→0`; `parted` are changes that led
    to it and are not shown any more.
    """
    change = entry.change()
    lines = (
        _baseline(entry, view) if change is None else _changed(entry, change, view, behind or {})
    )
    if entry.version.note:
        lines.append(f"      note: {one_line(entry.version.note)}")
    if change is not None and entry.witness is not None:
        lines.append(f"      {witness_line(entry.witness)}")
    return lines + [_parted_line(entry.version, *each) for each in parted]


def _baseline(entry: LogEntry, view: View) -> list[str]:
    version = entry.version
    same = f"same as version {version.same_as}" if version.same_as is not None else ""
    parts = (_head(entry, view), entry.arrival or "baseline", same, _standing(entry))
    return ["  ".join(filter(None, parts))]


def _changed(
    entry: LogEntry, change: "Change", view: View, behind: "Mapping[str, str]"
) -> list[str]:
    comparison = change.comparison
    parts = [
        _head(entry, view),
        typography(comparison) if comparison.kind == "typography" else comparison.kind or "-",
        _count(comparison),
        ", ".join(f"{flag} {behind.get(flag, '')}".rstrip() for flag in comparison.flags),
        _sureness(entry, change),
        _standing(entry),
    ]
    return ["  ".join(filter(None, parts)), *_said_words(comparison, view)]


def _said_words(comparison: "Comparison", view: View) -> list[str]:
    """The difference, or its weightiest words."""
    if view.full:
        from monitor.cli import redline

        return redline.beneath(comparison)
    passages = rank([one for one in comparison.passages if one.change == "wording"])
    lines = [line for passage in passages[:1] for line in _words(passage)]
    if lines and len(passages) > 1:
        lines[-1] += f"    ({many(len(passages) - 1, 'more passage')}: -p)"
    return lines


def _head(entry: LogEntry, view: View) -> str:
    number = entry.version.number
    seen = span(entry.not_before, entry.version.first_seen, view.zone(entry.source))
    return f"{seen}  {entry.source.slug}@{number}" if view.many else f"@{number:<3} {seen}"


def _parted_line(
    version: "Version", told: "ChangeSummary", before: "Version", between: "Version"
) -> str:
    """A change as it was before a version that came to be known later parted it."""
    parts = [
        f"before @{between.number} was known: @{before.number} → @{version.number}",
        told.kind or "-",
        _count(told),
        ", ".join(told.flags),
    ]
    return "      " + "  ".join(filter(None, parts))


def _standing(entry: LogEntry) -> str:
    """Where the version is from, and whether another stands in its place."""
    parts = (
        provenance.SHORT.get(entry.origin, ""),
        "read anew by our rules" if entry.version.supersedes is not None else "",
        f"superseded by @{entry.superseded_by}" if entry.superseded_by is not None else "",
    )
    return "; ".join(filter(None, parts))


def _count(comparison: "Comparison | ChangeSummary") -> str:
    """How many words went and came; nothing where no word did."""
    removed, added = comparison.words_removed, comparison.words_added
    return f"-{removed} +{added}" if removed or added else ""


def _sureness(entry: LogEntry, change: "Change") -> str:
    version, parts = entry.version, list[str]()
    if change.cause == "rules":
        parts.append("our rules, not the page")
    elif version.confirmed_at is None:  # the archive's sight is looked at once by its nature
        parts += [] if entry.origin == "wayback" else ["not confirmed"]
    else:
        parts.append("confirmed")
    if version.same_as is not None:
        parts.append(f"same as version {version.same_as}")
    if entry.before is not None:
        parts += filter(None, [_said(entry.before, version)])
    return "; ".join(parts)


def _said(before: "Version", after: "Version") -> str:
    """What the page itself says of the change: `re-dated, no note`."""
    note = new_notes(before, after)
    old, new = redated(before, after)
    dated = ("re-dated" if old else "now dated") if new else ""
    noted = f'noted: "{_short(note)}"' if note else "no note" if dated else ""
    return ", ".join(filter(None, (dated, noted)))


def _words(passage: "Passage") -> list[str]:
    if passage.kind == "moved" and passage.before == passage.after:
        return [f"      moved: {_short(passage.after)}"]
    said = ((sign, _of_one_side(passage, sign)) for sign in ("-", "+"))
    return [f"      {sign} {_short(text)}" for sign, text in said if text]


def _of_one_side(passage: "Passage", sign: str) -> str:
    """The words removed or added, with … for what stayed between them."""
    stretches: list[str] = []
    stayed = True
    for op, text in passage.edits:
        if op == sign and stayed:
            stretches.append(text)
            stayed = False
        elif stretches and (op == sign or (op == "=" and not text.strip())):
            stretches[-1] += text
        elif op == "=":
            stayed = True
    return " … ".join(stretch.strip() for stretch in stretches if stretch.strip())


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def gap_line(gap: Gap, view: View, now: datetime) -> str:
    """A stretch of time in which the source could not be read, or flapped; it may last."""
    episode, zone = gap.episode, view.zone(gap.source)
    since, until = episode.since, episode.until
    when = minute(since, zone)
    end = "now" if until is None else short_of(when, minute(until, zone))
    lasted = (until or now) - since
    brief = until is not None and lasted < _MINUTE and not flaps(episode)
    if brief:
        return f"{_event(gap, view, when)}   {_what(gap, 'for under a minute')}"
    return f"{_event(gap, view, f'{when} → {end}')}   {_what(gap, duration(lasted))}"


def _what(gap: Gap, lasted: str) -> str:
    episode = gap.episode
    if flaps(episode):
        return f"FLAPPING {lasted}: versions it had, in turn"
    return f"NOT SEEN {lasted}: {why(episode)}"


def move_line(move: Move, view: View) -> str:
    """That the page moved for good, and whereto."""
    when = minute(move.at, view.zone(move.source))
    return f"{_event(move, view, when)}   MOVED for good to {one_line(move.way.read)}"


def noted_line(noted: Noted, view: View) -> str:
    """What became of the source beside its text."""
    when = minute(noted.at, view.zone(noted.source))
    return f"{_event(noted, view, when)}   {said(noted.remark)}"


def _event(one: Gap | Move | Noted, view: View, when: str) -> str:
    return f"{when}  {one.source.slug}" if view.many else f" .   {when}"
