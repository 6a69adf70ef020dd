"""`blame`: each sentence of a text with the version, time and capture of its arrival."""

from typing import TYPE_CHECKING

import click

from monitor import provenance
from monitor.cli import references, render, terminal
from monitor.cli.completing import SOURCE_ID
from monitor.cli.main import Settings

if TYPE_CHECKING:
    from monitor.blame import Line
    from storage.model import Source, Version

_DIGITS = 12  # of a hash


@click.command()
@click.argument("reference", type=SOURCE_ID, metavar="ID[@N]")
@click.option("--at", metavar="TIME", help="The text as it stood then.")
@click.option("--json", "as_json", is_flag=True, help="One object a sentence.")
@click.pass_obj
def blame(settings: Settings, reference: str, at: str | None, *, as_json: bool) -> None:
    """Each sentence with the version that brought it.

    What only moved, or was set in other type, keeps the version that brought its words; a sentence
    that left and came back has the one that brought it back, and says so. The hash is that of the
    capture in which it was seen first.
    """
    from monitor import blame as blaming
    from monitor import sights

    store = settings.open_store("read")
    with store.read() as rx:
        one, version, then = references.asked(rx, reference, at)
        stands = references.standing(rx, version)
        found = blaming.blame(rx, one, version)
        doubts = sights.doubts(rx, one, then) if then is not None else []
    if as_json:
        for line in found:
            click.echo(render.json_line(_object(one, line)))
        return
    if stands is not None and not settings.quiet:
        click.echo(f"{one.slug}@{version.number} is superseded by @{stands.number}", err=True)
    for doubt in doubts:
        click.echo(render.one_line(doubt), err=True)
    render.page(_lines(one, version, found), plain=False)


def _object(one: "Source", line: "Line") -> dict[str, object]:
    arrived = line.arrived
    return {
        "source": one.slug,
        "version": arrived.number,
        "first_seen": render.instant(line.version.first_seen),
        "not_before": render.instant(line.not_before),
        "text": arrived.text.strip(),
        "block": arrived.block + 1,
        "kind": arrived.kind,
        "stood": arrived.stood,
        "gone": arrived.gone,
        "origin": line.origin,
        "capture": line.capture_sha256.hex(),
        "sha256": line.version.text_sha256.hex(),
    }


def _lines(one: "Source", version: "Version", found: "list[Line]") -> list[str]:
    """Columns, and a blank line between paragraphs; a sentence a line."""
    from monitor.cli.headings import heading
    from monitor.cli.times import span

    heads = [
        (
            f"@{line.version.number}",
            span(line.not_before, line.version.first_seen, one.timezone),
            line.capture_sha256.hex()[:_DIGITS],
        )
        for line in found
    ]
    widths = [max((len(head[at]) for head in heads), default=0) for at in range(3)]
    lines = [f"{heading(one)}    text of @{version.number}"]
    block = None
    for line, head in zip(found, heads, strict=True):
        if block not in {None, line.arrived.block}:
            lines.append("")
        block = line.arrived.block
        columns = "  ".join(f"{part:<{wide}}" for part, wide in zip(head, widths, strict=True))
        lines += _fitted(columns, f"{render.one_line(line.arrived.text)}{_marks(line)}")
    return lines


def _marks(line: "Line") -> str:
    """That it stood before, and where it is from if it was not fetched here."""
    arrived = line.arrived
    back = (
        "" if arrived.gone is None else f"back: stood in @{arrived.stood}, gone in @{arrived.gone}"
    )
    said = "; ".join(filter(None, (back, provenance.SHORT.get(line.origin, ""))))
    return f"   [{said}]" if said else ""


def _fitted(columns: str, text: str) -> list[str]:
    """Broken to the width there is beside the columns; else one line, for grep."""
    width = terminal.width()
    if width is None:
        return [f"{columns}  {text}"]
    from rich.text import Text

    from monitor.cli.wrapping import wrapped

    indent = " " * (len(columns) + 2)
    if width - len(indent) < 20:  # too narrow for columns: the text below them
        return [columns, *wrapped(Text(text), width, "  ").plain.split("\n")]
    first, *rest = wrapped(Text(text), width, indent).plain.split("\n")
    return [columns + first[len(columns) :], *rest]
