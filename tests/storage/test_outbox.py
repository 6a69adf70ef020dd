import pytest
from sqlalchemy import Connection

from storage import channels, outbox
from storage.deliveries import DeliveryRow
from storage.errors import NoSuchRow
from storage.model import Delivery
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def _fix(tx: Connection, message_id: str, *ids: int, channel: str = "desk") -> list[Delivery]:
    return outbox.fix(
        tx, delivery_ids=ids, channel=channel, message_id=message_id, thread=None, now=NOW
    )


def _states(tx: Connection) -> dict[int, str]:
    return {row.delivery_id: row.state for row in outbox.listing(tx)}


def test_an_alert_is_read_as_it_was_entered(store: Store) -> None:
    facts = {"was": "We oppose it. \0 台湾", "count": 3, "nested": {"a": [1, None, True]}}
    with store.write() as tx:
        alert = build.alert(tx, build.source(tx), facts=facts)
        assert outbox.read_alert(tx, alert.alert_id) == alert
        assert (alert.facts, alert.created_at) == (facts, NOW)
        with pytest.raises(NoSuchRow, match="alert 99"):
            outbox.read_alert(tx, 99)


def test_held_deliveries_wait_until_released(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        alerts = [build.alert(tx, source_id) for _ in range(3)]
        ids = [
            build.delivery(tx, alert.alert_id, state="held", next_attempt_at=None)
            for alert in alerts
        ]
        build.delivery(tx, alerts[0].alert_id, channel="own", state="sent")
        held = outbox.held(tx, source_id)
        assert [(alert, [one.delivery_id for one in some]) for alert, some in held] == [
            (alert, [delivery_id]) for alert, delivery_id in zip(alerts, ids, strict=True)
        ]
        assert outbox.due(tx, later(days=9)) == []
        assert outbox.release(tx, [alerts[0].alert_id], later(seconds=1)) == 1
        assert outbox.withdraw(tx, [alerts[0].alert_id, alerts[1].alert_id]) == 1
        assert [one.delivery_id for one in outbox.due(tx, later(seconds=1))] == [ids[0]]
        assert outbox.due(tx, NOW) == []
        assert [alert.alert_id for alert, _ in outbox.held(tx, source_id)] == [alerts[2].alert_id]
        assert [_states(tx)[one] for one in ids] == ["pending", "withdrawn", "held"]


def test_nothing_is_due_to_a_broken_channel_before_its_probe(store: Store) -> None:
    with store.write() as tx:
        alert = build.alert(tx, None)
        desk = build.delivery(tx, alert.alert_id, channel="desk")
        other = build.delivery(tx, alert.alert_id, channel="other")
        channels.set_state(tx, "desk", "broken", "login refused", later(minutes=15), NOW)
        assert [one.delivery_id for one in outbox.due(tx, later(minutes=14))] == [other]
        assert [one.delivery_id for one in outbox.due(tx, later(minutes=15))] == [desk, other]
        channels.set_state(tx, "desk", "broken", "revoked", None, NOW)
        assert [one.delivery_id for one in outbox.due(tx, later(days=9))] == [other]
        channels.set_state(tx, "desk", "ok", None, None, NOW)
        assert [one.delivery_id for one in outbox.due(tx, NOW)] == [desk, other]


def test_a_delivery_stays_in_the_message_it_was_fixed_in(store: Store) -> None:
    with store.write() as tx:
        alert = build.alert(tx, build.source(tx))
        one, two, three = (build.delivery(tx, alert.alert_id) for _ in range(3))
        held = build.delivery(tx, alert.alert_id, state="held")
        first = _fix(tx, "<1@readout>", one, two, held)
        assert [member.delivery_id for member in first] == [one, two]
        second = _fix(tx, "<2@readout>", two, three)
        assert [member.delivery_id for member in second] == [three]
        assert _fix(tx, "<3@readout>", one, two) == []
        assert outbox.message_members(tx, "<1@readout>") == first
        with pytest.raises(NoSuchRow, match="message <3@readout>"):
            outbox.read_message(tx, "<3@readout>")
        message = outbox.read_message(tx, "<1@readout>")
        assert (message.channel, message.fixed_at, message.sent_at) == ("desk", NOW, None)


def test_attempts_are_counted_until_the_message_is_sent(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        alert = build.alert(tx, source_id)
        delivery_id = build.delivery(tx, alert.alert_id)
        _fix(tx, "<1@readout>", delivery_id)
        for minutes in (1, 2):
            outbox.mark_failed(
                tx,
                "<1@readout>",
                error="450 try later",
                next_attempt_at=later(minutes=minutes * 5),
                now=later(minutes=minutes),
            )
        (waiting,) = outbox.message_members(tx, "<1@readout>")
        assert (waiting.state, waiting.attempts, waiting.error) == ("pending", 2, "450 try later")
        assert waiting.first_attempt_at == later(minutes=1)
        assert outbox.next_due_at(tx) == later(minutes=10)
        assert outbox.thread(tx, "desk", [source_id]) == "<1@readout>"
        outbox.mark_sent(tx, "<1@readout>", later(minutes=10), remote_id="171.5")
        (sent,) = outbox.message_members(tx, "<1@readout>")
        assert (sent.state, sent.attempts, sent.error) == ("sent", 3, None)
        assert outbox.next_due_at(tx) is None
        assert outbox.read_message(tx, "<1@readout>").sent_at == later(minutes=10)


def test_a_thread_begins_with_the_first_message_about_the_source(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        for n, source_id in enumerate([one, other, one]):
            alert = build.alert(tx, source_id)
            _fix(tx, f"<{n}@readout>", build.delivery(tx, alert.alert_id))
            outbox.mark_sent(tx, f"<{n}@readout>", NOW, remote_id=f"r{n}")
        assert outbox.thread(tx, "desk", [one]) == "<0@readout>"
        assert outbox.thread(tx, "desk", [other]) == "<1@readout>"
        assert outbox.thread(tx, "desk", [other, one]) == "<0@readout>"
        assert outbox.thread(tx, "own", [one]) is None


def test_a_message_about_others_too_begins_no_thread(store: Store) -> None:
    with store.write() as tx:
        one, other = build.source(tx, "one"), build.source(tx, "other")
        ids = [
            build.delivery(tx, build.alert(tx, each).alert_id) for each in (one, other, one, other)
        ]
        _fix(tx, "<both@readout>", *ids[:2])
        outbox.mark_sent(tx, "<both@readout>", NOW)
        assert outbox.thread(tx, "desk", [one]) is None
        assert outbox.thread(tx, "desk", [one, other]) == "<both@readout>"
        _fix(tx, "<alone@readout>", ids[2])
        assert outbox.thread(tx, "desk", [one]) == "<alone@readout>", "it waits to be sent"
        outbox.mark_dead(tx, "<alone@readout>", "no such mailbox", NOW)
        assert outbox.thread(tx, "desk", [one]) is None


def test_what_was_said_in_another_thread_begins_none(store: Store) -> None:
    with store.write() as tx:
        one = build.source(tx, "one")
        told = [build.delivery(tx, build.alert(tx, one).alert_id) for _ in range(2)]
        for name, thread in (("<1@readout>", "<strange@readout>"), ("<2@readout>", None)):
            outbox.fix(
                tx, delivery_ids=[told.pop()], channel="desk", message_id=name, thread=thread,
                now=NOW,
            )  # fmt: skip
            outbox.mark_sent(tx, name, NOW)
        assert outbox.thread(tx, "desk", [one]) == "<2@readout>"


def test_the_dead_are_tried_again_when_asked(store: Store) -> None:
    with store.write() as tx:
        alert = build.alert(tx, build.source(tx))
        ids = [build.delivery(tx, alert.alert_id) for _ in range(3)]
        for n, delivery_id in enumerate(ids):
            _fix(tx, f"<{n}@readout>", delivery_id)
        outbox.mark_sent(tx, "<0@readout>", NOW)
        for n in (1, 2):
            outbox.mark_dead(tx, f"<{n}@readout>", "550 no such mailbox", NOW)
        assert list(_states(tx).values()) == ["dead", "dead", "sent"]
        assert outbox.retry(tx, [ids[0], ids[1]], later(days=1)) == 1
        (again,) = outbox.due(tx, later(days=1))
        assert (again.delivery_id, again.attempts, again.first_attempt_at) == (ids[1], 0, None)
        assert again.message_id == "<1@readout>"
        assert outbox.retry(tx, None, later(days=2)) == 2
        assert outbox.due(tx, later(days=1)) == []


def test_a_refused_message_does_not_age(store: Store) -> None:
    with store.write() as tx:
        alert = build.alert(tx, None)
        delivery_id = build.delivery(tx, alert.alert_id)
        _fix(tx, "<1@readout>", delivery_id)
        outbox.mark_refused(
            tx, "<1@readout>", error="535 wrong password", next_attempt_at=later(minutes=15)
        )
        (waiting,) = outbox.message_members(tx, "<1@readout>")
        assert (waiting.attempts, waiting.first_attempt_at) == (0, None)
        assert outbox.due(tx, NOW) == []
        outbox.hasten(tx, "desk", NOW)
        assert [one.delivery_id for one in outbox.due(tx, NOW)] == [delivery_id]
        outbox.abandon(tx, [delivery_id], "the channel is gone")
        assert _states(tx) == {delivery_id: "dead"}


def test_deliveries_are_listed_newest_first_with_their_names(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx, "summit")
        version = build.version(tx, source_id)
        change = build.alert(tx, source_id, kind="new", version_id=version.version_id)
        machine = build.alert(tx, None, kind="heartbeat")
        first = build.delivery(tx, change.alert_id, urgent=True)
        second = build.delivery(tx, machine.alert_id, channel="ops", state="held")
        rows = outbox.listing(tx)
        assert [row.delivery_id for row in rows] == [second, first]
        assert rows[1] == DeliveryRow(
            delivery_id=first,
            alert_id=change.alert_id,
            kind="new",
            slug="summit",
            version_number=1,
            channel="desk",
            state="pending",
            urgent=True,
            attempts=0,
            created_at=NOW,
            next_attempt_at=NOW,
            error=None,
            message_id=None,
        )
        assert (rows[0].slug, rows[0].version_number) == (None, None)
        assert outbox.listing(tx, states=["pending"]) == [rows[1]]
        assert outbox.listing(tx, source_id=source_id) == [rows[1]]
        assert outbox.listing(tx, limit=1) == [rows[0]]
        assert outbox.counts(tx) == {(source_id, "pending"): 1, (None, "held"): 1}
        assert outbox.held_by_channel(tx) == {"ops": 1}
