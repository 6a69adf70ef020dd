"""What is told of a listing when it is seen again: what left it, and that nothing new comes."""

from dataclasses import replace
from datetime import timedelta

from monitor import posting
from monitor.commit import Commit
from monitor.follow import silence
from monitor.follow.announcing import MOVED_FOR
from monitor.follow.entering import remark
from storage import entries, remarks, sources, watches
from storage.model import Entry
from storage.watches import Watch

_LEFT_FOR = timedelta(minutes=10)  # a link that is missing for so long has left the listing
_STALE_FOR = timedelta(hours=1)  # a copy of the listing may be served that is older than the last
_FRESH = timedelta(days=1)  # what such a copy does not name yet
_MANY = 5  # that are missing at once: half a listing may have been served


def settle(commit: Commit, listing_id: int) -> None:
    """Tell of what left a listing some time ago while its page still answers."""
    missing = entries.missing(commit.tx, listing_id)
    many = len(missing) >= _MANY
    for entry in missing:
        assert entry.missing_since is not None
        fresh = entry.missing_since - entry.first_seen < _FRESH
        patience = _STALE_FOR if many or fresh else _LEFT_FOR
        if entry.source_id is None or commit.now - entry.missing_since < patience:
            continue
        watch = watches.load(commit.tx, [entry.source_id]).get(entry.source_id)
        if watch is None or watch.state == "ended" or watch.failures:
            continue  # what became of the page itself is told as that
        if watch.last_ok_at is None or watch.last_ok_at < entry.missing_since:
            watches.request(commit.tx, [entry.source_id], commit.now)
            continue
        if _may_have_moved(commit, entry):
            continue
        told = _is_told(commit, entry)
        entries.save(commit.tx, [replace(entry, unlisted_at=commit.now)])
        remark(commit, entry.source_id, "unlisted", commit.source.id, None)
        slug = sources.by_id(commit.tx, entry.source_id).slug
        source = commit.config.source(slug)
        if source is not None and not told:
            at = replace(commit, source=source)
            posting.unlisted(at, watch, commit.source.id, entry.missing_since)


def _may_have_moved(commit: Commit, entry: Entry) -> bool:
    """Whether something that came as this left is not read yet: it may be this, elsewhere."""
    since = entry.missing_since
    assert since is not None
    held = entries.of_listing(commit.tx, entry.listing_id)
    came = [one.source_id for one in held if one.first_seen >= since and one.source_id is not None]
    known = watches.load(commit.tx, came) if came else {}
    return any(
        one.confirmed_version_id is None
        and (one.failing_since is None or commit.now - one.failing_since < MOVED_FOR)
        for one in known.values()
    )


def note_silence(commit: Commit, watch: Watch, *, first: bool) -> None:
    """Tell, once, that a listing names nothing new for much longer than usual.

    What is so at the first look is no news: it is remarked alone.
    """
    came = entries.came(commit.tx, watch.source_id)
    said = silence.said(came, commit.now)
    if said is None:
        return
    noted = [one.at for one in remarks.history(commit.tx, watch.source_id) if one.kind == "silent"]
    if noted and noted[-1] > max(came):
        return
    remark(commit, watch.source_id, "silent", max(came).isoformat(), said)
    if not first:
        posting.silent(commit, watch, max(came), said)


def _is_told(commit: Commit, entry: Entry) -> bool:
    """Whether another listing names the document still, or that it left one was told before."""
    assert entry.source_id is not None
    others = entries.of_source(commit.tx, entry.source_id)
    return any(one.is_listed or one.unlisted_at is not None for one in others)
