"""Commit 2, flapping: known texts in turn are sightings, until the page has settled on one."""

from dataclasses import replace
from datetime import datetime

from monitor import flapping, looks, since, telling
from monitor.commit import Commit
from storage import changes, outbox, versions, volatiles, watched
from storage.model import Version
from storage.watches import Watch


def sight(commit: Commit, watch: Watch, version_id: int | None, new: Version | None) -> Watch:
    """What a good sight means for what is told, of a page that flaps, begins to, or does not."""
    if watch.alternated_at is None or new is not None:
        after = telling.sight(commit, watch, version_id, new)
        return _begin(commit, after, new) if new and _begins(commit, new) else after
    assert version_id is not None
    versions.see(commit.tx, version_id, commit.now)
    if watch.look:
        return _further_look(commit, watch, version_id)
    if version_id != watch.version_id:
        return replace(watch, version_id=version_id, alternated_at=commit.now)
    return _settle(commit, watch, version_id) if flapping.settled(watch, commit.now) else watch


def _begins(commit: Commit, new: Version) -> bool:
    if new.same_as is None:
        return False
    back = watched.returns(commit.tx, new.source_id, commit.now - flapping.WITHIN)
    if new.version_id not in {one.version_id for one in back}:
        return False  # what was imported has this text, no visit before
    if len(back) < flapping.ALTERNATIONS:
        return False
    brought = [changes.brought(commit.tx, one.version_id) for one in back]
    return flapping.begins(brought, volatiles.turning(commit.tx, new.source_id))


def _begin(commit: Commit, watch: Watch, new: Version) -> Watch:
    """What is held is withdrawn: people are told that the page flaps, and between which texts."""
    outbox.withdraw(commit.tx, since.held(commit.tx, watch))
    closed = telling.closed(watch, confirmed=watch.confirmed_version_id)
    return replace(closed, version_id=new.version_id, alternated_at=commit.now)


def _further_look(commit: Commit, watch: Watch, version_id: int) -> Watch:
    """A text never seen before waits for its further look: a known one says nothing against it."""
    if version_id == watch.version_id:
        return telling.sight(commit, watch, version_id, None)
    return watch if looks.early(watch, commit.now) else telling.blind(commit, watch)


def _settle(commit: Commit, watch: Watch, version_id: int) -> Watch:
    """The page has settled: on another text than people know, that change is told."""
    base, now = watch.confirmed_version_id, versions.by_id(commit.tx, version_id)
    versions.confirm(commit.tx, version_id, commit.now)
    told = None if base is None else versions.by_id(commit.tx, base)
    if told is not None and told.text_sha256 != now.text_sha256:
        telling.tell(
            commit,
            now,
            since.change(commit, told.version_id, now),
            "pending",
            seen=telling.Looks(
                not_before=_last_sight_of(commit, told, now),
                first_seen=watch.alternated_at,
                confirmed_at=commit.now,
            ),
        )
    return replace(watch, alternated_at=None, confirmed_version_id=version_id)


def _last_sight_of(commit: Commit, told: Version, now: Version) -> datetime | None:
    """When the old words were last read: by what flapping noted, else by the new version."""
    last = watched.with_text(commit.tx, told.source_id, told.text_sha256)
    assert last is not None
    return last.last_seen if last.last_seen > last.first_seen else now.not_before
