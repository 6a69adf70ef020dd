"""`diff` and `compare`: the words by which two texts differ."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import references, render
from monitor.cli.main import Settings
from monitor.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.model import Change, Comparison, Document, Source, Version

_side_by_side = click.option("--side-by-side", is_flag=True, help="Old left, new right.")
_full = click.option("--full", is_flag=True, help="The whole text, not only what changed.")
_typography = click.option("--typography", is_flag=True, help="Show typographic differences too.")
_json = click.option("--json", "as_json", is_flag=True, help="One object.")


@click.command()
@click.argument("source_id", metavar="ID")
@click.argument("older", required=False, metavar="[A]")
@click.argument("newer", required=False, metavar="[B]")
@_side_by_side
@_full
@_typography
@_json
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
    store = settings.open_store("read")
    with store.read() as rx:
        slug, names = references.ends(source_id, older, newer)
        one = references.source(rx, slug)
        pair = _pair(rx, one, names)
        if pair is None:
            click.echo(f"{slug} has not two versions: nothing has changed yet", err=True)
            return
        before, after, change = pair
        texts = _texts(rx, before, after)
    comparison = change.comparison if change else _compare(one, *texts)
    if how["as_json"]:
        ends = (before.number, after.number)
        click.echo(render.json_line(render.difference(*ends, comparison, change)))
        return
    _print(
        comparison, texts, how,
        headline=_headline(one, before, after, comparison, change),
        notes=("not told, but noted", _dates(before, after)),
    )  # fmt: skip


def _pair(
    rx: "Connection", one: "Source", names: list[str]
) -> "tuple[Version, Version, Change | None] | None":
    from storage import changes, versions

    if not names:
        latest = versions.latest(rx, one.source_id)
        last = changes.arriving_at(rx, latest.version_id) if latest else None
        if latest is None or last is None:
            return None
        return versions.by_id(rx, last.from_version_id), latest, last
    before = references.version(rx, one, names[0])
    after = references.version(rx, one, names[1] if len(names) > 1 else None)
    return before, after, changes.between(rx, before.version_id, after.version_id)


def _texts(rx: "Connection", before: "Version", after: "Version") -> "tuple[Document, Document]":
    from storage import versions

    return (
        versions.document(rx, before.version_id),
        versions.document(rx, after.version_id),
    )


def _compare(one: "Source", before: "Document", after: "Document") -> "Comparison":
    from monitor.compare import compare as comparing

    return comparing.compare(before.compared, after.compared, language=one.language)


def _headline(
    one: "Source",
    before: "Version",
    after: "Version",
    comparison: "Comparison",
    change: "Change | None",
) -> str:
    from monitor.cli import logbook

    parts = [f"@{before.number} → @{after.number}", _summary(comparison)]
    if comparison.kind is not None and before.first_seen < after.first_seen:
        since = after.not_before if change else before.last_seen
        parts.append(logbook.between(since, after.first_seen, one.timezone))
    if change is not None:
        parts.append("confirmed" if after.confirmed_at else "not confirmed by a second look")
        if change.cause == "rules":
            parts.append("our rules changed, not the page")
    if after.same_as is not None:
        parts.append(f"same as version {after.same_as}")
    return "   ".join(parts)


def _dates(before: "Version", after: "Version") -> list[str]:
    from monitor.cli import logbook

    date = logbook.redated(before, after)
    return [f"page date → {date}"] if date else []


def _summary(comparison: "Comparison") -> str:
    if comparison.kind is None:
        return "no difference"
    from alerts.sentences import counted

    wording = [one for one in comparison.passages if one.change == "wording"]
    if comparison.kind == "typography":
        count = render.many(len(comparison.passages), "difference")
        return f"typography   {count}, no wording changed"
    rest = "" if len(wording) < len(comparison.passages) else ", the rest identical"
    return f"wording   {counted(wording)}{rest}"


def _print(
    comparison: "Comparison",
    texts: "tuple[Document, Document]",
    how: dict[str, bool],
    *,
    headline: str,
    notes: tuple[str, list[str]],
) -> None:
    """`notes`: how what is not shown is introduced, and what else there is to say of it."""
    from monitor.cli import redline

    typography = how["typography"] or comparison.kind == "typography"
    if how["side_by_side"]:
        redline.side_by_side(headline, comparison, typography=typography)
    elif how["full"]:
        redline.whole(headline, comparison, texts[1])
    else:
        redline.folded(headline, comparison, notes, typography=typography)


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--language", help="Of both texts: en, ja, …; else it is found.")
@_side_by_side
@_full
@_typography
@_json
@click.pass_context
def compare(ctx: click.Context, /, a: str, b: str, language: str | None, **how: bool) -> None:
    """The words by which two texts differ; exit 1 when they differ in wording.

    A and B are each ID, ID@N, a file (.html, .pdf, .txt) or - for standard input.
    """
    from monitor.compare import compare as comparing

    settings: Settings = ctx.obj
    if language:
        _check_language(language)
    if a == b == "-":
        raise UsageError("standard input can be only one of the two texts")
    before, after = _text(settings, a), _text(settings, b)
    comparison = comparing.compare(
        before.compared, after.compared, language=language or before.language
    )
    if how["as_json"]:
        click.echo(render.json_line(render.difference(a, b, comparison, None)))
    else:
        headline = f"{a} → {b}   {_summary(comparison)}"
        _print(comparison, (before, after), how, headline=headline, notes=("not shown", []))
    ctx.exit(1 if comparison.kind == "wording" else 0)


def _check_language(code: str) -> None:
    from monitor.config import checks

    try:
        checks.language(code)
    except ValueError as error:
        raise UsageError(f"--language {code!r} {error}") from None


def _text(settings: Settings, name: str) -> "Document":
    if name == "-":
        return _parse(sys.stdin.buffer.read(), "standard input")
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name} is a directory; name a file (.html, .pdf, .txt)")
    if path.exists():
        return _parse(references.content(path), name)
    if "/" in name or path.suffix in {".html", ".htm", ".pdf", ".txt"}:
        raise UsageError(f"{name}: no such file")
    return _stored(settings, name)


def _stored(settings: Settings, name: str) -> "Document":
    """The text of a version; a bare name that is none may have been meant as a file's."""
    from storage import sources, versions
    from storage.errors import StoreMissing

    try:
        store = settings.open_store("read")
    except StoreMissing:
        if "@" in name:
            raise
        raise UsageError(f"{name}: no such file, and no store here that knows a source") from None
    with store.read() as rx:
        if "@" not in name and sources.get(rx, name) is None:
            known = ", ".join(one.slug for one in sources.listing(rx)) or "none yet"
            raise UsageError(f"{name}: no such file, and no such source; there are: {known}")
        _, version = references.resolve(rx, name)
        return versions.document(rx, version.version_id)


def _parse(body: bytes, name: str) -> "Document":
    from monitor.text.extract import extract
    from monitor.text.rules import Rules
    from storage.model import Judgement

    read = extract(body, references.content_type(body, name), name, Rules())
    if isinstance(read, Judgement):
        raise UsageError(f"{name}: {read.reason}")
    return read.document
