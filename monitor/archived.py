"""Commit 2, an archive's captures: what it saw while the site refused programs, told as its sight.

A memento is immutable: there is no second look at it, and what it shows is told at once. Kept, read
and recorded in one commit, since the archive still has it when that fails.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor import machine, noted, pipeline, since, telling, versioning
from monitor.archive import gone, mementos
from monitor.commit import Commit
from monitor.follow import listing
from monitor.follow.listed import Listed
from storage import captures, derivations, origins, versions
from storage.model import Capture, Judgement, Version

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.fetch.wayback import Memento
    from monitor.pipeline import Derived, Kept
    from storage.watches import Watch


def record(commit: Commit, watch: "Watch", memento: "Memento") -> tuple["Watch", Judgement]:
    """Keep a memento and what it says; the watch afterwards, and what the memento was worth.

    The next visit to the site is compared with what it showed. The state of the site stays.
    """
    capture_id = origins.same_as(commit.tx, watch.source_id, memento.exchange)
    if capture_id is not None:
        return _known(commit, watch, capture_id)
    kept = _keep(commit, watch, memento)
    derived = pipeline.derive_safely(commit.tx, kept)
    if isinstance(derived, Exception):
        return watch, _fault(commit, kept, watch, derived)
    if isinstance(derived, Listed):
        return _listed(commit, kept, watch, derived), derived.judgement
    judgement = derived.reading.judgement
    if judgement.verdict != "ok":
        assert kept.capture is not None
        gone.note(commit.tx, kept.capture, judgement)
        _note(commit, kept, judgement, derived.rules_sha256)
        return watch, judgement
    return _read(commit, kept, watch, derived), judgement


def _listed(commit: Commit, kept: "Kept", watch: "Watch", derived: Listed) -> "Watch":
    """A listing as the archive saw it: what it names anew is followed."""
    _note(commit, kept, derived.judgement, derived.rules_sha256)
    if derived.found is not None:
        listing.enter(commit, kept, derived)
    if derived.judgement.verdict != "ok":
        return watch
    assert kept.capture is not None
    return _seen(replace(watch, ok_rules_sha256=derived.rules_sha256), kept.capture)


def _keep(commit: Commit, watch: "Watch", memento: "Memento") -> "Kept":
    told = mementos.provenance(memento.address, memento.fetched_at)
    new = captures.NewCapture(
        source_id=watch.source_id,
        origin="wayback",
        exchange=memento.exchange,
        basis=watch.ok_capture_id or watch.capture_id,
        provenance=told,
    )
    (capture,) = captures.keep(commit.tx, [new])
    visit = pipeline.Visit(source=commit.source, watch=watch, exchange=capture.exchange)
    return pipeline.Kept(
        visit=visit,
        judgement=pipeline.judge(commit.tx, visit),
        capture=capture,
        capture_id=capture.capture_id,
    )


def _known(commit: Commit, watch: "Watch", capture_id: int) -> tuple["Watch", Judgement]:
    """A capture that was imported already: what it shows is told now, as nobody was told."""
    derived = derivations.latest(commit.tx, capture_id)
    if derived is None or derived.version_id is None:
        reason = derived.reason if derived else None
        return watch, Judgement(verdict=derived.verdict if derived else "failed", reason=reason)
    version = versions.by_id(commit.tx, derived.version_id)
    capture = captures.read(commit.tx, capture_id)
    frame, under = derived.frame_sha256, derived.rules_sha256
    watch = replace(watch, ok_rules_sha256=under, frame_sha256=frame)
    return _shown(commit, watch, capture, version), Judgement(verdict="ok", reason=None)


def _read(commit: Commit, kept: "Kept", watch: "Watch", derived: "Derived") -> "Watch":
    assert kept.capture is not None
    versioning.keep_pin(commit, kept, derived)
    version = _imported_since(commit, kept.capture, watch, derived)
    if version is None:
        watch, version_id, new = versioning.enter(commit, kept, watch, derived)
        version = new or (versions.by_id(commit.tx, version_id) if version_id else None)
    if version is not None:
        noted.note(commit, kept.capture, version.version_id, derived)
    frame, under = derived.reading.frame_sha256, derived.rules_sha256
    _note(commit, kept, derived.reading.judgement, under, version=version, frame=frame)
    watch = replace(watch, ok_rules_sha256=under, frame_sha256=frame)
    return watch if version is None else _shown(commit, watch, kept.capture, version)


def _imported_since(
    commit: Commit, capture: Capture, watch: "Watch", derived: "Derived"
) -> Version | None:
    """The version that stood last, where it has this text and only others saw it so far."""
    last = versions.at(commit.tx, watch.source_id, capture.captured_at)
    document = derived.reading.document
    if last is None or document is None or last.version_id == watch.version_id:
        return None
    same = last.text_sha256 == versions.text_sha256(versions.as_kept(document))
    return last if same and watch.version_id is not None else None


def _shown(commit: Commit, watch: "Watch", capture: Capture, version: Version) -> "Watch":
    """The version stands: told if people know another; the next visit is set against it."""
    at = capture.captured_at
    if at > version.last_seen:
        versions.see(commit.tx, version.version_id, at)
    base = watch.confirmed_version_id
    if base is not None and base != version.version_id:
        change = since.change(commit, base, version)
        telling.tell(commit, version, change, "pending", seen=telling.Looks())
    now = version.version_id
    return _seen(replace(watch, version_id=now, confirmed_version_id=now), capture)


def _seen(watch: "Watch", capture: Capture) -> "Watch":
    """The capture is the last good sight.

    What the site says of its own page (ETag) is of another one.
    """
    return replace(
        watch,
        last_ok_at=_later(watch.last_ok_at, capture.captured_at),
        ok_capture_id=capture.capture_id,
        etag=None,
        last_modified=None,
    )


def _later(one: "datetime | None", other: "datetime") -> "datetime":
    return other if one is None else max(one, other)


def _fault(commit: Commit, kept: "Kept", watch: "Watch", error: Exception) -> Judgement:
    machine.fault(commit, error)
    judgement = Judgement(verdict="failed", reason=f"a fault of ours in reading it: {error!r}")
    _note(commit, kept, judgement, watch.rules_sha256 or b"")
    return judgement


def _note(
    commit: Commit,
    kept: "Kept",
    judgement: Judgement,
    rules: bytes,
    *,
    version: Version | None = None,
    frame: bytes | None = None,
) -> None:
    derivations.record(
        commit.tx,
        derivations.made(
            kept.capture_id,
            judgement,
            rules,
            commit.now,
            version_id=version.version_id if version else None,
            frame_sha256=frame,
        ),
    )
