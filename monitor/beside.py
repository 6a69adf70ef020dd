"""What a message says beside the change itself: the past of its words, and what is not seen now."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alerts import when
from monitor import phrases, volatile
from monitor.compare.flags import rank
from storage import changes, sources, versions, watches
from storage.model import Passage, Source, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSIONS = 100  # looked through, the latest of them
_OFTEN = 5  # changes of one sentence, after which the rule against it is named


def phrase_history(
    rx: "Connection", source: Source, after: Version, told: Sequence[Passage]
) -> tuple[str, ...]:
    """When the words that a message names came and went before, by our versions."""
    phrase = phrases.named(rank(told)[0]) if told else None
    if phrase is None:
        return ()
    known = [one for one in versions.history(rx, source.source_id) if one.confirmed_at]
    recent = [one for one in known if one.first_seen <= after.first_seen][-_VERSIONS:]
    seen = [
        phrases.Seen(
            number=one.number,
            at=one.first_seen,
            holds=phrases.holds(versions.document(rx, one.version_id).text, phrase),
        )
        for one in recent
        if one.version_id != after.version_id
    ]
    holds = phrases.holds(versions.document(rx, after.version_id).text, phrase)
    return phrases.history(
        [*seen, phrases.Seen(number=after.number, at=after.first_seen, holds=holds)],
        source.timezone,
    )


def often(rx: "Connection", source: Source, told: Sequence[Passage]) -> tuple[str, ...]:
    """The rules to write for sentences that change again and again, as a counter does."""
    since = changes.history(rx, source.source_id)[-_VERSIONS:]
    before = Counter(
        pattern
        for change in since
        for pattern in {volatile.pattern(passage) for passage in change.comparison.passages}
        if pattern is not None
    )
    patterns = dict.fromkeys(filter(None, map(volatile.pattern, told)))
    return tuple(volatile.remedy(one) for one in patterns if before[one] >= _OFTEN)


def unseen(rx: "Connection", source: Source) -> tuple[str, ...]:
    """What of the same statement cannot be read just now, a sentence each."""
    if source.statement is None:
        return ()
    known = watches.load(rx)
    return tuple(
        f"{one.slug}: {watch.verdict} since {when.day(watch.failing_since)}."
        for one in sources.listing(rx)
        if one.statement == source.statement
        and one.removed_at is None
        and one.source_id != source.source_id
        and (watch := known.get(one.source_id)) is not None
        and watch.failures
        and watch.failing_since is not None
    )
