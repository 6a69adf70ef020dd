from storage import hosts, meta
from storage.hosts import Pause
from storage.store import Store
from tests.storage.build import NOW, later

ORIGIN = "https://harbour.example"


def test_the_last_pause_of_each_host_is_kept(store: Store) -> None:
    with store.write() as tx:
        assert hosts.pauses(tx) == {}
        hosts.keep_pause(tx, "harbour.example", Pause(until=NOW, source_id=1))
        hosts.keep_pause(tx, "harbour.example", Pause(until=later(hours=1), source_id=2))
        hosts.keep_pause(tx, "fish.example:8443", Pause(until=NOW, source_id=3))
        assert hosts.pauses(tx) == {
            "harbour.example": Pause(until=later(hours=1), source_id=2),
            "fish.example:8443": Pause(until=NOW, source_id=3),
        }


def test_the_robots_txt_of_an_origin_is_kept(store: Store) -> None:
    with store.write() as tx:
        assert hosts.robots(tx, ORIGIN) is None
        hosts.keep_robots(tx, ORIGIN, "one")
        hosts.keep_robots(tx, ORIGIN, "two")
        hosts.keep_robots(tx, ORIGIN + ":8443", "three")
        assert hosts.robots(tx, ORIGIN) == "two"


def test_a_page_that_leads_to_ever_new_hosts_does_not_fill_the_store(store: Store) -> None:
    with store.write() as tx:
        meta.put(tx, "store_token", "stays")
        for number in range(1001):
            hosts.keep_robots(tx, f"https://{number}.example", "all")
        assert hosts.robots(tx, "https://999.example") is None
        assert hosts.robots(tx, "https://1000.example") == "all"
        assert meta.get(tx, "store_token") == "stays"
