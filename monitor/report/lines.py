"""The history of a source as its page tells it: a line a version and a stretch unseen. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter

from alerts import inert, pages
from alerts.headline import passage_headline
from alerts.when import minute
from monitor.compare.ranking import rank
from monitor.outages import flaps
from monitor.parted import last_sight
from monitor.phrasing import many
from monitor.report import asides
from monitor.report.asides import Line
from monitor.report.history import History, ReportEntry
from monitor.report.timeline import Gap, Lane, Mark, Shape
from monitor.report.times import span
from monitor.said import dates, new_notes
from storage.model import Change, Comparison

_ORIGINS = {"import": "imported", "wayback": "from the archive"}
_SHAPES: dict[Shape, str] = {
    "first": "first text",
    "wording": "wording",
    "unsure": "wording, not confirmed",
    "typography": "typography",
    "rules": "our rules, not the page",
}
_SAID = 200  # characters of what a publisher says of its change


def lines(history: History, zone: str) -> list[tuple[Line, ReportEntry | None]]:
    """All that happened, latest first, with the version that a line is about."""
    found: list[tuple[tuple[datetime, int], Line, ReportEntry | None]] = [
        ((one.version.first_seen, one.version.number), line(history, one, zone), one)
        for one in history.line
    ]
    found += [((one.since, 0), asides.gap(one, zone), None) for one in history.outages]
    found += [((one.at, 0), asides.remark(one, zone), None) for one in history.remarks]
    found.sort(key=itemgetter(0), reverse=True)
    return [(told, entry) for _, told, entry in found]


def line(history: History, entry: ReportEntry, zone: str) -> Line:
    """A version: when it came, by what kind of change, and the weightiest words of it."""
    version, before, change = entry.version, entry.before, entry.change
    shape = shape_of(entry)
    if before is None or change is None:
        return Line(
            times=span(None, version.first_seen, zone), shape=shape, called=_SHAPES[shape],
            number=version.number, remarks=tuple(_remarks(history, entry)),
            note=inert.one_line(version.note or ""), memento=_memento(entry),
        )  # fmt: skip
    told = change.comparison
    return Line(
        times=span(last_sight(before, version), version.first_seen, zone),
        shape=shape,
        called=_called(told, shape),
        number=version.number,
        counts=(told.words_removed, told.words_added),
        flags=tuple(map(inert.one_line, told.flags)),
        headline=headline(told),
        language=version.language or history.source.language or "",
        remarks=tuple(_remarks(history, entry)),
        note=inert.one_line(version.note or ""),
        page=_page(history, before.number, version.number),
        memento=_memento(entry),
    )


def beside(history: History, change: Change, zone: str) -> Line:
    """A change that is not in the line of the history any more, or never was."""
    known = {one.version.version_id: one.version for one in (*history.line, *history.superseded)}
    old, new = known[change.from_version_id], known[change.to_version_id]
    told = change.comparison
    shape: Shape = "rules" if change.cause == "rules" else "wording"
    return Line(
        times=span(None, new.first_seen, zone),
        shape=shape,
        called=f"version {old.number} to version {new.number}: {_called(told, shape)}",
        number=new.number,
        counts=(told.words_removed, told.words_added),
        flags=tuple(map(inert.one_line, told.flags)),
        headline=headline(told),
        language=new.language or history.source.language or "",
        page=_page(history, old.number, new.number),
    )


def shape_of(entry: ReportEntry) -> Shape:
    """What brought a version, as the picture shows it."""
    change = entry.change
    if change is None:
        return "first"
    if change.cause == "rules":
        return "rules"
    if change.comparison.kind == "wording":
        return "wording" if _is_sure(entry) else "unsure"
    return "typography"


def _is_sure(entry: ReportEntry) -> bool:
    """Whether it was seen twice, or by somebody else, who is not asked to look again."""
    elsewhere = entry.whence is not None and entry.whence.origin in _ORIGINS
    return entry.version.confirmed_at is not None or elsewhere


def headline(told: Comparison) -> str:
    """The weightiest words that went or came; empty where none did."""
    wording = [one for one in told.passages if one.change == "wording"]
    return passage_headline(rank(wording)[0]) if wording else ""


def lane(history: History, zone: str) -> Lane:
    """The source on the axis of a picture."""
    marks = [
        Mark(at=one.version.first_seen, shape=shape_of(one), label=_label(one, zone))
        for one in history.line
    ]
    gaps = [
        Gap(since=one.since, until=one.until, label=asides.seen(one))
        for one in history.outages
        if not flaps(one)
    ]
    return Lane(name=inert.one_line(history.source.name), marks=tuple(marks), gaps=tuple(gaps))


def told_of(lanes: Sequence[Lane]) -> str:
    """What a picture shows, in a sentence, for whoever does not see it."""
    shapes = [mark.shape for one in lanes for mark in one.marks]
    counted = ((shapes.count(shape), called) for shape, called in _SHAPES.items())
    said = [f"{count} {called}" for count, called in counted if count]
    unseen = sum(len(one.gaps) for one in lanes)
    said += [f"not seen {many(unseen, 'time')}"] if unseen else []
    return f"{many(len(shapes), 'version')}: {', '.join(said)}."


def _label(entry: ReportEntry, zone: str) -> str:
    version = entry.version
    return f"@{version.number}, {minute(version.first_seen, zone)}: {_SHAPES[shape_of(entry)]}"


def _called(told: Comparison, shape: Shape) -> str:
    kind: str = told.kind or "the same text"
    if told.kind == "typography" and told.typography:
        kind = f"typography: {', '.join(told.typography)}"
    return f"{kind}; {_SHAPES['rules']}" if shape == "rules" else kind


def _page(history: History, old: int, new: int) -> str:
    return pages.of_change(history.source.slug, old, new).rpartition("/")[2]


def _remarks(history: History, entry: ReportEntry) -> Iterator[str]:
    version, change = entry.version, entry.change
    if change is not None and change.cause == "page":
        if not _is_sure(entry):
            yield "not confirmed"
        elif version.confirmed_at is not None:
            yield "confirmed"
    if version.same_as is not None:
        yield f"the same text as version {version.same_as}"
    if entry.before is not None:
        yield from _page_said(entry)
    if entry.whence is not None:
        yield from _from_where(history, entry)
    if version.supersedes is not None:
        yield "read anew by our rules"
    if version.superseded_by is not None:
        yield f"superseded by version {history.numbers[version.superseded_by]}"


def _page_said(entry: ReportEntry) -> Iterator[str]:
    """What the page itself says of its change."""
    assert entry.before is not None
    if (dated := dates(entry.before, entry.version)) is not None:
        yield f"page date {' → '.join(map(inert.one_line, dated))}"
    note = new_notes(entry.before, entry.version)
    if note:
        yield f'the publisher says: "{inert.cut(inert.one_line(note), _SAID)}"'


def _from_where(history: History, entry: ReportEntry) -> Iterator[str]:
    """That somebody else saw it, or that it stood at another address than before."""
    assert entry.whence is not None
    if entry.whence.origin in _ORIGINS:
        yield _ORIGINS[entry.whence.origin]
    elif entry.whence.read != (entry.stood or history.source.url):
        yield f"read at {inert.one_line(entry.whence.read)}"


def _memento(entry: ReportEntry) -> str:
    return inert.web_address(entry.memento or "") or ""


def changed(history: History) -> dict[int, datetime]:
    """When other words were first read, by version: those that are sure, or were told."""
    told = {one.after.version_id for one in history.news if one.change}
    return {
        one.version.number: one.version.first_seen
        for one in history.line
        if shape_of(one) == "wording" or one.version.version_id in told
    }
