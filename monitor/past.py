"""The past of the words that a message names: when they came and went, and who had them before."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts import when, words
from monitor import phrases
from monitor.compare.ranking import rank
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
    had = next((one.at for one in own if one.holds), after.first_seen)
    others = {text_id for text_id, _ in places} if everywhere else set()
    first = _first(rx, source, others, places, sought)
    earlier = (first[1],) if first is not None and first[0].first_seen < had else ()
    return (*phrases.history(own, source.timezone), *earlier)


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
    whence = origins.brought(rx, source.source_id)
    return [
        phrases.Seen(
            number=one.number,
            at=one.first_seen,
            holds=counts[one.version_id] > 0,
            origin=SHORT.get(whence.get(one.capture_id, "")),
        )
        for one in (*(one for one in line if one.version_id != after.version_id), after)
    ]


def _first(
    rx: "Connection", source: Source, text_ids: set[int], places: Mapping[Place, int],
    sought: Sequence[Needle],
) -> tuple[Version, str] | None:  # fmt: skip
    """The version of another publisher that had the phrase first, and the same as words.

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
    began = {
        next((version_id for version_id, here in line.items() if here), 0): next(iter(line))
        for line in counts.values()
    }
    known = (one for one in versions.some(rx, began.keys()).values() if one.confirmed_at)
    first = min(known, key=lambda one: one.first_seen, default=None)
    if first is None:
        return None
    one, baseline = others[first.source_id], began[first.version_id] == first.version_id
    day = when.day(first.first_seen.astimezone(ZoneInfo(source.timezone)))
    used = f"used by {one.publisher} {day}"
    said = f"{used} or before" if baseline else f"first {used}"
    return first, f"{said} ({one.slug}@{first.number})"


def _counts(
    rx: "Connection", source_ids: Collection[int], places: Mapping[Place, int],
    sought: Sequence[Needle],
) -> dict[int, dict[int, int]]:  # fmt: skip
    """How often the phrase stands in each version of each source, in time."""
    told = search.counted(rx, source_ids, places, lambda text: count(text, sought))
    return {source_id: {one.version_id: one.count for one in line} for source_id, line in told}
