"""The past of the words that a message names: when they came and went, and who had them before."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts import when, words
from monitor import phrases
from monitor.compare.ranking import rank
from monitor.parted import last_sight
from monitor.provenance import SHORT
from monitor.searching import FOLD, count, needles
from storage import origins, search, sources, uses, versions, volumes
from storage.binding import Needle
from storage.model import Passage, Source, Version
from storage.placing import Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MOST = 500_000_000  # bytes of texts that are searched for one message: half a second
_STOCK = 50  # other sources that have a phrase, above which it is everybody's


def phrase_history(
    rx: "Connection", source: Source, after: Version, told: Sequence[Passage]
) -> tuple[str, ...]:
    """When the words that a message names came and went before, and who used them first.

    By our versions up to the one that is told of, each of them confirmed.
    """
    phrase = words.phrase(rank(told)[0]) if told else None
    sought = needles(phrase) if phrase else ()
    if not sought:
        return ()
    everywhere = volumes.size(rx) <= _MOST
    places = (
        volumes.found(rx, sought, FOLD)
        if everywhere
        else volumes.found_on(rx, search.sheets(rx, source.source_id), sought, FOLD)
    )
    own = _seen(rx, source, after, places, sought)
    others = {text_id for text_id, _ in places} if everywhere else set()
    first = _first(rx, source, others, places, sought)
    without = next((one.since for one in own if one.holds), after.not_before)
    earlier = first is not None and without is not None and first[0].first_seen <= without
    used = (first[1],) if first is not None and earlier else ()
    return (*phrases.history(own, source.timezone), *used)


def _seen(
    rx: "Connection", source: Source, after: Version, places: Mapping[Place, int],
    sought: Sequence[Needle],
) -> list[phrases.Seen]:  # fmt: skip
    """The source's confirmed versions up to that one, in time, and which hold the phrase."""
    counts = _counts(rx, {source.source_id}, places, sought).get(source.source_id, {})
    if after.version_id not in counts:  # superseded since
        texts = versions.document(rx, after.version_id).compared
        counts[after.version_id] = sum(count(block.text, sought) for block in texts)
    line = [
        one
        for one in versions.standing(rx, source.source_id)
        if one.confirmed_at and one.first_seen <= after.first_seen
    ]
    line = [*(one for one in line if one.version_id != after.version_id), after]
    whence = origins.brought(rx, source.source_id)
    return [
        phrases.Seen(
            number=one.number,
            at=one.first_seen,
            since=last_sight(before, one) if before else None,
            holds=counts[one.version_id] > 0,
            origin=SHORT.get(whence.get(one.capture_id, "")),
        )
        for before, one in zip((None, *line), line, strict=False)
    ]


def _first(
    rx: "Connection", source: Source, text_ids: set[int], places: Mapping[Place, int],
    sought: Sequence[Needle],
) -> tuple[Version, str] | None:  # fmt: skip
    """The version of another publisher that was first seen to have the phrase, and as words.

    None where nobody else has it, or too many do. What stands in a source's first version may be
    older than that.
    """
    having = uses.sources(rx, text_ids) - {source.source_id}
    if len(having) > _STOCK:
        return None
    others = {
        source_id: one
        for source_id, one in sources.named(rx, having).items()
        if one.publisher is not None and one.publisher != source.publisher
    }
    counts = _counts(rx, others.keys(), places, sought)
    began = {source_id: pair for source_id, line in counts.items() if (pair := _beginning(line))[1]}
    known = versions.some(rx, {one for pair in began.values() for one in pair if one})
    seen = {
        source_id: (known[use], last_sight(known[before], known[use]) if before else None)
        for source_id, (before, use) in began.items()
        if use in known and known[use].confirmed_at
    }
    if not seen:
        return None
    of = min(seen, key=lambda source_id: seen[source_id][0].first_seen)
    first, without = seen[of]
    rest = [since for source_id, (_, since) in seen.items() if source_id != of]
    is_first = all(since is not None and first.first_seen <= since for since in rest)
    day = when.day(first.first_seen.astimezone(ZoneInfo(source.timezone)))
    said = f"used by {others[of].publisher} {day}"
    if without is None:
        said += " or before"
    elif is_first:
        said = f"first {said}"
    return first, f"{said} ({others[of].slug}@{first.number})"


def _beginning(line: Mapping[int, int]) -> tuple[int | None, int | None]:
    """The first version that holds the phrase, and the one before it; None where there is none."""
    before: int | None = None
    for version_id, times in line.items():
        if times:
            return before, version_id
        before = version_id
    return None, None


def _counts(
    rx: "Connection", source_ids: Collection[int], places: Mapping[Place, int],
    sought: Sequence[Needle],
) -> dict[int, dict[int, int]]:  # fmt: skip
    """How often the phrase stands in each version of each source, in time."""
    told = search.counted(rx, source_ids, places, lambda text: count(text, sought))
    return {source_id: {one.version_id: one.count for one in line} for source_id, line in told}
