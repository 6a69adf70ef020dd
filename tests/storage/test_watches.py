from dataclasses import replace

from storage import sources, versions, watches
from storage.store import Store
from storage.watches import Watch
from tests.storage import build
from tests.storage.build import NOW, RULES, later


def _watch(source_id: int) -> Watch:
    return Watch(source_id=source_id, next_check_at=NOW, state="new", state_since=NOW)


def test_a_saved_watch_is_loaded_as_it_was(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        version = build.version(tx, source_id)
        full = Watch(
            source_id=source_id,
            next_check_at=NOW,
            state="broken",
            state_since=NOW,
            last_check_at=later(seconds=1),
            last_ok_at=later(seconds=2),
            verdict="blocked",
            reason="a challenge page",
            failures=4,
            failing_since=later(seconds=3),
            told_at=later(seconds=4),
            tellings=2,
            visits=12,
            etag='"a\x85"',
            last_modified="Tue, 04 Feb 2025 10:00:00 GMT",
            capture_id=version.capture_id,
            captured_at=later(seconds=5),
            body_sha256=RULES,
            status=403,
            rules_sha256=RULES,
            ok_capture_id=version.capture_id,
            ok_rules_sha256=RULES,
            frame_sha256=RULES,
            version_id=version.version_id,
            confirmed_version_id=version.version_id,
            look=1,
            look_due_at=later(seconds=6),
            look_since=later(seconds=7),
            requested_at=later(seconds=8),
        )
        watches.save(tx, [full])
    with store.read() as tx:
        assert watches.load(tx) == {source_id: full}
        assert watches.load(tx, [source_id]) == {source_id: full}
        assert watches.load(tx, []) == {}
        assert versions.latest(tx, source_id) == version


def test_saving_inserts_and_updates_together(store: Store) -> None:
    with store.write() as tx:
        ids = [build.source(tx, f"page-{n}") for n in range(5)]
        watches.save(tx, [_watch(source_id) for source_id in ids[:3]])
        changed = [replace(_watch(source_id), visits=1) for source_id in ids]
        watches.save(tx, changed)
        watches.save(tx, [])
        assert watches.load(tx) == {watch.source_id: watch for watch in changed}


def test_hostile_validators_are_kept_without_what_no_store_holds(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        watches.save(tx, [replace(_watch(source_id), etag="a\0b", reason="c\ud800")])
        found = watches.load(tx)[source_id]
        assert (found.etag, found.reason) == ("a\ufffdb", "c\ufffd")


def test_a_request_is_answered_by_the_next_check_only(store: Store) -> None:
    with store.write() as tx:
        first, second = build.source(tx, "a"), build.source(tx, "b")
        watches.save(tx, [_watch(first), _watch(second)])
        watches.request(tx, [second], later(minutes=1))
        watches.request(tx, [first], later(minutes=2))
        assert watches.requests(tx) == [second, first]
        # Loaded before the request, saved after it: the request must not be lost.
        watches.save(tx, [_watch(first), replace(_watch(second), last_check_at=NOW)])
        assert watches.requests(tx) == [second, first]
        watches.save(tx, [replace(_watch(second), last_check_at=later(minutes=1))])
        assert watches.requests(tx) == [first]


def test_removed_sources_keep_their_watches(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        watches.save(tx, [_watch(source_id)])
        sources.remove_missing(tx, [], NOW)
        assert list(watches.load(tx)) == [source_id]
