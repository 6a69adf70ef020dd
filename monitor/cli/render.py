"""What is printed: JSON lines, and page text made safe for a terminal."""

import re
import shutil
import sys
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

import click

from alerts import when
from alerts.inert import FSI, PDI, json_text
from monitor.phrasing import many as many  # noqa: PLC0414 - what prints says it so
from storage.model import unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.checking import Checked
    from monitor.cli.redline import Raised
    from monitor.compare.framing import Frames, Summary
    from storage.deliveries import DeliveryRow
    from storage.model import Change, Comparison, Document, Judgement, Source, Version
    from storage.witnesses import Witness

_ISOLATES = re.compile(f"([{FSI}{PDI}])")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Page text without what a terminal would obey: control characters and bidi overrides.

    And without the marks of doubtful hyphens, which a terminal may show as boxes.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", unmarked(text))


def quoting(line: str) -> str:
    """As `safe`, for a line of ours in which isolates set apart what it quotes.

    Only for what `alerts.headline` made: elsewhere such a character is the page's.
    """
    return "".join(part if part in {FSI, PDI} else safe(part) for part in _ISOLATES.split(line))


def one_line(text: str) -> str:
    """As `safe`, without its line breaks: for a place in a line of ours."""
    return " ".join(safe(text).split())


def short_names(names: tuple[str, str]) -> tuple[str, str]:
    """Two names for use in sentences: of files without their directories, where they differ so."""
    one, other = (name.rpartition("/")[2] for name in names)
    return (one, other) if one != other else names


def json_line(value: dict[str, object]) -> str:
    """One object as one line."""
    return json_text(value)


def instant(at: datetime | None) -> str | None:
    """A time as JSON shows it: UTC, to the second."""
    return None if at is None else when.exact(at)


def checked(one: "Checked", url: str) -> dict[str, object]:
    """A line of `check --json`; `url` is the source's, as it may be shown."""
    return {
        "source": one.source.id,
        "url": url,
        "checked_at": instant(one.checked_at),
        "verdict": one.verdict,
        "reason": one.reason,
        "version": one.version,
        "change": one.change,
        "cause": one.cause,
        "confirmed": one.confirmed,
        "origin": one.origin,
    }


def checked_line(one: "Checked") -> str:
    """A line of `check` for a person."""
    parts = [f"{one.source.id:<28}", f"{one.verdict or 'not seen':<12}"]
    if one.version is not None:
        parts.append(f"@{one.version}")
    if one.change is not None:
        doubt = "the archive's sight" if one.origin == "wayback" else "not yet confirmed"
        parts.append(one.change + ("" if one.confirmed else f" ({doubt})"))
    if one.cause == "rules":
        parts.append("(our rules, not the page)")
    if one.reason:
        parts.append(safe(one.reason))
    return "  ".join(parts).rstrip()


def page(lines: "Sequence[str]", *, plain: bool) -> None:
    """Print lines; through a pager where they are more than a terminal shows."""
    text = "\n".join(lines)
    if not plain and sys.stdout.isatty() and _is_tall(lines):
        click.echo_via_pager(text + "\n")
    elif lines:
        click.echo(text)


def stream(chunks: "Iterable[Sequence[str]]", *, plain: bool) -> None:
    """Print lines as they come; through a pager where they are more than a terminal shows."""
    if plain or not sys.stdout.isatty():
        for chunk in chunks:
            if chunk:
                click.echo("\n".join(chunk))
        return
    rest = iter(chunks)
    first: list[str] = []
    for chunk in rest:
        first += chunk
        if _is_tall(first):
            text = ("\n".join(some) + "\n" for some in chain([first], rest) if some)
            click.echo_via_pager(text)
            return
    page(first, plain=True)


def _is_tall(lines: "Sequence[str]") -> bool:
    """Whether they take more rows than a terminal has, as it wraps them."""
    from rich.cells import cell_len  # slow to load, and for a terminal alone

    columns, rows = shutil.get_terminal_size()
    parts = (click.unstyle(part) for line in lines for part in line.split("\n"))
    return sum(max(1, -(-cell_len(part) // columns)) for part in parts) >= rows


def witnessed(witness: "Witness | None") -> dict[str, object]:
    """What came of asking an archive to save the page: nulls where none was asked."""
    return {
        "witness": witness.state if witness else None,
        "memento": witness.memento if witness else None,
    }


def witness_line(witness: "Witness") -> str:
    """The same for a person."""
    if witness.memento is not None:
        return f"saved by the archive: {one_line(witness.memento)}"
    said = f": {one_line(witness.error)}" if witness.error else ""
    return f"not saved by the archive{' yet' if witness.state == 'waiting' else ''}{said}"


def shown(
    source: "Source",
    version: "Version",
    document: "Document",
    witness: "Witness | None",
    *,
    superseded_by: int | None,
) -> dict[str, object]:
    """The object of `show --json`."""
    return {
        "source": source.slug,
        "version": version.number,
        "title": document.title,
        "language": document.language,
        "published": document.published,
        "modified": document.modified,
        "publisher_said": version.publisher_said,
        "text": document.text,
        "blocks": blocks(document),
        **witnessed(witness),
        "superseded_by": superseded_by,
        "note": version.note,
    }


def blocks(document: "Document") -> list[dict[str, str]]:
    """The blocks as JSON shows them."""
    return [{"kind": block.kind, "text": block.text} for block in document.blocks]


def extracted(
    judgement: "Judgement", document: "Document | None", selector: str | None
) -> dict[str, object]:
    """The object of `extract --json`."""
    return {
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "title": document.title if document else None,
        "language": document.language if document else None,
        "selector": selector,
        "published": document.published if document else None,
        "modified": document.modified if document else None,
        "text": document.text if document else None,
        "blocks": blocks(document) if document else [],
    }


def document_lines(document: "Document") -> list[str]:
    """A document as a person reads it: its title, and its blocks with a blank line between."""
    lines = [] if document.title is None else [safe(document.title), ""]
    for block in document.blocks:
        mark = {"heading": "## ", "quote": "> ", "item": "- "}.get(block.kind, "")
        if block.kind == "item" and block.text[:1].isdigit():
            mark = ""
        lines += [mark + safe(block.text), ""]
    return lines


def difference(
    before: object,
    after: object,
    comparison: "Comparison",
    change: "Change | None",
    raised: "Raised",
) -> dict[str, object]:
    """The object of `diff --json` and `compare --json`."""
    from alerts.as_json import passage_json

    return {
        "from": before,
        "to": after,
        "change": comparison.kind,
        "cause": change.cause if change else None,
        "flags": list(comparison.flags),
        "typography": list(comparison.typography),
        "passages": [passage_json(one, raised.get(one, ())) for one in comparison.passages],
    }


def compared(
    names: tuple[str, str],
    comparison: "Comparison",
    summary: "Summary",
    frames: "Frames",
    raised: "Raised",
) -> dict[str, object]:
    """The object of `compare --json` for two texts of one language."""
    from alerts.as_json import passage_json

    framing = {id(one) for one in (*frames.before, *frames.after)}
    return {
        **difference(*names, comparison, None, raised),
        "passages": [
            {**passage_json(one, raised.get(one, ())), "framing": id(one) in framing}
            for one in comparison.passages
        ],
        "compared": "wording",
        "summary": asdict(summary),
        "structure": None,
    }


def delivery(row: "DeliveryRow") -> dict[str, object]:
    """A line of `alerts --json`."""
    return {
        "id": row.delivery_id,
        "source": row.slug,
        "version": row.version_number,
        "kind": row.kind,
        "channel": row.channel,
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt": instant(row.next_attempt_at) if row.state == "pending" else None,
        "error": row.error,
        "message_id": row.message_id,
    }


def _attempts(count: int) -> str:
    """A channel that refuses us ages nothing: its refusal is counted as no attempt."""
    return many(count, "attempt") if count else "not taken"


def delivery_line(row: "DeliveryRow") -> str:
    """A line of `alerts` for a person."""
    about = row.slug or "this machine"
    if row.version_number is not None:
        about += f"@{row.version_number}"
    line = f"{row.delivery_id:>5}  {row.state:<9} {row.kind:<9} {row.channel:<12} {about:<28}"
    if row.state == "pending":
        line += f"  next {instant(row.next_attempt_at)}"
    if row.error:
        line += f"  {_attempts(row.attempts)}: {one_line(row.error)}"
    return line.rstrip()
