"""`diff`: the words by which two versions differ, and how a difference is printed."""

from typing import TYPE_CHECKING

import click

from monitor import provenance
from monitor.cli import options, render
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings
from monitor.errors import UsageError
from monitor.pairs import Pair, gather, summary
from monitor.said import new_notes, redated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.cli.redline import Raised
    from storage.model import Comparison, Document, Passage, Source, Term


@click.command(context_settings={"ignore_unknown_options": True})  # -1 is a version's name
@click.argument("source_id", type=SOURCE_ID, metavar="ID")
@click.argument("older", required=False, metavar="[A]")
@click.argument("newer", required=False, metavar="[B]")
@options.side_by_side
@options.full
@options.typography
@click.option("--stat", is_flag=True, help="How many words each section lost and gained.")
@click.option("--html", "page", metavar="FILE", help="Write a page for a browser (-: print it).")
@options.as_json
@click.pass_obj
def diff(
    settings: Settings,
    /,
    source_id: str,
    older: str | None,
    newer: str | None,
    page: str | None,
    **how: bool,
) -> None:
    """The words that changed between two versions (default: the last change).

    A and B are numbers, or times: the versions that stood then.
    """
    for name in (source_id, older, newer):
        if name and name.startswith("-") and not name[1:].isdigit():
            raise UsageError(f"No such option {name!r}; see: readout diff --help")
    if page is not None and (other := _other_answer(how)):
        raise UsageError(f"--html and {other} are two answers; leave out one")
    from monitor.cli import references

    store = settings.open_store("read")
    with store.read() as rx:
        slug, names = references.ends(source_id, older, newer)
        one = references.source(rx, slug)
        references.check_text(one)
        pair = _pair(rx, one, names)
        between = _between(rx, pair) if pair else []
        doubts = _doubts(rx, one, names)
    if pair is None:
        click.echo(f"{slug} has not two versions: nothing has changed yet", err=True)
    elif page is not None:
        for doubt in doubts:
            click.echo(doubt, err=True)
        _write(pair, page)
    elif how["stat"]:
        _stat(pair, doubts, as_json=how["as_json"])
    elif how["as_json"]:
        ends = (pair.before.number, pair.after.number)
        shown = render.difference(*ends, pair.comparison, pair.change, pair.raised)
        more = {
            "from_origin": pair.brought[0].origin,
            "to_origin": pair.brought[1].origin,
            "note": pair.after.note,
            "doubts": doubts,
        }
        click.echo(render.json_line(shown | more))
    else:
        show(
            pair.comparison, pair.documents, how, raised=pair.raised,
            headline="\n".join([_headline(pair), *doubts]),
            notes=("not told, but noted", [*between, *_superseded(pair), *_said(pair)]),
        )  # fmt: skip


def _other_answer(how: dict[str, bool]) -> str | None:
    """The option that asks for another answer than a page."""
    return "--json" if how["as_json"] else "--stat" if how["stat"] else None


def _pair(rx: "Connection", one: "Source", names: list[str]) -> Pair | None:
    from monitor.cli import references
    from storage import changes

    if not names:
        return _last(rx, one)
    before = references.version(rx, one, names[0])
    after = references.version(rx, one, names[1] if len(names) > 1 else None)
    change = changes.between(rx, before.version_id, after.version_id)
    return gather(rx, one, before, after, change)


def _between(rx: "Connection", pair: Pair) -> list[str]:
    """That the text was another meanwhile, where two versions are equal and look like one."""
    from storage import versions

    source, before, after = pair.source, pair.before, pair.after
    if pair.comparison.kind is not None:
        return []
    others = [
        f"@{one.number}"
        for one in versions.later(rx, source.source_id, before.first_seen)
        if one.first_seen < after.first_seen
    ]
    return (
        [f"{', '.join(others)} stood between them; see: readout log {source.slug}"]
        if others
        else []
    )


def _doubts(rx: "Connection", one: "Source", names: "Sequence[str]") -> list[str]:
    """Of each end that is named by a time: why the page may not have stood so then."""
    from monitor import sights
    from monitor.cli import references

    return [
        f"at {render.one_line(name)}: {render.one_line(doubt)}"
        for name in names
        if (then := references.instant(name, one.timezone)) is not None
        for doubt in sights.doubts(rx, one, then)
    ]


def _last(rx: "Connection", one: "Source") -> Pair | None:
    """The last change; not that a text was seen again which was imported as seen before."""
    from storage import changes, versions

    for version in reversed(versions.standing(rx, one.source_id)):
        change = changes.arriving_at(rx, version.version_id)
        if change is not None and (change.comparison.kind or change.cause == "rules"):
            before = versions.by_id(rx, change.from_version_id)
            return gather(rx, one, before, version, change)
    return None


def _stat(pair: Pair, doubts: "Sequence[str]", *, as_json: bool) -> None:
    from monitor.cli import diffstat

    if as_json:
        click.echo(render.json_line(diffstat.as_json(pair) | {"doubts": list(doubts)}))
    else:
        render.page([_headline(pair), *doubts, *diffstat.lines(pair)], plain=False)


def _write(pair: Pair, name: str) -> None:
    """The page, whole or not at all, under a name that is not taken."""
    from pathlib import Path

    from monitor.cli import files
    from monitor.html import change

    text = change.page(pair)
    if name == "-":
        click.echo(text, nl=False)
        return
    with files.whole(Path(name)) as part:
        part.write_text(text, encoding="utf-8")


def _headline(pair: Pair) -> str:
    from monitor.cli import times

    before, after, change = pair.before, pair.after, pair.change
    ends = map(provenance.name, (before, after), pair.brought)
    parts = [" → ".join(ends), summary(pair.comparison)]
    if pair.comparison.kind is not None and before.first_seen < after.first_seen:
        parts.append(times.between(pair.not_before, after.first_seen, pair.source.timezone))
    if change is not None:
        doubt = provenance.alone(after, pair.brought[1]) or "not confirmed by a second look"
        parts.append("confirmed" if after.confirmed_at else doubt)
        if change.cause == "rules":
            parts.append("our rules changed, not the page")
    if before.version_id == after.version_id:
        parts.append("the same version")
    elif after.same_as is not None:
        parts.append(f"same as version {after.same_as}")
    return "   ".join(parts)


def _superseded(pair: Pair) -> list[str]:
    return [
        f"@{end.number} is superseded by @{number}"
        for end, number in zip((pair.before, pair.after), pair.standing, strict=True)
        if number is not None
    ]


def _said(pair: Pair) -> list[str]:
    _, date = redated(pair.before, pair.after)
    note = new_notes(pair.before, pair.after)
    said = [f"page date → {date}"] if date else []
    said += [f'the publisher says: "{render.safe(one)}"' for one in (note or "").splitlines()]
    ends = dict.fromkeys((pair.before, pair.after))  # two names of one version, once
    return said + [f"note on @{e.number}: {render.one_line(e.note)}" for e in ends if e.note]


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
