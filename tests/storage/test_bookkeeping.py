from storage import channels, episodes, meta, pins
from storage.channels import ChannelState
from storage.model import Episode
from storage.pins import Pin
from storage.store import Store
from tests.storage import build
from tests.storage.build import NOW, later


def test_the_last_pin_counts_and_the_others_stay(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        capture_id = build.capture(tx, source_id).capture_id
        assert pins.current(tx, source_id) is None
        for n, selector in enumerate(["#main", "article > div"]):
            pins.pin(
                tx,
                source_id=source_id,
                selector=selector,
                capture_id=capture_id,
                now=later(days=n),
            )
        assert pins.current(tx, source_id) == "article > div"
        assert pins.history(tx, source_id)[0] == Pin(
            source_id=source_id, selector="#main", capture_id=capture_id, pinned_at=NOW
        )


def test_an_episode_ends_where_the_next_begins(store: Store) -> None:
    with store.write() as tx:
        source_id = build.source(tx)
        for hours, reason in ((1, "HTTP 403"), (2, "HTTP 403"), (3, "a CAPTCHA")):
            episodes.enter(
                tx,
                source_id=source_id,
                state="broken",
                verdict="blocked",
                reason=reason,
                now=later(hours=hours),
            )
        told = [
            Episode(
                source_id=source_id,
                state="broken",
                verdict="blocked",
                reason="HTTP 403",
                since=later(hours=1),
                until=later(hours=3),
            ),
            Episode(
                source_id=source_id,
                state="broken",
                verdict="blocked",
                reason="a CAPTCHA",
                since=later(hours=3),
                until=None,
            ),
        ]
        assert episodes.history(tx, source_id) == told
        assert episodes.current(tx, source_id) == told[1]


def test_a_channel_is_broken_since_it_broke(store: Store) -> None:
    with store.write() as tx:
        assert channels.states(tx) == {}
        channels.set_state(tx, "desk", "broken", "login refused", later(minutes=15), NOW)
        channels.set_state(tx, "desk", "broken", "no answer", later(minutes=30), later(minutes=15))
        assert channels.states(tx) == {
            "desk": ChannelState(
                name="desk",
                state="broken",
                reason="no answer",
                since=NOW,
                next_probe_at=later(minutes=30),
            )
        }
        channels.set_state(tx, "desk", "ok", None, None, later(minutes=30))
        assert channels.states(tx)["desk"].since == later(minutes=30)


def test_what_was_put_last_is_got(store: Store) -> None:
    with store.write() as tx:
        assert meta.get(tx, "heartbeat") is None
        meta.put(tx, "heartbeat", "one")
        meta.put(tx, "heartbeat", "two")
        assert meta.get(tx, "heartbeat") == "two"


def test_a_store_has_one_token(store: Store) -> None:
    with store.write() as tx:
        token = meta.store_token(tx)
    with store.write() as tx:
        assert meta.store_token(tx) == token


def test_a_channel_counts_from_its_entry_in_the_configuration_to_its_end(store: Store) -> None:
    with store.write() as tx:
        channels.configure(tx, ["desk", "ops"], NOW)
        channels.set_state(tx, "desk", "broken", "login refused", later(minutes=15), NOW)
        channels.configure(tx, ["desk", "hook"], later(hours=1))
        known = channels.states(tx)
        assert set(known) == {"desk", "hook"}
        assert (known["desk"].state, known["desk"].since) == ("broken", NOW)
        assert (known["hook"].state, known["hook"].since) == ("ok", later(hours=1))


def test_a_mended_channel_is_tried_at_once(store: Store) -> None:
    with store.write() as tx:
        for name in ("desk", "ops"):
            channels.set_state(tx, name, "broken", "login refused", later(minutes=15), NOW)
        channels.probe(tx, NOW, "desk")
        assert channels.states(tx)["desk"].next_probe_at == NOW
        assert channels.states(tx)["ops"].next_probe_at == later(minutes=15)
        channels.probe(tx, NOW)
        assert channels.states(tx)["ops"].next_probe_at == NOW
        assert channels.states(tx)["ops"].state == "broken"
