"""Commit 2, versions: what differs becomes a version with its change, ours and the page's apart."""

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor import evidence, shown, volatile
from monitor.commit import Commit
from monitor.reading import differ
from monitor.said import new_notes
from storage import changes, origins, pins, versions, volatiles
from storage.model import Cause, Comparison, Document, Version
from storage.watches import Watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import SourceConfig
    from monitor.pipeline import Derived, Kept


def keep_pin(commit: Commit, kept: "Kept", derived: "Derived") -> None:
    """Keep where the text was found, if that is not where it was pinned."""
    if derived.reading.selector is not None:
        pins.pin(
            commit.tx,
            source_id=kept.visit.watch.source_id,
            selector=derived.reading.selector,
            capture_id=kept.capture_id,
            now=commit.now,
        )


def enter(
    commit: Commit, kept: "Kept", watch: Watch, derived: "Derived"
) -> tuple[Watch, int | None, Version | None]:
    """Record what differs: first what only our rules read otherwise, then what the page changed.

    With the watch, the version that the page shows, and the same where it is new: a page that
    flaps shows known ones.
    """
    before = derived.before
    if derived.rebased is not None and before is not None:
        before = _rebase(commit, kept, derived, before)
        confirmed = before.version_id if watch.confirmed_version_id is not None else None
        watch = replace(watch, version_id=before.version_id, confirmed_version_id=confirmed)
    document = derived.reading.document
    if before is not None and derived.begins and derived.comparison is None:
        return _begin_with(commit, kept, watch, before)
    if document is None or (before is not None and derived.comparison is None):
        return watch, watch.version_id, None
    if before is not None and _only_volatile(commit, watch, derived):
        return watch, watch.version_id, None
    if watch.alternated_at is not None and (known := shown.version_of(commit.tx, watch, document)):
        return watch, known.version_id, None
    cause = cause_of(derived)
    new = _version(commit, kept, derived, document, cause)
    if before is not None and derived.comparison is not None:
        comparison = flagged(
            commit.tx, commit.source, derived.comparison, (before, new), moved=derived.moved
        )
        _change(commit, before, new, comparison)
        _from_imported(commit, before, new, document)
    if cause == "rules":
        versions.confirm(commit.tx, new.version_id, commit.now)
        at = new.version_id
        return replace(watch, version_id=at, confirmed_version_id=at), at, None
    return watch, new.version_id, new


def _begin_with(
    commit: Commit, kept: "Kept", watch: Watch, imported: Version
) -> tuple[Watch, int, Version]:
    """The first visit saw the text that was imported: new to the watch, which looks again."""
    assert kept.capture is not None
    at = kept.capture.captured_at
    if at > imported.last_seen:
        versions.see(commit.tx, imported.version_id, at)
    return replace(watch, version_id=imported.version_id), imported.version_id, imported


def _only_volatile(commit: Commit, watch: Watch, derived: "Derived") -> bool:
    """Whether nothing differs but what is known to differ from look to look: no version."""
    if derived.comparison is None or derived.moved:
        return False
    passages = derived.comparison.passages
    muted = volatiles.muted(commit.tx, watch.source_id)
    return bool(muted and passages) and not volatile.told(passages, muted)


def _rebase(commit: Commit, kept: "Kept", derived: "Derived", before: Version) -> Version:
    """The version before, read anew under today's rules: our own change, nobody is alerted."""
    assert derived.rebased is not None
    capture_id = kept.visit.watch.ok_capture_id or before.capture_id
    new = _version(commit, kept, derived, derived.rebased, "rules", of=capture_id)
    if before.confirmed_at is not None:  # the page says what two looks found
        versions.confirm(commit.tx, new.version_id, commit.now)
    old = versions.document(commit.tx, before.version_id)
    _change(commit, before, new, differ(commit.source, old, derived.rebased))
    return new


def _version(
    commit: Commit,
    kept: "Kept",
    derived: "Derived",
    document: Document,
    cause: Cause | None,
    *,
    of: int | None = None,
) -> Version:
    """Record a document of the capture that was derived, or of an earlier one."""
    assert kept.capture is not None
    first_seen = kept.capture.captured_at
    seen = kept.visit.watch.last_ok_at
    if derived.begins and derived.before is not None:
        seen = origins.last_read_as(commit.tx, derived.before.version_id, first_seen)
    if cause == "rules":  # of an old capture, but nobody had read it so before
        first_seen = max(first_seen, seen or first_seen)
    return versions.record(
        commit.tx,
        source_id=kept.visit.watch.source_id,
        capture_id=of or kept.capture_id,
        rules_sha256=derived.rules_sha256,
        cause=cause,
        first_seen=first_seen,
        not_before=seen,
        document=document,
        supersedes=None,
    )


def _change(commit: Commit, before: Version, after: Version, comparison: Comparison) -> None:
    changes.record(
        commit.tx,
        source_id=after.source_id,
        from_version_id=before.version_id,
        to_version_id=after.version_id,
        cause=after.cause or "page",
        comparison=comparison,
        now=commit.now,
    )


def _from_imported(commit: Commit, before: Version, new: Version, document: Document) -> None:
    """The change from what was imported since, where that stands between the two by its time."""
    later = versions.later(commit.tx, new.source_id, before.first_seen)
    between = [
        one for one in later if before.number < one.number and one.first_seen < new.first_seen
    ]
    imported = origins.brought(commit.tx, new.source_id) if between else {}
    last = next((one for one in reversed(between) if one.capture_id in imported), None)
    if last is not None:
        comparison = differ(commit.source, versions.document(commit.tx, last.version_id), document)
        comparison = flagged(commit.tx, commit.source, comparison, (last, new), moved=False)
        _change(commit, last, new, comparison)


def cause_of(derived: "Derived") -> Cause | None:
    """Who changed the text; None for a first version. Of a moved frame, only wording is news."""
    if derived.comparison is None:
        return None
    return "rules" if derived.moved and derived.comparison.kind != "wording" else "page"


def flagged(
    tx: "Connection",
    source: "SourceConfig",
    comparison: Comparison,
    ends: tuple[Version, Version],
    *,
    moved: bool,
) -> Comparison:
    """The comparison with the flags that only the history can raise; `moved`: the frame did."""
    if comparison.kind is None:
        return comparison
    before, new = ends
    extra = ["redesign"] if moved else []
    if new.same_as is not None:
        extra.append("reverted")
    elif comparison.kind == "wording":
        comparison = _restored(tx, source, ends, comparison)
        extra += ["restored"] if any("restored" in p.flags for p in comparison.passages) else []
    if comparison.kind == "wording" and _is_silent(before, new):
        extra.append("silent_edit")
    return replace(comparison, flags=(*comparison.flags, *extra))


def _is_silent(before: Version, new: Version) -> bool:
    """Whether the page says nothing of having been changed: no new note, and no new date."""
    noted = new_notes(before, new)
    return noted is None and new.modified in (None, before.modified)


def _restored(
    tx: "Connection",
    source: "SourceConfig",
    ends: tuple[Version, Version],
    comparison: Comparison,
) -> Comparison:
    """With `restored` at each sentence that is as it was before the version that now ended."""
    before, new = ends
    numbers = evidence.restored(
        tx, before, comparison.passages, source.language, but=new.version_id
    )
    return replace(
        comparison,
        passages=tuple(
            passage if number is None else replace(passage, flags=(*passage.flags, "restored"))
            for passage, number in zip(comparison.passages, numbers, strict=True)
        ),
    )
