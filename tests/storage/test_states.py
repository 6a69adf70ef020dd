"""What the store is asked about pages that flap, gaps in sight and states that belong together."""

from datetime import timedelta

from storage import (
    captures,
    derivations,
    episodes,
    messages,
    meta,
    origins,
    outbox,
    overview,
    versions,
    volatiles,
    watched,
)
from storage.model import Derivation
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def _read_as(capture_id: int, version_id: int) -> Derivation:
    return Derivation(
        capture_id=capture_id,
        rules_sha256=build.RULES,
        verdict="ok",
        reason=None,
        version_id=version_id,
        frame_sha256=None,
        derived_at=NOW,
    )


def test_the_last_version_with_a_text_and_the_returns_to_one(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx), build.source(tx, slug="other")
        build.version(tx, other, "A")
        found = [
            build.version(tx, one, text, cause="page", first_seen=later(hours=at))
            for at, text in enumerate("ABA")
        ]
        assert versions.with_text(tx, one, found[0].text_sha256) == found[2]
        assert versions.with_text(tx, one, bytes(32)) is None
        assert watched.with_text(tx, one, found[0].text_sha256) == found[2]
        assert watched.returns(tx, one, NOW) == [found[2]]
        assert watched.returns(tx, one, later(hours=3)) == []


def test_what_was_only_imported_no_visit_found(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        brought = build.kept(tx, one, build.exchange(), origin="import").capture_id
        imported = [
            build.version(
                tx, one, text, cause="page", first_seen=later(hours=at), capture_id=brought
            )
            for at, text in enumerate("ABA")
        ]
        assert watched.returns(tx, one, NOW) == []
        assert watched.with_text(tx, one, imported[0].text_sha256) is None
        visit = build.capture(tx, one, b"<p>B</p>")
        derivations.record(tx, _read_as(visit.capture_id, imported[1].version_id))
        assert watched.with_text(tx, one, imported[1].text_sha256) == imported[1]
        back = build.version(tx, one, "B", cause="page", first_seen=later(hours=4))
        assert watched.returns(tx, one, NOW) == [back]


def test_only_a_capture_that_was_read_well_is_known_by_its_bytes(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        kept = build.capture(tx, one, b"<p>A</p>")
        assert captures.good_one_of(tx, one, kept.body_sha256) is None
        version = build.version(tx, one, "A")
        derivations.record(tx, _read_as(kept.capture_id, version.version_id))
        assert captures.good_one_of(tx, one, kept.body_sha256) == kept.capture_id
        brought = build.kept(tx, one, build.exchange(b"<p>A</p>"), origin="import")
        derivations.record(tx, _read_as(brought.capture_id, version.version_id))
        assert captures.good_one_of(tx, one, kept.body_sha256) == kept.capture_id
        assert captures.good_one_of(tx, build.source(tx, slug="b"), kept.body_sha256) is None
        assert origins.way(tx, kept.capture_id).read == kept.exchange.final_url


def test_what_turns_and_what_is_kept_under_a_name(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        volatiles.differed(tx, one, {"~a", "~b"}, enough=3, now=NOW)
        volatiles.differed(tx, one, {"~a"}, enough=3, now=NOW)
        assert volatiles.turning(tx, one) == {"~a"}
        assert volatiles.muted(tx, one) == frozenset()
        meta.put(tx, "name", "value")
        assert (meta.take(tx, "name"), meta.take(tx, "name")) == ("value", None)


def test_a_gap_is_past_and_counts_as_unseen(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx)
        episodes.enter(tx, source_id=one, state="ok", verdict="ok", reason=None, now=NOW)
        for until in (later(hours=2), later(hours=3)):
            episodes.gap(tx, one, "not running", later(hours=1), until)
        current = episodes.current(tx, one)
        assert current is not None
        assert current.state == "ok", "the episode that lasts goes on"
        states = [episode.state for episode in episodes.history(tx, one)]
        assert states == ["ok", "overdue"], "one gap, that went on"
        day = overview.day(tx, NOW, later(hours=4), [one])
    assert day.unseen == timedelta(hours=2)


def test_states_told_to_a_channel_and_those_of_some_sources(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx), build.source(tx, slug="other")
        told = []
        for source_id in (one, other, None):
            alert = outbox.alert(
                tx, kind="state", source_id=source_id, version_id=None, change_id=None,
                facts={"state": "broken"}, now=NOW,
            )  # fmt: skip
            number = outbox.deliver(
                tx, alert_id=alert.alert_id, channel="desk", state="pending", urgent=False,
                next_attempt_at=NOW, now=NOW,
            )  # fmt: skip
            messages.fix(
                tx, delivery_ids=[number], channel="desk", message_id=f"<{number}>", thread=None,
                now=later(minutes=number),
            )  # fmt: skip
            told.append(alert)
        found = messages.states_since(tx, "desk", NOW)
        assert [alert_id for _, alert_id, _ in found] == [one.alert_id for one in told[:2]]
        assert messages.states_since(tx, "desk", later(minutes=99)) == []
        assert messages.states_since(tx, "hook", NOW) == []
        assert outbox.states_of(tx, [one, other], told[2].alert_id) == told[:2]
        assert outbox.states_of(tx, [one, other], told[0].alert_id) == told[:1]
