"""Commit 2: what was derived goes into the store, with its alerts, or not at all."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor import (
    health,
    machine,
    network,
    noted,
    posting,
    settling,
    shown,
    telling,
    versioning,
    withdrawals,
)
from monitor.commit import Commit
from monitor.follow import announcing, attaching, leaving, listing, pacing
from monitor.follow.listed import Listed
from monitor.proof import confirmed
from storage import derivations, episodes
from storage.model import SEEN, Judgement
from storage.watches import Watch

if TYPE_CHECKING:
    from monitor.pipeline import Derived, Kept


def record(commit: Commit, kept: "Kept", derived: "Derived | Listed | Exception | None") -> Watch:
    """Record what one visit brought; the watch as it stands afterwards, its next time set.

    `derived` is None when nothing new came, an exception when reading the page failed through a
    fault of ours.
    """
    watch = replace(
        kept.visit.watch,
        last_check_at=kept.visit.exchange.ended_at,
        visits=kept.visit.watch.visits + 1,
        requested_at=None,
    )
    if derived is None:
        watch = _again(commit, kept, watch)
    elif isinstance(derived, Exception):
        watch = _fault(commit, kept, watch, derived)
    elif isinstance(derived, Listed):
        watch = _listed(commit, kept, watch, derived)
    elif derived.reading.judgement.verdict == "ok":
        watch = _read(commit, kept, watch, derived)
    else:
        watch = _unread(commit, kept, watch, derived)
    confirmed.note(commit, kept.visit.watch, watch)
    if commit.source.found is not None:
        watch = announcing.note(commit, kept.visit.watch, watch)
    return _paced(commit, kept, watch)


def _paced(commit: Commit, kept: "Kept", watch: Watch) -> Watch:
    """The watch with its next time; what is followed no longer has ended."""
    at = _next_check(commit, kept, watch)
    if pacing.is_over(watch, at) and watch.look == 0 and watch.state != "ended":
        watch = replace(watch, state="ended", state_since=commit.now)
        _episode(commit, watch)
    return replace(watch, next_check_at=at)


def _next_check(commit: Commit, kept: "Kept", watch: Watch) -> datetime:
    """At the source's pace; sooner to see whether it is gone, later where the host asked for it."""
    at = pacing.next_check(commit.source, watch, commit.now)
    sooner = health.look_again_at(watch, commit.now)
    at = min(at, sooner) if sooner else at
    retry_at = kept.visit.exchange.retry_at
    return max(at, retry_at) if retry_at else at


def _again(commit: Commit, kept: "Kept", watch: Watch) -> Watch:
    """Nothing new came: a sighting of what was there, good or bad."""
    if kept.judgement.verdict not in SEEN:
        return trouble(commit, kept.visit.watch, watch, kept.judgement)
    if watch.capture_id != kept.capture_id:  # a 304 after a bad spell: the good capture is back
        watch = replace(watch, capture_id=kept.capture_id, body_sha256=None)
    watch = replace(watch, verdict=kept.judgement.verdict, reason=None, vanished=None)
    watch = settling.sight(commit, watch, _version_shown(commit, kept, watch), None)
    if commit.source.attachments is not None:
        attaching.attach_first(commit, watch)
    return good(commit, kept.visit.watch, watch, kept.visit.exchange.ended_at)


def _version_shown(commit: Commit, kept: "Kept", watch: Watch) -> int | None:
    """The latest version; of a page that flaps, the one that this capture shows."""
    if watch.alternated_at is None:
        return watch.version_id
    derived = derivations.latest(commit.tx, kept.capture_id)
    return derived.version_id if derived and derived.version_id else watch.version_id


def _fault(commit: Commit, kept: "Kept", watch: Watch, error: Exception) -> Watch:
    machine.fault(commit, error)
    judgement = Judgement(verdict="failed", reason=f"a fault of ours in reading it: {error!r}")
    return trouble(commit, kept.visit.watch, _with_capture(kept, watch), judgement)


def _unread(commit: Commit, kept: "Kept", watch: Watch, derived: "Derived") -> Watch:
    """The capture is kept, its content is no text: a verdict."""
    _derivation(commit, kept, derived, version_id=None)
    watch = replace(_with_capture(kept, watch), rules_sha256=derived.rules_sha256)
    return trouble(commit, kept.visit.watch, watch, derived.reading.judgement)


def _read(commit: Commit, kept: "Kept", watch: Watch, derived: "Derived") -> Watch:
    """A good capture was read: a new version, or the one there was."""
    watch = _with_capture(kept, watch)
    versioning.keep_pin(commit, kept, derived)
    watch, version_id, new = versioning.enter(commit, kept, watch, derived)
    _derivation(commit, kept, derived, version_id=version_id)
    if version_id is not None:
        assert kept.capture is not None
        noted.note(commit, kept.capture, version_id, derived)
        watch = withdrawals.note(commit, watch, version_id, derived)
    watch = settling.sight(commit, watch, version_id, new)
    if kept.visit.watch.failures and new is None and version_id is not None:
        shown.confirm(commit.tx, version_id, commit.now)
    if new is not None and new.cause == "page" and commit.source.found is not None:
        watch = pacing.quickened(commit.source, watch, commit.now)
    if commit.source.attachments is not None:
        assert kept.capture is not None
        attaching.attach(commit, kept.visit.watch, kept.capture)
    watch = _with_good_capture(kept, derived.rules_sha256, derived.reading.frame_sha256, watch)
    return good(commit, kept.visit.watch, watch, kept.visit.exchange.ended_at)


def _listed(commit: Commit, kept: "Kept", watch: Watch, of: Listed) -> Watch:
    """What a listing names was read: what is new of it is followed."""
    derivations.record(
        commit.tx,
        derivations.made(kept.capture_id, of.judgement, of.rules_sha256, commit.now),
    )
    watch = replace(_with_capture(kept, watch), rules_sha256=of.rules_sha256)
    if of.found is not None:
        listing.enter(commit, kept, of)
    if of.judgement.verdict != "ok":
        return trouble(commit, kept.visit.watch, watch, of.judgement)
    watch = _with_good_capture(kept, of.rules_sha256, None, watch)
    return good(commit, kept.visit.watch, watch, kept.visit.exchange.ended_at)


def _with_capture(kept: "Kept", watch: Watch) -> Watch:
    if kept.capture is None or kept.capture_id == watch.capture_id:
        return watch
    return replace(
        watch,
        capture_id=kept.capture_id,
        captured_at=kept.capture.captured_at,
        body_sha256=kept.capture.body_sha256,
        status=kept.capture.exchange.status,
    )


def _with_good_capture(
    kept: "Kept", rules_sha256: bytes, frame_sha256: bytes | None, watch: Watch
) -> Watch:
    assert kept.capture is not None
    exchange = kept.capture.exchange
    return replace(
        watch,
        verdict="ok",
        reason=None,
        ok_capture_id=kept.capture_id,
        ok_rules_sha256=rules_sha256,
        rules_sha256=rules_sha256,
        frame_sha256=frame_sha256,
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
    )


def _derivation(
    commit: Commit, kept: "Kept", derived: "Derived", *, version_id: int | None
) -> None:
    new = derivations.made(
        kept.capture_id,
        derived.reading.judgement,
        derived.rules_sha256,
        commit.now,
        version_id=version_id,
        frame_sha256=derived.reading.frame_sha256,
    )
    if kept.visit.watch.alternated_at is not None:  # it may have been read just so before
        derivations.record_news(commit.tx, new)
    else:
        derivations.record(commit.tx, new)


def good(commit: Commit, before: Watch, watch: Watch, at: datetime) -> Watch:
    """A good sight, at that time; people are told where they were told of trouble."""
    watch, turn = health.well(withdrawals.with_reason(watch), at)
    if (before.state, before.verdict in SEEN) != (watch.state, True):
        _episode(commit, watch)
    if turn is not None and not announcing.comes_as_new(commit, before):
        posting.state(commit, watch, turn)
    if before.failures:
        network.tell_well(commit)
    if commit.source.listing is not None or commit.source.attachments is not None:
        leaving.settle(commit, watch.source_id)
    if commit.source.found is not None and commit.source.listing is None:
        leaving.settle_one(commit, watch)
    if commit.source.listing is not None and commit.source.found is None:
        leaving.note_silence(commit, watch, first=before.ok_capture_id is None)
    return watch


def trouble(commit: Commit, before: Watch, watch: Watch, judgement: Judgement) -> Watch:
    """A bad sight: kept, never compared; people are told when it lasts."""
    watch = replace(
        watch,
        verdict=judgement.verdict,
        reason=judgement.reason,
        vanished=judgement.vanished,
    )
    watch = health.stands_anew(watch, before)
    watch, turn = health.unwell(watch, judgement, commit.source, commit.now)
    if (before.state, before.verdict, before.reason) != (watch.state, watch.verdict, watch.reason):
        _episode(commit, watch)
    if turn is not None:
        watch = _tell_trouble(commit, watch, turn)
    return telling.blind(commit, watch)


def _tell_trouble(commit: Commit, watch: Watch, turn: health.Turn) -> Watch:
    """Tell of trouble, unless it is our network's: then of what still fails afterwards."""
    if network.is_down(commit, watch, turn.since):
        network.tell_down(commit, turn.since)
        return replace(watch, told_at=None, tellings=0)
    if watch.tellings > 1 or not announcing.comes_as_new(commit, watch):
        posting.state(commit, watch, turn)
    return watch


def _episode(commit: Commit, watch: Watch) -> None:
    episodes.enter(
        commit.tx,
        source_id=watch.source_id,
        state=watch.state,
        verdict=watch.verdict,
        reason=watch.reason,
        now=commit.now,
    )
