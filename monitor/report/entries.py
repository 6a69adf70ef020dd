"""What of a source stands on other pages than its own: its news, its figures, entries of feeds."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from alerts import inert
from alerts import pages as addresses
from alerts.headline import passage_headline, telling_words
from alerts.sentences import counted, place
from monitor import provenance
from monitor.compare.ranking import rank
from monitor.parted import last_sight
from monitor.report import lines, pages, times
from monitor.report.feed import ENTRIES, Item
from monitor.report.history import History
from monitor.report.news import News
from storage import changes, versions
from storage.model import Change, Passage, Source, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

Json = dict[str, Any]
Past = Callable[[datetime], tuple[int, int]]
LATELY = 40  # news on the first page
_PASSAGES = 20  # of an entry
_EXCERPT = 600  # characters of a new document


def facts(history: History) -> Json:
    """The figures of a source, and how the report names it."""
    changed = lines.changed(history)
    return {
        "versions": len(history.line),
        "wording": len(changed),
        "changed": max(changed.values()).isoformat() if changed else None,
        "language": pages.language(history),
    }


def news(
    rx: "Connection", history: History, before: Sequence[Json], keys: Mapping[str, str]
) -> list[Json]:
    """The latest news as manifests keep them; a headline is made once for each key of its page."""
    known = {(row["page"], row["key"]): row["headline"] for row in before}
    return [_row(rx, history, one, known, keys) for one in history.news[:ENTRIES]]


def _row(
    rx: "Connection",
    history: History,
    one: News,
    known: Mapping[tuple[str, str], str],
    keys: Mapping[str, str],
) -> Json:
    slug, told = history.source.slug, one.change and one.change.comparison
    if one.before is None:
        page = addresses.of_source(slug)
    else:
        page = addresses.of_change(slug, one.before.number, one.after.number)
    key = keys.get(page.rpartition("/")[2], "")
    headline = known.get((page, key)) or _headline(rx, history.source, one)
    return {
        "at": one.after.first_seen.isoformat(),
        "page": page,
        "key": key,
        "older": one.before and one.before.number,
        "newer": one.after.number,
        "headline": headline,
        "flags": list(map(inert.one_line, told.flags)) if told else [],
        "removed": told.words_removed if told else 0,
        "added": told.words_added if told else 0,
        "language": one.after.language or history.source.language or "",
        "remark": _remark(rx, history, one.after),
    }


def _remark(rx: "Connection", history: History, after: Version) -> str:
    """What a reader of one line must know besides; empty where nothing is unusual."""
    if after.superseded_by is not None:
        return f"read anew by our rules as version {history.numbers[after.superseded_by]}"
    if after.confirmed_at is not None:
        return ""
    return provenance.alone(after, provenance.of(rx, after)) or "not confirmed by a second look"


def _headline(rx: "Connection", source: Source, one: News) -> str:
    """As a message about it begins."""
    if one.before is None or one.change is None:
        called = inert.cut(inert.one_line(one.after.title or source.name), 100)
        return f'NEW "{inert.isolated(called)}"'
    from monitor import evidence

    ranked = rank([each for each in one.change.comparison.passages if each.change == "wording"])
    (said,) = evidence.said(
        rx, source, one.before, ranked[:1], terms=source.watch, expect=source.expect
    )
    return passage_headline(ranked[0], telling=telling_words(said))


def lately(members: Iterable[Source], told: Mapping[str, Json], limit: int = 200) -> list[Json]:
    """The latest news of these sources, as pages list them."""
    rows = [(one, row) for one in members for row in told[one.slug]["news"]]
    rows.sort(key=lambda pair: (pair[1]["at"], pair[0].slug, pair[1]["newer"]), reverse=True)
    return [
        {
            **row,
            "at": times.time(datetime.fromisoformat(row["at"]), "UTC"),
            "slug": one.slug,
            "name": inert.one_line(one.name),
            "publisher": inert.one_line(one.publisher or ""),
        }
        for one, row in rows[:limit]
    ]


def item(rx: "Connection", source: Source, row: Json) -> Item:
    """One of the news as an entry of a feed."""
    after = versions.get(rx, source.source_id, row["newer"])
    assert after is not None
    about = f"{source.publisher}: {source.name}" if source.publisher else source.name
    return Item(
        key=key_of(source, f"{row['older'] or 0}-{row['newer']}"),
        page=row["page"],
        title=f"{row['headline']} | {inert.isolated(inert.cut(inert.one_line(about), 100))}",
        author=inert.one_line(source.publisher or source.name),
        published=after.first_seen,
        updated=max(after.first_seen, after.confirmed_at or after.first_seen),
        content=_content(rx, source, row, after),
        tags=tuple(row["flags"]),
    )


def key_of(source: Source, what: str) -> str:
    """A name for good: a source's row keeps its number and its day, whatever its id becomes."""
    return f"{source.source_id} {source.added_at.isoformat()} {what}"


def _content(rx: "Connection", source: Source, row: Json, after: Version) -> str:
    if row["older"] is None:
        text = versions.document(rx, after.version_id).text[:_EXCERPT]
        told: Json = {"summary": "New document", "paragraphs": inert.lines(text).split("\n\n")}
        return pages.entry(_entry(source, after, None, row) | told)
    before = versions.get(rx, source.source_id, row["older"])
    assert before is not None
    change = changes.between(rx, before.version_id, after.version_id)
    assert change is not None
    ranked = rank([one for one in change.comparison.passages if one.change == "wording"])
    told = {
        "summary": counted(ranked),
        "passages": list(map(_passage, ranked[:_PASSAGES])),
        "left_out": max(0, len(ranked) - _PASSAGES),
    }
    return pages.entry(_entry(source, after, last_sight(before, after), row) | told)


def _entry(source: Source, after: Version, since: datetime | None, row: Json) -> Json:
    return {
        "remark": row["remark"],
        "when": f"{times.said(since, after.first_seen, source.timezone)} {source.timezone}",
        "language": after.language or source.language or "",
        "passages": [],
        "left_out": 0,
        "paragraphs": [],
    }


def _passage(one: Passage) -> Json:
    flags = "".join(f", {inert.one_line(flag)}" for flag in one.flags)
    return {
        "label": f"{one.kind}, {place(one)}{flags}",
        "edits": [(op, inert.part_of_line(text)) for op, text in one.edits],
    }


def made_from(
    history: History, old: Version, new: Version, change: Change, past: Past
) -> tuple[object, ...]:
    """All that the page of a change depends on beside what never alters."""
    one = history.source
    ends = [
        (end.version_id, end.confirmed_at, end.note, end.superseded_by, end.same_as)
        for end in (old, new)
    ]
    about = (one.name, one.publisher, one.url, one.language, one.timezone, one.watch, one.expect)
    return (change.change_id, ends, last_sight(old, new), past(old.first_seen), about)


def past_of(history: History) -> Past:
    """How many versions of a history came before an instant, and the latest of them recorded."""
    line = [one.version for one in history.line]
    times = [version.first_seen for version in line]
    latest = [0, *accumulate((version.version_id for version in line), max)]

    def past(at: datetime) -> tuple[int, int]:
        count = bisect_left(times, at)
        return count, latest[count]

    return past


def around(history: History) -> dict[int, tuple[str | None, str | None]]:
    """Of each change in the line of a history the names of the pages before and after it."""
    line = [one for one in history.line if one.change and one.before]
    names = [
        f"{one.before.number}-{one.version.number}.html" for one in line if one.before is not None
    ]
    beside = zip([None, *names[:-1]], [*names[1:], None], strict=True) if names else ()
    return {
        one.change.change_id: pair
        for one, pair in zip(line, beside, strict=True)
        if one.change is not None
    }
