"""`compare`: two texts of one statement; of one language by wording, else by structure."""

import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import files, options, render
from monitor.cli.main import Settings
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.compare.framing import Summary
    from storage.model import Document, Source


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--language", help="Of both texts: en, ja, …; else it is found.")
@options.side_by_side
@options.full
@options.typography
@options.as_json
@click.pass_context
def compare(ctx: click.Context, /, a: str, b: str, language: str | None, **how: bool) -> None:
    """The words by which two texts differ; exit 1 when they differ in wording.

    A and B are each ID, ID@N, a file (.html, .pdf, .txt) or - for standard input.

    Texts in two languages are compared by structure: which items, figures and dates stand in
    one of them only; exit 1 when any does.
    """
    from monitor.cli import structured
    from monitor.compare import across

    settings: Settings = ctx.obj
    settings.check_config()
    if language:
        _check_language(language)
    if a == b == "-":
        raise UsageError("standard input can be only one of the two texts")
    (before, one), (after, other) = _text(settings, a), _text(settings, b)
    _check_charset((a, b), (before, after))
    if not language and across.between_languages(before.compared, after.compared):
        found = across.structure(before.compared, after.compared)
        structured.show((a, b), found, how)
        ctx.exit(0 if found.same else 1)
    kind = _wording((a, b), (before, after), language, how, of=[one, other])
    ctx.exit(1 if kind == "wording" else 0)


def _wording(
    names: tuple[str, str],
    both: "tuple[Document, Document]",
    language: str | None,
    how: dict[str, bool],
    *,
    of: "Sequence[Source | None]",
) -> str | None:
    """Print by which words two texts differ; the kind of the difference. `of`: their sources."""
    from dataclasses import replace

    from monitor import pairs
    from monitor.cli import differing
    from monitor.compare import compare as comparing
    from monitor.compare import framing

    before, after = both
    language = language or before.language
    terms = tuple(dict.fromkeys(term for one in of if one for term in one.watch))
    expect = tuple(dict.fromkeys(phrase for one in of if one for phrase in one.expect))
    comparison = comparing.compare(
        before.compared,
        after.compared,
        language=language,
        terms=terms,
        expect=expect,
    )
    summary = framing.summarize(comparison, before.compared, after.compared, language)
    frames = framing.frames(comparison, before.compared, after.compared)
    raised = differing.evident(comparison, both, terms, expect)
    if how["as_json"]:
        click.echo(render.json_line(render.compared(names, comparison, summary, frames, raised)))
        return comparison.kind
    short = render.short_names(names)
    headline = f"{names[0]} → {names[1]}   {pairs.summary(comparison)}"
    if comparison.kind is not None:
        headline += f"\n{_counts(short, summary)}"
    differing.show(
        replace(comparison, passages=frames.within),
        both,
        how,
        headline=headline,
        titles=short,
        notes=("not shown", []),
        raised=raised,
        apart=tuple(
            (f"only in {name}, before or after what both have:", passages)
            for name, passages in zip(short, (frames.before, frames.after), strict=True)
            if passages
        ),
    )
    return comparison.kind


def _counts(names: tuple[str, str], summary: "Summary") -> str:
    return (
        f"{render.many(summary.common, 'sentence')} in common, "
        f"{summary.changed} worded differently, {summary.only_before} only in {names[0]}, "
        f"{summary.only_after} only in {names[1]}"
    )


def _check_charset(names: tuple[str, str], both: "tuple[Document, Document]") -> None:
    """Refuse a text that was read in another set than the other: it differs in every sentence."""
    from monitor.judge.charset import misreading, oddness

    texts = sorted(
        zip((text.text for text in both), names, strict=True), key=lambda t: oddness(t[0])
    )
    for (one, _), (other, garbled) in permutations(texts):
        found = misreading(one, other)
        if found is not None:
            right, wrong = found
            raise UsageError(
                f"{garbled} was read in another character set, {right} as {wrong}: so its wording "
                "cannot be compared; save it anew in its own"
            )


def _check_language(code: str) -> None:
    from monitor.config import checks

    try:
        checks.language(code)
    except ValueError as error:
        raise UsageError(f"--language {code!r} {error}") from None


def _text(settings: Settings, name: str) -> "tuple[Document, Source | None]":
    if name == "-":
        return _parse(sys.stdin.buffer.read(), "standard input"), None
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name} is a directory; name a file (.html, .pdf, .txt)")
    if path.exists():
        return _parse(files.content(path), name), None
    if "/" in name or path.suffix in {".html", ".htm", ".pdf", ".txt"}:
        raise UsageError(f"{name}: no such file")
    return _stored(settings, name)


def _stored(settings: Settings, name: str) -> "tuple[Document, Source]":
    """The text of a version; a bare name that is none may have been meant as a file's."""
    from monitor.cli import references
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
        one, version = references.resolve(rx, name)
        return versions.document(rx, version.version_id), one


def _parse(body: bytes, name: str) -> "Document":
    from monitor.text.extract import extract
    from monitor.text.rules import Rules
    from storage.model import Judgement

    read = extract(body, files.content_type(body, name), name, Rules())
    if isinstance(read, Judgement):
        raise UsageError(f"{name}: {read.reason}")
    return read.document
