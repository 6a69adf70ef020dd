"""The lines of `readout log`, on a terminal and as JSON."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor import provenance
from monitor.cli import render
from monitor.cli.render import one_line, safe, witness_line
from monitor.pairs import typography
from monitor.parted import last_sight
from monitor.phrasing import duration, many
from monitor.said import new_notes, redated
from storage.changes import ChangeSummary
from storage.model import Change, Comparison, Episode, Passage, Source, Version
from storage.origins import Way
from storage.witnesses import Witness

_MINUTE = timedelta(minutes=1)
_EXCERPT = 100  # characters of a passage's words


def heading(source: Source) -> str:
    """What is watched, and in whose time the lines below speak."""
    who = " | ".join(part for part in (source.name, source.publisher, source.language) if part)
    return f"{safe(who)}    times: {source.timezone}"


def version_lines(
    version: Version,
    before: Version | None,
    change: Change | None,
    source: Source,
    *,
    full: bool,
    restored: Sequence[int] = (),
    witness: Witness | None = None,
    stands: Version | None = None,
    origin: str | None = None,
) -> list[str]:
    """A version: when, what kind of change brought it, and the first words of it.

    `restored` are the numbers of earlier versions of which sentences came back; `stands` is the
    version that supersedes it; `origin` says where its capture is from if it was not fetched here.
    """
    since = version.not_before if before is None else last_sight(before, version)
    head = f"@{version.number:<3} {span(since, version.first_seen, source.timezone)}"
    told = _standing(version, stands, origin)
    if change is None:
        same = f"same as version {version.same_as}" if version.same_as is not None else ""
        return ["  ".join(filter(None, (head, "baseline", same, told)))]
    comparison = change.comparison
    parts = [
        head,
        typography(comparison) if comparison.kind == "typography" else comparison.kind or "-",
        _count(comparison),
        ", ".join(_flag(flag, restored) for flag in comparison.flags),
        _sureness(version, before, change, origin),
        told,
    ]
    passages = [one for one in comparison.passages if one.change == "wording"]
    shown = passages if full else passages[:1]
    lines = ["  ".join(part for part in parts if part)]
    for passage in shown:
        lines += _words(passage)
    if len(passages) > len(shown):
        lines[-1] += f"    ({many(len(passages) - len(shown), 'more passage')}: -p)"
    if witness is not None:
        lines.append(f"      {witness_line(witness)}")
    return lines


def parted_line(version: Version, told: ChangeSummary, before: Version, between: Version) -> str:
    """A change as it was before a version that came to be known later parted it."""
    parts = [
        f"before @{between.number} was known: @{before.number} → @{version.number}",
        told.kind or "-",
        _count(told),
        ", ".join(told.flags),
    ]
    return "      " + "  ".join(filter(None, parts))


def as_json(
    source: Source,
    version: Version,
    later: Version | None,
    before: Version | None,
    change: Change | None,
    *,
    gaps: Sequence[Episode],
    moves: Sequence[Way],
    witness: Witness | None,
    superseded_by: int | None,
    origin: str,
) -> dict[str, object]:
    """A line of `log --json`. The version was last seen when the one after it had not come yet."""
    comparison = change.comparison if change else None
    last_seen = last_sight(version, later) if later else version.last_seen
    not_before = version.not_before if before is None else last_sight(before, version)
    return {
        "source": source.slug,
        "version": version.number,
        "first_seen": render.instant(version.first_seen),
        "last_seen": render.instant(last_seen),
        "not_before": render.instant(not_before),
        "change": comparison.kind if comparison else None,
        "cause": change.cause if change else None,
        "flags": list(comparison.flags) if comparison else [],
        "typography": list(comparison.typography) if comparison else [],
        "words_added": comparison.words_added if comparison else 0,
        "words_removed": comparison.words_removed if comparison else 0,
        "same_as": version.same_as,
        "confirmed": version.confirmed_at is not None,
        "sha256": version.text_sha256.hex(),
        "gaps": [
            {
                "since": render.instant(one.since),
                "until": render.instant(one.until),
                "verdict": one.verdict,
                "reason": one.reason,
            }
            for one in gaps
        ],
        "moves": [{"at": render.instant(one.at), "url": one.read} for one in moves],
        **render.witnessed(witness),
        "superseded_by": superseded_by,
        "origin": origin,
    }


def _standing(version: Version, stands: Version | None, origin: str | None) -> str:
    """Where the version is from, and whether another stands in its place."""
    parts = (
        provenance.SHORT[origin] if origin else "",
        "read anew by our rules" if version.supersedes is not None else "",
        f"superseded by @{stands.number}" if stands else "",
    )
    return "; ".join(filter(None, parts))


def _flag(flag: str, restored: Sequence[int]) -> str:
    numbers = ", ".join(f"@{number}" for number in restored)
    return f"restored from {numbers}" if flag == "restored" and numbers else flag


def _count(comparison: Comparison | ChangeSummary) -> str:
    """How many words went and came; nothing where no word did."""
    removed, added = comparison.words_removed, comparison.words_added
    return f"-{removed} +{added}" if removed or added else ""


def _sureness(version: Version, before: Version | None, change: Change, origin: str | None) -> str:
    parts = []
    if change.cause == "rules":
        parts.append("our rules, not the page")
    elif version.confirmed_at is None:  # the archive's sight is looked at once by its nature
        parts += [] if origin == "wayback" else ["not confirmed"]
    else:
        parts.append("confirmed")
    if version.same_as is not None:
        parts.append(f"same as version {version.same_as}")
    if before is not None:
        parts += filter(None, [_said(before, version)])
    return "; ".join(parts)


def _said(before: Version, after: Version) -> str:
    """What the page itself says of the change: `re-dated, no note`."""
    note = new_notes(before.publisher_said, after.publisher_said)
    dated = "re-dated" if redated(before, after)[1] else ""
    noted = f'noted: "{_short(note)}"' if note else "no note" if dated else ""
    return ", ".join(filter(None, (dated, noted)))


def _words(passage: Passage) -> list[str]:
    said = ((sign, _of_one_side(passage, sign)) for sign in ("-", "+"))
    return [f"      {sign} {_short(text)}" for sign, text in said if text]


def _of_one_side(passage: Passage, sign: str) -> str:
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


def episode_line(episode: Episode, source: Source, now: datetime) -> str:
    """A stretch of time in which the source could not be read, or flapped; it may last."""
    since, until = episode.since, episode.until
    when = local(since, source.timezone)
    end = "now" if until is None else _short_of(when, local(until, source.timezone))
    reason = f" ({one_line(episode.reason)})" if episode.reason else ""
    lasted = (until or now) - since
    if episode.state == "flapping":
        return f" .   {when} → {end}   FLAPPING {duration(lasted)}: versions it had, in turn"
    if episode.state == "overdue":
        return (
            f" .   {when} → {end}   NOT SEEN {duration(lasted)}: {one_line(episode.reason or '')}"
        )
    if until is not None and lasted < _MINUTE:
        return f" .   {when}   NOT SEEN for under a minute: {episode.verdict}{reason}"
    return f" .   {when} → {end}   NOT SEEN {duration(lasted)}: {episode.verdict}{reason}"


def move_line(way: Way, source: Source) -> str:
    """That the page moved for good, and whereto."""
    return f" .   {local(way.at, source.timezone)}   MOVED for good to {one_line(way.read)}"


def _short_of(first: str, last: str) -> str:
    """The later of two local times without the day, or the year, that they share."""
    return last[11:] if first[:10] == last[:10] else last[5:] if first[:4] == last[:4] else last


def local(at: datetime, zone: str) -> str:
    """A time in that zone, to the minute."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def between(start: datetime | None, end: datetime, zone: str) -> str:
    """`between 2025-02-13 23:10 and 23:25 JST`, or `at …` where it is one minute."""
    last = local(end, zone)
    first = last if start is None else local(start, zone)
    named = end.astimezone(ZoneInfo(zone)).tzname() or zone
    called = zone if named[0] in "+-" else named
    if first == last:
        return f"at {last} {called}"
    return f"between {first} and {_short_of(first, last)} {called}"


def span(start: datetime | None, end: datetime, zone: str) -> str:
    """Between two times: the day once where it is the same."""
    last = local(end, zone)
    if start is None:
        return last
    first = local(start, zone)
    if first == last:
        return last
    return f"{first}-{last[11:]}" if first[:10] == last[:10] else f"{first} → {last}"
