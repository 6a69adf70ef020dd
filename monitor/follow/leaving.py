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
    watched = watches.load(commit.tx, [one.source_id for one in missing if one.source_id])
    for entry in missing:
        watch = watched.get(entry.source_id or 0)
        if watch is not None:
            _settle(commit, entry, watch, many=len(missing) >= _MANY)


def settle_one(commit: Commit, watch: Watch) -> None:
    """Likewise of a document that was just read, in whichever listing it is missing."""
    for entry in entries.of_source(commit.tx, watch.source_id):
        if entry.missing_since is not None and entry.unlisted_at is None:
            many = len(entries.missing(commit.tx, entry.listing_id)) >= _MANY
            _settle(commit, entry, watch, many=many)


def _settle(commit: Commit, entry: Entry, watch: Watch, *, many: bool) -> None:
    """Tell of a link that left its listing, or look at its page again first."""
    since = entry.missing_since
    assert since is not None
    fresh = since - entry.first_seen < _FRESH
    patience = _STALE_FOR if many or fresh else _LEFT_FOR
    if commit.now - since < patience or watch.state == "ended" or watch.failures:
        return  # what became of the page itself is told as that
    if watch.last_ok_at is None or watch.last_ok_at < since + patience:
        watches.request(commit.tx, [watch.source_id], commit.now)
        return
    if _may_have_moved(commit, entry):
        return
    told, listing = _is_told(commit, entry), _called(commit, entry)
    entries.save(commit.tx, [replace(entry, unlisted_at=commit.now)])
    remark(commit, watch.source_id, "unlisted", listing, None)
    source = commit.config.source(sources.by_id(commit.tx, watch.source_id).slug)
    if source is not None and not told:
        posting.unlisted(replace(commit, source=source), watch, _left(commit, entry), since)


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


def _left(commit: Commit, entry: Entry) -> str:
    """The listings that the link left, this one among them: `maps and press`."""
    assert entry.source_id is not None
    held = entries.of_source(commit.tx, entry.source_id)
    left = {_called(commit, one) for one in held if one.missing_since is not None}
    return " and ".join(sorted(left | {_called(commit, entry)}))


def _called(commit: Commit, entry: Entry) -> str:
    """The id in sources.yaml of the listing, also where this is a sitemap that it led to."""
    own = sources.by_id(commit.tx, entry.listing_id)
    return sources.led_by(commit.tx, own) or own.slug


def _is_told(commit: Commit, entry: Entry) -> bool:
    """Whether another listing names the document still, or that it left one was told before."""
    assert entry.source_id is not None
    others = entries.of_source(commit.tx, entry.source_id)
    return any(one.is_listed or one.unlisted_at is not None for one in others)
