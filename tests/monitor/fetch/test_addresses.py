"""Private addresses: refused in every notation, on the address really used, on every hop."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch import addresses, guard
from storage.model import Failure

if TYPE_CHECKING:
    import ipaddress

    from monitor.fetch.session import HostSession
    from tests.monitor.fetch.conftest import Site, Visit

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.2.3",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "100::1",
    "2001::1",  # Teredo
    "2001:db8::1",
    "2002:a00:1::1",  # 6to4 of 10.0.0.1
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert not addresses.is_private(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_all_others_are_private(address: str) -> None:
    assert addresses.is_private(address)


@given(st.ip_addresses(v=4))
def test_an_embedded_address_counts_as_itself(address: ipaddress.IPv4Address) -> None:
    private = addresses.is_private(str(address))
    assert addresses.is_private(f"::ffff:{address}") is private
    assert addresses.is_private(f"64:ff9b::{address}") is private
    assert addresses.is_private(f"::{address}")


@given(st.ip_addresses())
def test_nothing_python_calls_private_is_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_loopback or address.is_private or address.is_multicast or address.is_link_local:
        assert addresses.is_private(str(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "10.0.0.1",
        "0",
        "localhost",
        "LOCALHOST.",
        "printer.localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::10.0.0.1]",
        "[fec0::1]",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "017700000001",
        "0x7f.1",
        "user@127.0.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[::ffff:0:127.0.0.1]",
        "[2002:7f00:1::1]",
        "[64:ff9b::a9fe:a9fe]",
    ],
)
def test_each_notation_is_refused(strict_visit: Visit, host: str) -> None:
    exchange = strict_visit(f"http://{host}:9/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "private"
    assert "allow_private" in exchange.failure.text
    assert exchange.status is None


@pytest.mark.parametrize("host", ["127.0.0.1.", "127。0。0。1", "①②⑦.0.0.1"])
def test_what_only_resembles_an_address_is_none(
    strict_visit: Visit, names: Resolver, host: str
) -> None:
    failure = strict_visit(f"http://{host}:9/a").failure
    assert failure is not None
    assert failure.kind in {"dns", "protocol", "private"}
    assert names["connected"] == [[]]


def test_the_refusal_names_host_and_address(strict_visit: Visit) -> None:
    assert strict_visit("http://2130706433/a").failure == Failure(
        kind="private",
        text="2130706433 leads to 127.0.0.1, a private address: refused, "
        "as allow_private is not set",
    )


def test_a_source_may_go_inside_when_it_says_so(
    site: Site, strict_visit: Visit, strict_session: HostSession
) -> None:
    site.page("/a", b"inside")
    assert strict_visit(site.url + "/a", allow_private=True).body == b"inside"
    # The open connection is none for a source that does not say so.
    failure = strict_visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "private"
    assert site.paths == ["/a"]


Resolver = dict[str, list[list[str]]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch, site: Site) -> Resolver:
    """Names with the addresses that each look-up gives in turn (the last one for ever); public
    addresses all lead to the site on loopback, and `connected` notes where we went."""
    known: Resolver = {"connected": [[]]}
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host: str, port: int, **hints: int) -> list[Any]:
        if host not in known:
            return look_up(host, port, **hints)
        answers = known[host]
        now = answers.pop(0) if len(answers) > 1 else answers[0]
        return [row for one in now for row in look_up(one, port, type=socket.SOCK_STREAM)]

    def go(self: socket.socket, where: tuple[Any, ...]) -> None:
        known["connected"][0].append(where[0])
        if where[0] == "93.184.216.34":
            return connect(self, ("127.0.0.1", site.port))
        if where[0] == "8.8.8.8":
            raise ConnectionRefusedError(111, "Connection refused")
        if where[0] == "9.9.9.9":
            raise TimeoutError
        return connect(self, where)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", go)
    return known


def test_a_name_that_leads_inside_is_refused(strict_visit: Visit, names: Resolver) -> None:
    names["intranet.example"] = [["10.0.0.1", "fd00::1"]]
    failure = strict_visit("http://intranet.example/a").failure
    assert failure is not None
    assert failure.text.startswith("intranet.example leads to 10.0.0.1, a private address")
    assert names["connected"] == [[]]


def test_of_mixed_addresses_only_the_public_are_tried(
    site: Site, strict_visit: Visit, names: Resolver
) -> None:
    site.page("/a", b"public")
    names["www.example"] = [["10.0.0.1", "93.184.216.34", "127.0.0.1"]]
    assert strict_visit("http://www.example/a").body == b"public"
    assert names["connected"] == [["93.184.216.34"]]
    assert site.asked[-1][1]["Host"] == "www.example"


def test_all_public_addresses_are_tried(site: Site, strict_visit: Visit, names: Resolver) -> None:
    site.page("/a", b"public")
    names["www.example"] = [["8.8.8.8", "9.9.9.9", "93.184.216.34"]]
    assert strict_visit("http://www.example/a").body == b"public"
    assert names["connected"] == [["8.8.8.8", "9.9.9.9", "93.184.216.34"]]


def test_when_no_address_answers_the_last_reason_is_said(
    strict_visit: Visit, names: Resolver
) -> None:
    names["www.example"] = [["8.8.8.8", "9.9.9.9"]]
    assert strict_visit("http://www.example/a").failure == Failure(
        kind="connect", text="www.example did not accept a connection within 5 s"
    )


def test_a_name_that_changes_its_mind_gains_nothing(
    site: Site, strict_visit: Visit, names: Resolver
) -> None:
    site.page("/a", b"public")
    names["rebind.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    assert strict_visit("http://rebind.example/a").body == b"public"
    assert len(names["rebind.example"]) == 1  # one look-up, for robots.txt and page together
    assert strict_visit("http://rebind.example/a").body == b"public"  # over the same connection
    assert names["connected"] == [["93.184.216.34"]]
    site.page("/a", b"bye", headers={"Connection": "close"})
    strict_visit("http://rebind.example/a")
    failure = strict_visit("http://rebind.example/a").failure
    assert failure is not None
    assert failure.kind == "private"
    assert names["connected"] == [["93.184.216.34"]]


def test_each_hop_is_judged(site: Site, strict_visit: Visit, names: Resolver) -> None:
    names["www.example"] = [["93.184.216.34"]]
    site.redirect("/a", site.url + "/secret")
    exchange = strict_visit("http://www.example/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "private"
    assert len(exchange.hops) == 1
    assert site.paths == ["/a"]


def test_robots_txt_leads_nowhere_inside(site: Site, strict_visit: Visit, names: Resolver) -> None:
    names["www.example"] = [["93.184.216.34"]]
    site.redirect("/robots.txt", site.url + "/secret")
    exchange = strict_visit("http://www.example/a")
    assert exchange.failure is not None
    assert "a private address" in exchange.failure.text
    assert "/secret" not in site.paths


def test_a_resolver_that_hangs_is_left_behind(
    strict_visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def getaddrinfo(*args: object, **kwargs: object) -> list[Any]:
        release.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    exchange = strict_visit("http://www.example/a", seconds=0.2)
    release.set()
    assert exchange.failure is not None
    assert exchange.failure.kind == "dns"
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


def test_a_name_without_addresses(strict_visit: Visit, names: Resolver) -> None:
    names["empty.example"] = [[]]
    assert strict_visit("http://empty.example/a").failure == Failure(
        kind="connect", text="empty.example has no address"
    )


def test_time_is_shared_among_addresses(
    strict_visit: Visit, names: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    settimeout = socket.socket.settimeout

    def note(self: socket.socket, seconds: float | None) -> None:
        waits.append(seconds or 0)
        settimeout(self, seconds)

    monkeypatch.setattr(guard.GuardedSocket, "settimeout", note)
    names["www.example"] = [["9.9.9.9", "9.9.9.9"]]
    strict_visit("http://www.example/a", seconds=8)
    assert waits == pytest.approx([4, 8], abs=0.5)
