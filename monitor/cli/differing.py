"""`diff`: the words by which two versions differ, and how a difference is printed."""

from typing import TYPE_CHECKING

import click

from monitor.cli import options, render
from monitor.cli.main import Settings
from monitor.errors import UsageError
from monitor.parted import last_sight
from monitor.said import new_notes, redated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.cli.redline import Raised
    from storage.model import Change, Comparison, Document, Passage, Source, Term, Version


@click.command(context_settings={"ignore_unknown_options": True})  # -1 is a version's name
@click.argument("source_id", metavar="ID")
@click.argument("older", required=False, metavar="[A]")
@click.argument("newer", required=False, metavar="[B]")
@options.side_by_side
@options.full
@options.typography
@options.as_json
@click.pass_obj
def diff(
    settings: Settings,
    /,
    source_id: str,
    older: str | None,
    newer: str | None,
    **how: bool,
) -> None:
    """The words that changed between two versions (default: the last change)."""
    for name in (source_id, older, newer):
        if name and name.startswith("-") and not name[1:].isdigit():
            raise UsageError(f"No such option {name!r}; see: readout diff --help")
    from monitor.cli import references

    store = settings.open_store("read")
    with store.read() as rx:
        slug, names = references.ends(source_id, older, newer)
        one = references.source(rx, slug)
        pair = _pair(rx, one, names)
        if pair is None:
            click.echo(f"{slug} has not two versions: nothing has changed yet", err=True)
            return
        before, after, change = pair
        texts = texts_of(rx, before, after)
        comparison = change.comparison if change else compared(one, *texts)
        raised = raised_by(rx, one, before, comparison)
        superseded = [
            f"@{end.number} is superseded by @{stands.number}"
            for end in (before, after)
            if (stands := references.standing(rx, end)) is not None
        ]
    if how["as_json"]:
        ends = (before.number, after.number)
        click.echo(render.json_line(render.difference(*ends, comparison, change, raised)))
        return
    show(
        comparison, texts, how, raised=raised,
        headline=_headline(one, before, after, comparison, change),
        notes=("not told, but noted", [*superseded, *_said(before, after)]),
    )  # fmt: skip


def _pair(
    rx: "Connection", one: "Source", names: list[str]
) -> "tuple[Version, Version, Change | None] | None":
    from monitor.cli import references
    from storage import changes

    if not names:
        return _last(rx, one)
    before = references.version(rx, one, names[0])
    after = references.version(rx, one, names[1] if len(names) > 1 else None)
    return before, after, changes.between(rx, before.version_id, after.version_id)


def _last(rx: "Connection", one: "Source") -> "tuple[Version, Version, Change] | None":
    """The last change; not that a text was seen again which was imported as seen before."""
    from storage import changes, versions

    for version in reversed(versions.standing(rx, one.source_id)):
        change = changes.arriving_at(rx, version.version_id)
        if change is not None and (change.comparison.kind or change.cause == "rules"):
            return versions.by_id(rx, change.from_version_id), version, change
    return None


def texts_of(rx: "Connection", before: "Version", after: "Version") -> "tuple[Document, Document]":
    """The texts of two versions."""
    from storage import versions

    return (
        versions.document(rx, before.version_id),
        versions.document(rx, after.version_id),
    )


def compared(one: "Source", before: "Document", after: "Document") -> "Comparison":
    """How two texts of a source differ."""
    from monitor.compare import compare as comparing

    return comparing.compare(
        before.compared,
        after.compared,
        language=one.language,
        terms=one.watch,
        expect=one.expect,
    )


def raised_by(
    rx: "Connection", one: "Source", before: "Version", comparison: "Comparison"
) -> "Raised":
    """What raised the flags of each passage, in the source's history."""
    from monitor import evidence

    passages = comparison.passages
    said = evidence.said(rx, one, before, passages, terms=one.watch, expect=one.expect)
    return dict(zip(passages, said, strict=True))


def _headline(
    one: "Source",
    before: "Version",
    after: "Version",
    comparison: "Comparison",
    change: "Change | None",
) -> str:
    from monitor.cli import logbook

    parts = [f"@{before.number} → @{after.number}", summary(comparison)]
    if comparison.kind is not None and before.first_seen < after.first_seen:
        since = last_sight(before, after) if change else before.last_seen
        parts.append(logbook.between(since, after.first_seen, one.timezone))
    if change is not None:
        parts.append("confirmed" if after.confirmed_at else "not confirmed by a second look")
        if change.cause == "rules":
            parts.append("our rules changed, not the page")
    if after.same_as is not None:
        parts.append(f"same as version {after.same_as}")
    return "   ".join(parts)


def _said(before: "Version", after: "Version") -> list[str]:
    _, date = redated(before, after)
    note = new_notes(before.publisher_said, after.publisher_said)
    said = [f"page date → {date}"] if date else []
    return said + [f'the publisher says: "{render.safe(one)}"' for one in (note or "").splitlines()]


def summary(comparison: "Comparison") -> str:
    """The kind of a difference, and how many sentences became what."""
    if comparison.kind is None:
        return "no difference"
    from alerts.sentences import counted

    wording = [one for one in comparison.passages if one.change == "wording"]
    if comparison.kind == "typography":
        passages = comparison.passages
        count = render.many(sum(map(_places, passages)), "difference")
        called = render.typography(comparison)
        return f"{called}   {count} in {render.many(len(passages), 'sentence')}, no wording changed"
    rest = "" if len(wording) < len(comparison.passages) else ", the rest identical"
    return f"wording   {counted(wording)}{rest}"


def _places(passage: "Passage") -> int:
    """In how many places a passage differs."""
    ops = [op for op, _ in passage.edits]
    return max(1, sum(op != "=" and (at == 0 or ops[at - 1] == "=") for at, op in enumerate(ops)))


def show(
    comparison: "Comparison",
    texts: "tuple[Document, Document]",
    how: dict[str, bool],
    *,
    headline: str,
    titles: tuple[str, str] = ("was", "is"),
    notes: tuple[str, list[str]],
    apart: "Sequence[tuple[str, Sequence[Passage]]]" = (),
    raised: "Raised",
) -> None:
    """Print a difference, as the options of the command say.

    `titles`: of the two texts side by side. `notes`: how what is not shown is introduced, and what
    else there is to say of it. `apart`: passages that are shown after the others, each part under a
    line of its own.
    """
    from monitor.cli import redline

    typography = how["typography"] or comparison.kind == "typography"
    if how["side_by_side"]:
        redline.side_by_side(
            headline, comparison, apart, titles=titles, typography=typography, raised=raised
        )
    elif how["full"]:
        from monitor.compare import doubts

        _, after = doubts.sides(texts[0].compared, texts[1].compared)
        redline.whole(headline, comparison, after.settled, apart)
    else:
        redline.folded(headline, comparison, notes, apart, typography=typography, raised=raised)


def evident(
    comparison: "Comparison",
    texts: "tuple[Document, Document]",
    terms: "Sequence[Term]",
    expect: "Sequence[str]",
) -> "Raised":
    """What raised the flags of two texts that have no history."""
    from monitor.compare.flags import explained
    from monitor.compare.language import common
    from monitor.compare.texts import sample

    document = common(*(sample(text.compared) for text in texts))
    return {
        passage: explained(passage, None, terms, expect, document=document)
        for passage in comparison.passages
    }
