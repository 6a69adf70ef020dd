"""What the store says of the whole."""

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import channels, episodes, outbox, overview
from storage.store import Store
from tests.storage import build

if TYPE_CHECKING:
    from storage.model import Verdict


def _waiting(store: Store, channel: str, error: str | None) -> None:
    with store.write() as tx:
        alert = outbox.alert(
            tx, kind="new", source_id=None, version_id=None, change_id=None, facts={}, now=build.NOW
        )
        number = outbox.deliver(
            tx, alert_id=alert.alert_id, channel=channel, state="pending", urgent=False,
            next_attempt_at=build.NOW, now=build.NOW,
        )  # fmt: skip
        if error:
            outbox.abandon(tx, [number], error)


def test_an_empty_store_has_nothing_to_say(store: Store) -> None:
    with store.read() as rx:
        assert overview.queues(rx) == {}
        assert overview.last_sent_at(rx) is None
        nothing = overview.Day(changes={}, new=0, unseen=timedelta(0))
        assert overview.day(rx, build.NOW, build.NOW, [1]) == nothing


def test_what_waits_and_what_was_given_up(store: Store) -> None:
    for channel, error in (("desk", None), ("desk", "535: no"), ("hook", None)):
        _waiting(store, channel, error)
    with store.read() as rx:
        found = overview.queues(rx)
    assert found["desk"] == overview.Queue(pending=1, dead=1, since=build.NOW, error="535: no")
    assert found["hook"] == overview.Queue(pending=1)


def test_only_the_span_that_is_asked_for_counts_as_unseen(store: Store) -> None:
    history: list[tuple[float, Verdict]] = [(-30, "blocked"), (-20, "ok"), (-1, "failed")]
    with store.write() as tx:
        source = build.source(tx)
        for hours, verdict in history:
            episodes.enter(
                tx, source_id=source, state="ok", verdict=verdict, reason=None,
                now=build.NOW + timedelta(hours=hours),
            )  # fmt: skip
        other = build.source(tx, "other")
        more: list[tuple[float, Verdict]] = [(-21.5, "failed"), (-19.5, "ok")]
        for hours, verdict in more:
            episodes.enter(
                tx, source_id=other, state="ok", verdict=verdict, reason=None,
                now=build.NOW + timedelta(hours=hours),
            )  # fmt: skip
        channels.configure(tx, ["desk"], build.NOW)
    with store.read() as rx:
        span = build.NOW - timedelta(days=1), build.NOW
        found, all_ = overview.day(rx, *span, [source]), overview.day(rx, *span, [source, other])
        nobody = overview.day(rx, *span, [])
    assert found.unseen == timedelta(hours=5)
    assert all_.unseen == timedelta(hours=5, minutes=30)  # two hours of both count once
    assert nobody.unseen == timedelta(0)


def test_when_the_words_of_each_source_changed_last(store: Store) -> None:
    with store.write() as tx:
        source_id, other = build.source(tx), build.source(tx, "other")
        line = [
            build.version(
                tx, source_id, f"Text {n}.", first_seen=build.later(hours=n), cause="page"
            )
            for n in range(4)
        ]
        build.change(tx, source_id, line[0], line[1])
        build.change(tx, source_id, line[1], line[2])
        build.change(
            tx, source_id, line[2], line[3], comparison=build.comparison(kind="typography")
        )
        build.change(tx, source_id, line[0], line[3], cause="rules")
        build.version(tx, other)
    with store.read() as rx:
        assert overview.last_changes(rx) == {source_id: build.later(hours=2)}
