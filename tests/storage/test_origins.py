"""Where captures are from, and which of others' are there already, on both stores."""

from typing import TYPE_CHECKING

from storage import captures, derivations, origins, sightings, watched
from storage.model import Derivation, Judgement
from storage.origins import Brought
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later

if TYPE_CHECKING:
    from storage.model import Verdict

MEMENTO = "fetched 2026-03-02T08:00:00Z from https://archive.example/web/1id_/u"


def test_a_capture_says_from_where_it_is(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        theirs = build.kept(tx, one, build.exchange(), origin="wayback", provenance=MEMENTO)
        ours = build.kept(tx, one, build.exchange(b"<p>Ours."))
        assert origins.of(tx, theirs.capture_id) == Brought(origin="wayback", provenance=MEMENTO)
        assert origins.of(tx, ours.capture_id) == Brought(origin="direct", provenance=None)


def test_what_came_by_a_way_is_known_by_address_and_time(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx), build.source(tx, "another")
        exchange = build.exchange(started_at=later(minutes=1))
        build.kept(tx, one, exchange, origin="wayback")
        build.kept(tx, one, build.exchange(), origin="import")
        assert origins.kept_of(tx, one, "wayback") == {(exchange.url, later(minutes=1))}
        assert origins.kept_of(tx, one, "import") == {(exchange.url, NOW)}
        assert origins.kept_of(tx, other, "wayback") == set()


def test_the_same_bytes_at_the_same_time_are_the_same_capture(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        kept = build.kept(tx, one, build.exchange(), origin="import")
        assert origins.same_as(tx, one, build.exchange()) == kept.capture_id
        assert origins.same_as(tx, one, build.exchange(b"<p>Other.")) is None
        assert origins.same_as(tx, one, build.exchange(started_at=later(minutes=1))) is None


def test_an_archives_capture_is_none_of_our_visits(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        theirs = build.kept(tx, one, build.exchange(), origin="wayback")
        version = build.version(tx, one, capture_id=theirs.capture_id)
        assert watched.with_text(tx, one, version.text_sha256) is None
        assert captures.good_one_of(tx, one, theirs.body_sha256) is None


def test_what_the_capture_before_was_worth(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        worth: tuple[tuple[int, Verdict], ...] = ((1, "ok"), (3, "gone"))
        for minute, verdict in worth:
            at = later(minutes=minute)
            capture = build.kept(tx, one, build.exchange(started_at=at, ended_at=at))
            derivations.record(
                tx,
                Derivation(
                    capture_id=capture.capture_id, rules_sha256=build.RULES, verdict=verdict,
                    reason=None, version_id=None, frame_sha256=None, derived_at=at,
                ),
            )  # fmt: skip
        asked = [derivations.verdict_before(tx, one, later(minutes=at)) for at in (1, 2, 3, 4)]
        assert asked == [None, "ok", "ok", "gone"]


def test_when_a_version_was_last_read_up_to_an_instant(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        at = later(minutes=1)
        kept = build.kept(tx, one, build.exchange(started_at=at, ended_at=at))
        version = build.version(tx, one, capture_id=kept.capture_id).version_id
        read = Judgement(verdict="ok", reason=None)
        derivations.record(
            tx, derivations.made(kept.capture_id, read, build.RULES, at, version_id=version)
        )
        other = build.kept(tx, one, build.exchange(b"<p>Other.", started_at=at, ended_at=at))
        seen = [(one, kept.capture_id, later(minutes=minute)) for minute in (3, 5, 7)]
        sightings.see(tx, [*seen, (one, other.capture_id, later(minutes=8))])
        sightings.see(tx, [(one, kept.capture_id, later(minutes=minute)) for minute in (9, 11)])
        asked = {
            minute: origins.last_read_as(tx, version, later(minutes=minute))
            for minute in (0, 2, 4, 7, 8, 10, 12)
        }
        known = {0: None, 2: 1, 4: 3, 7: 7, 8: 7, 10: 9, 12: 11}
        assert asked == {
            minute: None if last is None else later(minutes=last) for minute, last in known.items()
        }
