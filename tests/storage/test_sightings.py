from sqlalchemy import Connection

from storage import sightings
from storage.sightings import Sighting
from storage.store import Store
from tests.storage import build
from tests.storage.build import later


def _told(found: list[Sighting]) -> list[tuple[int, int, bool]]:
    return [(one.capture_id, one.visits, one.sighting_id is not None) for one in found]


def test_visits_that_found_nothing_new_are_one_row(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        capture_id = build.capture(tx, source_id).capture_id
        sightings.see(tx, [(source_id, capture_id, later(minutes=n)) for n in range(4)])
        sightings.see(tx, [(source_id, capture_id, later(minutes=9))])
        (only,) = sightings.history(tx, source_id)
    assert only == Sighting(
        sighting_id=None,
        source_id=source_id,
        capture_id=capture_id,
        first_at=later(minutes=0),
        last_at=later(minutes=9),
        visits=5,
    )


def test_a_new_capture_seals_the_open_sighting(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        first = build.capture(tx, source_id, b"first").capture_id
        sightings.see(tx, [(source_id, first, later(minutes=1))])
        second = build.capture(tx, source_id, b"second").capture_id
        sightings.see(tx, [(source_id, second, later(minutes=3))])
        found = sightings.history(tx, source_id)
    assert _told(found) == [(first, 1, True), (second, 1, False)]


def test_a_sight_of_another_capture_seals_too(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        a, b = (build.capture(tx, source_id, body).capture_id for body in (b"a", b"b"))
        minutes = enumerate([a, a, b, a, a, a])
        sightings.see(tx, [(source_id, seen, later(minutes=n)) for n, seen in minutes])
        found = sightings.history(tx, source_id)
    assert _told(found) == [(a, 2, True), (b, 1, True), (a, 3, False)]
    assert [one.first_at for one in found] == [later(minutes=n) for n in (0, 2, 3)]


def test_sealing_without_an_open_sighting_does_nothing(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        sightings.seal(tx, source_id)
        assert sightings.history(tx, source_id) == []


def test_sightings_opened_before_an_instant_are_sealed_the_oldest_first(store: Store) -> None:
    with store.write() as tx:
        ids = [build.source(tx, f"page-{n}") for n in range(4)]
        seen = [(one, build.capture(tx, one, b"%d" % one).capture_id) for one in ids]
        opened = [(one, kept, later(hours=3 - n)) for n, (one, kept) in enumerate(seen)]
        sightings.see(tx, opened)
        assert sightings.seal_older(tx, later(hours=3), at_most=2) == 2
        assert _still_open(tx, ids) == [True, True, False, False]
        assert sightings.seal_older(tx, later(hours=3), at_most=2) == 1
        assert sightings.seal_older(tx, later(hours=3), at_most=2) == 0
        assert _still_open(tx, ids) == [True, False, False, False]


def _still_open(tx: Connection, source_ids: list[int]) -> list[bool]:
    return [sightings.history(tx, one)[-1].sighting_id is None for one in source_ids]
