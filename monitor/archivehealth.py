"""How watching an archive for a source goes: whether it is asked, what is made of its answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import when
from monitor import archived, health, posting, recording
from monitor.archive import mementos
from monitor.commit import Commit
from monitor.follow import announcing
from storage.archive_sights import ArchiveSight
from storage.model import Judgement

if TYPE_CHECKING:
    from monitor.archive.cdx import Row
    from monitor.config.model import SourceConfig
    from monitor.fetch.wayback import Lost, Memento, Refused
    from storage.watches import Watch

EVERY = timedelta(hours=1)  # that one source is asked for
_REFUSING = {"blocked", "failed", "empty", "truncated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What the archive had of one source: its refusal, its newest capture, and those fetched."""

    refused: "Refused | None" = None
    newest: "Row | None" = None
    got: "tuple[Memento | Lost, ...]" = ()


def wanted(source: "SourceConfig") -> bool:
    """Whether an archive is to be watched for a source when its site refuses, or always."""
    return "wayback" in source.via


def alone(source: "SourceConfig") -> bool:
    """Whether the archive alone is watched, and the site never asked."""
    return "direct" not in source.via


def refuses(source: "SourceConfig", watch: "Watch") -> bool:
    """Whether the archive is asked: the site failed often enough that people would be told.

    Not while a further look is open, nor where the page is gone: that was seen.
    """
    if alone(source):
        return True
    return watch.failures >= source.broken_after and watch.verdict in _REFUSING and watch.look == 0


def record(
    commit: Commit, known: ArchiveSight | None, watch: "Watch", brought: Brought
) -> "tuple[ArchiveSight, Watch]":
    """Commit what came; how the archive is watched from now on, and the watch."""
    before, now = watch, commit.now
    sight = _answered(
        known or ArchiveSight(source_id=watch.source_id, next_ask_at=now), brought, now
    )
    if refuses(commit.source, watch):
        for one in brought.got:
            sight, watch = _take(commit, sight, watch, one)
    if commit.source.found is not None:
        watch = announcing.note(commit, before, watch)
    sight = _no_page(sight, brought)
    if alone(commit.source):
        watch = _visited(commit, sight, before, watch)
    return sight, watch


def _answered(sight: ArchiveSight, brought: Brought, now: datetime) -> ArchiveSight:
    if brought.refused is not None:
        again_at = max(brought.refused.again_at, now)
        return replace(sight, refused=brought.refused.why, next_ask_at=again_at)
    return replace(sight, refused=None, asked_at=now, next_ask_at=now + EVERY)


def _take(
    commit: Commit, sight: ArchiveSight, watch: "Watch", one: "Memento | Lost"
) -> "tuple[ArchiveSight, Watch]":
    """One capture, if it is a later sight than those so far. A lost one is asked for again."""
    from monitor.fetch.wayback import Lost

    if isinstance(one, Lost):
        return sight, watch
    at = one.exchange.started_at
    if watch.last_ok_at is not None and at <= watch.last_ok_at:
        return sight, watch
    watch, judgement = archived.record(commit, watch, one)
    sight = replace(
        sight,
        captured_at=at,
        memento=mementos.shown(one.address),
        verdict=judgement.verdict,
        reason=judgement.reason,
        vanished=judgement.vanished,
    )
    return _gone(commit, sight, watch, at), watch


def _gone(commit: Commit, sight: ArchiveSight, watch: "Watch", at: datetime) -> ArchiveSight:
    """Told once, by two captures at least, that the page is gone as the archive sees it.

    The state of the site's own watch is another: that it refuses.
    """
    if sight.verdict == "ok":
        return replace(sight, gone_since=None, told_at=None)
    if sight.verdict != "gone":
        return sight
    seen = watch.last_ok_at
    if sight.gone_since is None or (seen is not None and sight.gone_since <= seen):
        sight = replace(sight, gone_since=at, told_at=None)
    since = sight.gone_since or at
    if alone(commit.source) or sight.told_at is not None or at - since < health.GONE_OVER:
        return sight
    turn = health.Turn(
        state=sight.vanished or "gone", was=watch.state, recovered=False, since=since
    )
    judgement = _worth(sight)
    told = replace(watch, verdict=judgement.verdict, reason=judgement.reason)
    posting.state(commit, told, turn)
    return replace(sight, told_at=commit.now)


def _no_page(sight: ArchiveSight, brought: Brought) -> ArchiveSight:
    """With the newest capture, where that is a redirect or an error and was not fetched."""
    row = brought.newest
    if row is None or row.worth == "page":
        return sight
    got = "was redirected" if row.worth == "redirect" else f"got status {row.status}"
    reason = f"the archive {got}"
    return replace(sight, captured_at=row.at, memento=None, verdict=None, reason=reason)


def _visited(commit: Commit, sight: ArchiveSight, before: "Watch", watch: "Watch") -> "Watch":
    """Of a source that the archive alone shows: it was visited, well or not."""
    watch = replace(
        watch,
        last_check_at=commit.now,
        next_check_at=sight.next_ask_at,
        visits=watch.visits + 1,
        requested_at=None,
    )
    judgement = _worth(sight)
    if judgement.verdict == "ok":
        watch = replace(watch, verdict="ok", reason=None, vanished=None)
        return recording.good(commit, before, watch, watch.last_ok_at or commit.now)
    return recording.trouble(commit, before, watch, judgement)


def _worth(sight: ArchiveSight) -> Judgement:
    if sight.refused is not None:
        return Judgement(verdict="failed", reason=f"the archive does not answer: {sight.refused}")
    if sight.captured_at is None:
        none = "the archive has no capture of this page from the last year"
        return Judgement(verdict="failed", reason=none)
    if sight.verdict == "ok":
        return Judgement(verdict="ok", reason=None)
    seen = when.utc(sight.captured_at)
    reason = f"in the archive's capture of {seen}: {sight.reason or sight.verdict}"
    return Judgement(verdict=sight.verdict or "failed", reason=reason, vanished=sight.vanished)
