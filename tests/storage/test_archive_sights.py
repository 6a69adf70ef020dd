"""How an archive is watched for a source, on both stores."""

from dataclasses import replace

from storage import archive_sights
from storage.archive_sights import ArchiveSight
from storage.store import Store
from tests.storage import build


def test_a_sight_takes_the_place_of_the_one_before(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        assert archive_sights.load(tx) == {}
        first = ArchiveSight(source_id=one, next_ask_at=build.NOW, refused="it is \0 busy")
        archive_sights.save(tx, first)
        then = replace(
            first, refused=None, asked_at=build.later(minutes=1), captured_at=build.NOW,
            memento="https://archive.example/1", verdict="blocked", reason="a challenge",
        )  # fmt: skip
        assert archive_sights.load(tx, [one])[one].refused == "it is \ufffd busy"
        archive_sights.save(tx, then)
    with store.read() as rx:
        assert archive_sights.load(rx) == {one: then}
        assert archive_sights.load(rx, [one + 1]) == {}
    with store.write() as tx:
        archive_sights.keep_of(tx, [one])
        assert archive_sights.load(tx) == {one: then}
        archive_sights.keep_of(tx, [])
        assert archive_sights.load(tx) == {}
