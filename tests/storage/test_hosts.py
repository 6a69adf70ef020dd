import pytest

from storage import hosts, meta
from storage.hosts import Pause
from storage.store import Store
from tests.storage.build import NOW, later

ORIGIN = "https://harbour.example"


def test_the_last_pause_of_each_host_is_kept(store: Store) -> None:
    first = Pause(asked_at=NOW, until=later(minutes=5), source_id=1)
    last = Pause(asked_at=later(minutes=9), until=later(hours=1), source_id=2)
    other = Pause(asked_at=NOW, until=later(hours=2), source_id=3)
    with store.write() as tx:
        assert hosts.pauses(tx) == {}
        hosts.keep_pause(tx, "harbour.example", first)
        hosts.keep_pause(tx, "harbour.example", last)
        hosts.keep_pause(tx, "fish.example:8443", other)
        assert hosts.pauses(tx) == {"harbour.example": last, "fish.example:8443": other}


def test_a_pause_holds_from_when_it_was_asked_for_until_it_is_over() -> None:
    """Earlier than that by more than clocks are put right by: the clock was set back."""
    pause = Pause(asked_at=later(minutes=5), until=later(minutes=12), source_id=1)
    held = {minutes for minutes in range(-1440, 1440) if pause.holds(later(minutes=minutes))}
    assert held == set(range(4, 12))


def test_the_robots_txt_of_an_origin_is_kept(store: Store) -> None:
    with store.write() as tx:
        assert hosts.robots(tx, ORIGIN) is None
        hosts.keep_robots(tx, ORIGIN, "one")
        hosts.keep_robots(tx, ORIGIN, "two")
        hosts.keep_robots(tx, ORIGIN + ":8443", "three")
        assert hosts.robots(tx, ORIGIN) == "two"


@pytest.mark.slow
def test_a_page_that_leads_to_ever_new_hosts_does_not_fill_the_store(store: Store) -> None:
    with store.write() as tx:
        meta.put(tx, "store_token", "stays")
        for number in range(1001):
            hosts.keep_robots(tx, f"https://{number}.example", "all")
        assert hosts.robots(tx, "https://999.example") is None
        assert hosts.robots(tx, "https://1000.example") == "all"
        assert meta.get(tx, "store_token") == "stays"
