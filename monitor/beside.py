"""What a message says beside the change itself: what changes often, and what is not seen now."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import when
from alerts.inert import one_line
from alerts.siblings import Sibling
from monitor import setbeside, volatile
from monitor.archivewords import said
from monitor.phrasing import many
from monitor.queues import host_of
from storage import archive_sights, changes, sources, versions, watches
from storage.model import Passage, Source, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSIONS = 100  # looked through, the latest of them
_TOGETHER = timedelta(days=1)  # texts of one statement that changed so close changed together
_LISTINGS = 4  # that cannot be read and are named; more are counted
_OFTEN = 5  # changes of one sentence, after which the rule against it is named


def often(rx: "Connection", source: Source, told: Sequence[Passage]) -> tuple[str, ...]:
    """The rules to write for sentences that change again and again, as a counter does."""
    stand = {version.version_id for version in versions.standing(rx, source.source_id)}
    since = changes.history(rx, source.source_id)[-_VERSIONS:]
    before = Counter(
        pattern
        for change in since
        if {change.from_version_id, change.to_version_id} <= stand
        for pattern in {volatile.pattern(passage) for passage in change.comparison.passages}
        if pattern is not None
    )
    patterns = dict.fromkeys(filter(None, map(volatile.pattern, told)))
    return tuple(volatile.remedy(one) for one in patterns if before[one] >= _OFTEN)


def unseen(rx: "Connection", source: Source) -> tuple[str, ...]:
    """What of the same statement cannot be read just now, a sentence each.

    And which listings cannot: another text of it may stand there, and nobody sees it.
    """
    texts = [
        f"{one.slug}: {watch.verdict} since {when.day(watch.failing_since)}"
        f"{_by_archive(rx, watch)}."
        for one, watch in setbeside.others(rx, source)
        if watch is not None and watch.failures and watch.failing_since is not None
    ]
    listings = _unseen_listings(rx, source) if source.statement is not None else ()
    return (*texts, *listings)


def _unseen_listings(rx: "Connection", source: Source) -> list[str]:
    """The listings told to the same people that cannot be read, those of its statement or not."""
    failing = [(sources.by_id(rx, one.source_id), one) for one in watches.failing_listings(rx)]
    told = dict.fromkeys(
        f"{_listing(rx, one)}: {watch.verdict} since {when.day(watch.failing_since)}."
        for one, watch in failing
        if set(one.alert) & set(source.alert) and watch.failing_since is not None
    )
    lines = list(told)[:_LISTINGS]
    left = len(told) - _LISTINGS
    return [*lines, f"{many(left, 'more listing')}: readout status."] if left > 0 else lines


def _listing(rx: "Connection", one: Source) -> str:
    """Whose listing it is, with its id in sources.yaml: `State Dept (state-press) listing`."""
    slug = sources.led_by(rx, one) or one.slug
    return one_line(f"{one.publisher} ({slug}) listing" if one.publisher else f"{slug} listing")


def _by_archive(rx: "Connection", watch: Watch) -> str:
    """What an archive shows of it meanwhile, and as which version."""
    sight = archive_sights.load(rx, [watch.source_id]).get(watch.source_id)
    if sight is None:
        return ""
    read = sight.verdict == "ok" and watch.version_id is not None
    number = versions.by_id(rx, watch.version_id).number if read and watch.version_id else None
    return f"; {said(sight)}" + (f" (@{number})" if number else "")


def siblings(rx: "Connection", source: Source, at: datetime) -> tuple[Sibling, ...]:
    """The other texts of the same statement; what they did from a day before `at` on."""
    return tuple(
        _sibling(rx, one, watch, at - _TOGETHER, beside=source)
        for one, watch in setbeside.others(rx, source)
    )


def _sibling(
    rx: "Connection", one: Source, watch: Watch | None, since: datetime, *, beside: Source
) -> Sibling:
    changed = _changed(rx, one, since)
    looking = watch is not None and watch.look > 0
    return Sibling(
        slug=one.slug,
        language=one.language,
        publisher=one.publisher,
        edition=_of_one_publisher(one, beside),
        seen_at=watch.last_ok_at if watch else None,
        changed_at=changed.first_seen if changed else None,
        came_at=_came(rx, one, since),
        number=changed.number if changed else None,
        looking=looking and watch is not None and watch.version_id != watch.confirmed_version_id,
        readable=watch is None or not watch.failures,
    )


def _of_one_publisher(one: Source, other: Source) -> bool:
    """Whether both are one publisher's texts; where neither names any, whether one site's."""
    if one.publisher is None and other.publisher is None:
        return host_of(one.url) == host_of(other.url)
    return one.publisher == other.publisher


def _came(rx: "Connection", one: Source, since: datetime) -> datetime | None:
    """When a document that a listing led to as news was first read, if it was since then."""
    known_at = sources.announced_at(rx, one.source_id)
    if known_at is None or known_at == one.added_at:
        return None
    first = versions.get(rx, one.source_id, 1)
    return first.first_seen if first is not None and first.first_seen >= since else None


def _changed(rx: "Connection", one: Source, since: datetime) -> Version | None:
    """The latest version that brought other words and was confirmed, if it came since then."""
    for change in reversed(changes.summaries(rx, one.source_id)):
        if change.recorded_at < since:
            return None
        version = versions.by_id(rx, change.to_version_id)
        told = change.kind == "wording" and change.cause == "page"
        told = told and version.superseded_by is None
        if told and version.confirmed_at is not None and version.first_seen >= since:
            return version
    return None
