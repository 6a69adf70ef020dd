"""One change as HTML: what changed inline, side by side, and within the two whole texts.

`page(pair)` is a page that stands alone; `fragment(pair)` is its body, an `<article>` with its own
h1, for a page of another's making that has `style()` among its style sheets. Both are pure: the
same `monitor.pairs.Pair`, which `pairs.gather` reads from the store, gives the same characters.
Page text is data: escaped, and characters that hide or reorder it are named.
"""

import base64
import functools
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alerts import inert, when
from alerts.sentences import place
from monitor import pairs, provenance
from monitor.html.rows import Marked, Row, rows
from monitor.html.templating import template
from monitor.pairs import Pair
from monitor.said import dates, new_notes

if TYPE_CHECKING:
    from monitor.evidence import Said
    from storage.model import Passage

_PACKAGE = "monitor.html"


def page(pair: Pair) -> str:
    """A page with nothing from elsewhere: no script, its style within it."""
    from markupsafe import Markup

    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return template(_PACKAGE, "page.html").render(
        title=_title(pair),
        style=Markup(style()),  # noqa: S704 - it is ours
        style_hash=f"sha256-{digest}",
        body=Markup(fragment(pair)),  # noqa: S704 - it is escaped
    )


def fragment(pair: Pair, *, whole: bool = True) -> str:
    """The change as an `<article>`; `whole`: with the two whole texts."""
    from monitor.compare import doubts

    before, after = doubts.sides(*(document.compared for document in pair.documents))
    told = pair.comparison.passages
    return template(_PACKAGE, "change.html").render(
        pair=pair,
        name=inert.one_line(pair.source.name),
        who=_who(pair),
        url=inert.web_address(pair.source.url),
        facts=list(_facts(pair)),
        hashes=[(one.number, one.text_sha256.hex()) for one in (pair.before, pair.after)],
        languages=[one.language or pair.source.language or "" for one in (pair.before, pair.after)],
        passages=[_passage(one, pair.raised.get(one, ())) for one in told],
        rows=list(map(_row, rows(before.settled, after.settled, told))) if whole else [],
    )


@functools.cache
def style() -> str:
    """The style sheet of a change, for screens light and dark and for paper."""
    from importlib.resources import files

    return files(_PACKAGE).joinpath("templates/change.css").read_text(encoding="utf-8")


def _title(pair: Pair) -> str:
    name = inert.one_line(pair.source.name)
    return f"{name}: version {pair.before.number} to version {pair.after.number}"


def _who(pair: Pair) -> str:
    return " | ".join(
        inert.one_line(part) for part in (pair.source.publisher, pair.source.language) if part
    )


def _facts(pair: Pair) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What is said above the words: a name, and the parts of what is said; some are times."""
    comparison, after = pair.comparison, pair.after
    yield "What", [_words(_what(pair))]
    if comparison.words_removed or comparison.words_added:
        removed, added = comparison.words_removed, comparison.words_added
        yield "Words", [_words(f"{removed} removed, {added} added")]
    if comparison.flags:
        yield "Flags", [_words(", ".join(map(inert.one_line, comparison.flags)))]
    if pair.before.first_seen < after.first_seen:
        if pair.not_before is not None:
            yield "Old words last read in full", _times(pair.not_before, pair.source.timezone)
        yield "New words first read", _times(after.first_seen, pair.source.timezone)
    yield "How sure", [_words(_sureness(pair))]
    for line in _said(pair):
        yield "The page says", [_words(line)]
    ends = zip((pair.before, after), pair.standing, pair.brought, strict=True)
    for one, number, brought in ends:
        if (others := provenance.line(brought, one)) is not None:
            yield f"Sight of @{one.number}", [_words(inert.one_line(others))]
        if one.note:
            yield f"Note on @{one.number}", [_words(inert.one_line(one.note))]
        if number is not None:
            yield f"@{one.number}", [_words(f"superseded by @{number}: read anew by our rules")]


def _what(pair: Pair) -> str:
    first, _, rest = pairs.summary(pair.comparison).partition("   ")
    said = f"{first}; {rest}" if rest else first
    if pair.after.same_as is not None:
        said += f"; the same text as version {pair.after.same_as}"
    return said


def _sureness(pair: Pair) -> str:
    if pair.change is None:
        return "compared on request: the watch itself never compared these two"
    doubt = provenance.alone(pair.after, pair.brought[1]) or "not confirmed"
    seen = "confirmed by a second look" if pair.after.confirmed_at else doubt
    return f"{seen}; our rules changed, not the page" if pair.change.cause == "rules" else seen


def _said(pair: Pair) -> Iterator[str]:
    if (dated := dates(pair.before, pair.after)) is not None:
        yield f"its date: {' → '.join(map(inert.one_line, dated))}"
    note = new_notes(pair.before, pair.after)
    yield from (f'"{inert.one_line(line)}"' for line in (note or "").splitlines())


def _words(text: str) -> dict[str, Any]:
    return {"text": text, "at": None}


def _times(at: datetime, zone: str) -> list[dict[str, Any]]:
    """An instant in the publisher's zone, and in UTC where that is another."""
    zones = dict.fromkeys((zone, "UTC"))
    return [{"text": f"{when.minute(at, one)} {one}", "at": when.exact(at)} for one in zones]


def _passage(passage: "Passage", said: "Said") -> dict[str, Any]:
    edits = [(op, inert.part_of_line(text)) for op, text in passage.edits]
    flags = [
        (inert.one_line(f"{flag} {way}"), inert.led(inert.one_line(words)))
        for flag, way, words in said
    ]
    kinds = ", ".join(passage.typography)
    return {
        "kind": passage.kind,
        "typography": kinds if passage.change == "typography" else "",
        "layout": inert.one_line(passage.layout),
        "place": place(passage),
        "flags": flags or [(inert.one_line(flag), "") for flag in passage.flags],
        "edits": edits,
        "before": [edit for edit in edits if edit[0] in "=-"] if passage.before else [],
        "after": [edit for edit in edits if edit[0] in "=+"] if passage.after else [],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "same": row.same,
        "before": list(map(_block, row.before)),
        "after": list(map(_block, row.after)),
    }


def _block(block: Marked) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "parts": [(mark, inert.part_of_line(text)) for mark, text in block.parts],
    }
