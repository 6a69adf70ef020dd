"""What a person reads in a proof: a page for a browser, and README.txt."""

import base64
import hashlib
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from alerts import inert
from monitor import provenance
from monitor.version import version
from storage.origins import Brought

if TYPE_CHECKING:
    from monitor.evidence import Said
    from monitor.proof.case import Case, Side
    from storage.model import Passage

_KIT = Path(__file__).with_name("kit")
_NOT_PROVED = (
    "That the publisher served these bytes to others: they are what one program was served.",
    "When the publisher made the change: only when the old words were last read and the new first.",
    "That the clock of the machine that fetched was right; a stamp has the authority's time.",
    "That the texts are all the pages say: rules read them from the captures, here in full.",
)


def page(case: "Case") -> str:
    """The page: no script, nothing from elsewhere, page text as text alone."""
    from jinja2 import Environment
    from markupsafe import Markup

    style = (_KIT / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(autoescape=True, trim_blocks=False, keep_trailing_newline=True)
    template = environment.from_string((_KIT / "page.html").read_text(encoding="utf-8"))
    return template.render(
        **_told(case),
        passages=[
            _passage(passage, said)
            for passage, said in zip(case.comparison.passages, case.raised, strict=True)
        ],
        style=Markup(style),  # noqa: S704 - it is ours
        style_hash=f"sha256-{digest}",
        readout=version(),
        made_at=_when(case, case.made_at),
    )


def readme(case: "Case") -> str:
    """README.txt: what is in the file, what it proves and what it does not."""
    from jinja2 import Environment

    environment = Environment(keep_trailing_newline=True)  # noqa: S701 - plain text
    template = environment.from_string((_KIT / "README.txt").read_text(encoding="utf-8"))
    told = _told(case)
    wrapped = {name: [_item(line) for line in told[name]] for name in ("proves", "proves_not")}
    return template.render(**told | wrapped)


def _item(line: str) -> str:
    return textwrap.fill(
        line, 98, initial_indent="- ", subsequent_indent="  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def commands(case: "Case") -> list[str]:
    """How OpenSSL checks the signatures of the stamps."""
    return [
        f"openssl ts -verify -data stamp-{n}.root -in stamp-{n}.token -token_in "
        f"-CAfile stamp-{n}.pem"
        for n in range(1, len(case.stamps) + 1)
    ]


def _told(case: "Case") -> dict[str, Any]:
    source = case.source
    return {
        "name": inert.one_line(source.name),
        "publisher": source.publisher and inert.one_line(source.publisher),
        "url": inert.one_line(source.url),
        "old": _side(case, case.sides[0]),
        "new": _side(case, case.sides[1]),
        "times": list(_times(case)),
        "proves": list(_proved(case)),
        "proves_not": list(_not_proved(case)),
        "commands": commands(case),
    }


def _side(case: "Case", side: "Side") -> dict[str, object]:
    one, document = side.version, side.document
    return {
        "number": one.number,
        "language": one.language or case.source.language or "",
        "seen": _when(case, one.first_seen),
        "body": side.capture.body_sha256.hex(),
        "text": one.text_sha256.hex(),
        "archived": _archived(side) or "not asked for",
        "blocks": [(block.kind, inert.one_line(block.text)) for block in document.compared],
    }


def _times(case: "Case") -> Iterator[tuple[str, str]]:
    new = case.sides[1].version
    yield "The old words were last read in full", _when(case, case.last_read)
    yield "The new words were first read", _when(case, new.first_seen)
    if new.confirmed_at is not None:
        yield "A further look confirmed them", _when(case, new.confirmed_at)


def _when(case: "Case", at: datetime) -> str:
    zone = case.source.timezone
    utc = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    there = at.astimezone(ZoneInfo(zone))
    return utc if zone == "UTC" else f"{utc} ({there:%Y-%m-%d %H:%M:%S} {zone})"


def _passage(passage: "Passage", said: "Said") -> dict[str, object]:
    parts = [(op, inert.part_of_line(text)) for op, text in passage.edits]
    where = (
        f'under "{inert.isolated(inert.one_line(passage.section))}", ' if passage.section else ""
    )
    return {
        "label": f"{passage.kind}, {passage.change}; {where}paragraph {passage.paragraph}",
        "raised": "; ".join(
            ": ".join(
                filter(None, (inert.one_line(f"{flag} {way}"), inert.led(inert.one_line(words))))
            )
            for flag, way, words in said
        ),
        "before": [part for part in parts if part[0] in "=-"] if passage.before else [],
        "after": [part for part in parts if part[0] in "=+"] if passage.after else [],
    }


def _proved(case: "Case") -> Iterator[str]:
    yield (
        "The texts, the differences and the bytes in this file are those that the chain of hashes "
        "names; whoever alters one of them must alter every link behind it."
    )
    for number, one in enumerate(case.stamps, 1):
        at = f"{one.stamp.stamped_at:%Y-%m-%d %H:%M:%S} UTC (stamp-{number}, {one.stamp.url})"
        match one.covers:
            case "both":
                yield f"The bytes of both captures were here no later than {at}, unaltered since."
            case "first":
                yield f"Those of the first capture were here no later than {at}, unaltered since."
            case "none":
                yield f"What the chain held before them was there at {at}, and was not rewritten."
    if case.messages:
        yield (
            f"Messages sent are among the chain's rows ({case.messages} here). Each shows the head "
            "that the chain had when it was composed: whoever received one holds a witness of all "
            "rows before it."
        )
    for side in case.sides:
        if side.witness is not None and side.witness.memento is not None:
            yield (
                f"The Internet Archive was asked to save the page of version {side.version.number} "
                f"and named {inert.one_line(side.witness.memento)}: its own capture, with its own "
                "time in the address."
            )


def _not_proved(case: "Case") -> Iterator[str]:
    for side in case.sides:
        capture = side.capture
        brought = Brought(origin=capture.origin, provenance=capture.provenance)
        if (line := provenance.line(brought, side.version)) is not None:
            yield (
                f"That the capture of version {side.version.number} came from the publisher: it "
                f"was {inert.one_line(line)}. Its time is that of whoever captured it."
            )
    if not any(one.covers == "both" for one in case.stamps):
        yield (
            "When it was here: no stamp of an outside authority covers both captures, so there is "
            "no outside witness of the time but the messages."
        )
    if case.change is None:
        yield (
            "That the watch compared these two: other versions lie between them or they were never "
            "compared; the differences were made for this file."
        )
    yield from _NOT_PROVED


def _archived(side: "Side") -> str | None:
    if side.witness is None:
        return None
    return inert.one_line(side.witness.memento or f"not saved: {side.witness.error or 'waiting'}")
