"""Two versions of a source and how they differ: gathered once, for a terminal and for a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import provenance
from monitor.parted import last_sight
from monitor.phrasing import many
from storage.model import Change, Comparison, Document, Passage, Source, Version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from monitor.evidence import Said
    from storage.origins import Brought


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two versions of a source, their texts, how these differ and what raised each flag.

    `change` is None where the watch never compared the two, but only whoever asked for them.
    `brought`: from where their captures are. `not_before`: when the older words were last read
    before others were. `standing` are the numbers of the versions that stand in the place of a
    superseded one.
    """

    source: Source
    before: Version
    after: Version
    documents: tuple[Document, Document]
    comparison: Comparison
    change: Change | None
    raised: "Mapping[Passage, Said]"
    brought: "tuple[Brought, Brought]"
    not_before: datetime | None
    standing: tuple[int | None, int | None] = (None, None)


def gather(
    rx: "Connection", source: Source, before: Version, after: Version, change: Change | None
) -> Pair:
    """Two versions of the source; without a recorded change they are compared now."""
    from monitor import sights
    from storage import versions

    texts = (
        versions.document(rx, before.version_id),
        versions.document(rx, after.version_id),
    )
    comparison = change.comparison if change else compared(source, *texts)
    return Pair(
        source=source,
        before=before,
        after=after,
        documents=texts,
        comparison=comparison,
        change=change,
        raised=_raised(rx, source, before, comparison),
        brought=(provenance.of(rx, before), provenance.of(rx, after)),
        not_before=last_sight(before, after) if change else sights.last_seen(rx, before),
        standing=(_standing(rx, before), _standing(rx, after)),
    )


def compared(source: Source, before: Document, after: Document) -> Comparison:
    """How two texts of a source differ."""
    from monitor.compare import compare as comparing

    return comparing.compare(
        before.compared,
        after.compared,
        language=source.language,
        terms=source.watch,
        expect=source.expect,
    )


def _raised(
    rx: "Connection", source: Source, before: Version, comparison: Comparison
) -> "dict[Passage, Said]":
    """What raised the flags of each passage, in the source's history."""
    from monitor import evidence

    passages = comparison.passages
    said = evidence.said(rx, source, before, passages, terms=source.watch, expect=source.expect)
    return dict(zip(passages, said, strict=True))


def _standing(rx: "Connection", one: Version) -> int | None:
    from storage import versions

    return None if one.superseded_by is None else versions.by_id(rx, one.superseded_by).number


def summary(comparison: Comparison) -> str:
    """The kind of a difference, and how many sentences became what."""
    if comparison.kind is None:
        return "no difference"
    from alerts.sentences import counted

    wording = [one for one in comparison.passages if one.change == "wording"]
    if comparison.kind == "typography":
        passages = comparison.passages
        count = many(sum(map(_places, passages)), "difference")
        called = typography(comparison)
        return f"{called}   {count} in {many(len(passages), 'sentence')}, no wording changed"
    rest = "" if len(wording) < len(comparison.passages) else ", the rest identical"
    return f"wording   {counted(wording)}{rest}"


def typography(comparison: Comparison) -> str:
    """`typography: quotes, spaces`."""
    kinds = ", ".join(comparison.typography)
    return f"typography: {kinds}" if kinds else "typography"


def _places(passage: Passage) -> int:
    """In how many places a passage differs."""
    ops = [op for op, _ in passage.edits]
    return max(1, sum(op != "=" and (at == 0 or ops[at - 1] == "=") for at, op in enumerate(ops)))
