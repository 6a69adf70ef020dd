from storage import sources
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def test_a_registered_source_is_found_by_slug_and_id(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx, "summit", name="Summit")
    with store.read() as tx:
        found = sources.get(tx, "summit")
        assert found == sources.by_id(tx, source_id)
        assert sources.get(tx, "another") is None
    assert found is not None
    assert (found.name, found.added_at, found.removed_at) == ("Summit", NOW, None)


def test_registering_again_updates_and_keeps_the_id(store: Store) -> None:
    with store.write() as tx:
        first = build.source(tx, "summit", url="https://old.example/")
        again = build.source(tx, "summit", url="https://new.example/", now=later(days=1))
        found = sources.by_id(tx, first)
    assert again == first
    assert (found.url, found.added_at) == ("https://new.example/", NOW)


def test_a_renamed_source_keeps_its_history(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx, "old")
        assert sources.rename(tx, "old", "new")
        assert build.source(tx, "new") == source_id
        assert not sources.rename(tx, "old", "new")  # done already
        assert not sources.rename(tx, "never", "seen")


def test_a_missing_source_is_removed_once_and_comes_back(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx, "here")
        gone_id = build.source(tx, "gone")
        assert sources.remove_missing(tx, ["here"], later(days=1)) == ["gone"]
        assert sources.remove_missing(tx, ["here"], later(days=2)) == []
        assert sources.by_id(tx, gone_id).removed_at == later(days=1)
        assert build.source(tx, "gone") == gone_id
        assert sources.by_id(tx, gone_id).removed_at is None
        assert [source.source_id for source in sources.listing(tx)] == [source_id, gone_id]


def test_muting_has_an_end_and_a_note(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        sources.mute(tx, source_id, later(days=3), "known rework")
        muted = sources.by_id(tx, source_id)
        assert (muted.muted_until, muted.mute_note) == (later(days=3), "known rework")
        sources.unmute(tx, source_id)
        assert sources.by_id(tx, source_id).muted_until is None
