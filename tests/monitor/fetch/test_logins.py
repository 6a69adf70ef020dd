"""A name and password in an address: for its host alone, and in nothing that is kept or said."""

from typing import TYPE_CHECKING

import pytest

from monitor.fetch.logins import without_login

if TYPE_CHECKING:
    from tests.monitor.fetch.conftest import Site, Visit

AUTHORIZATION = "Basic ZGVzazpodXNoQGhvbWU="  # desk:hush@home


def with_login(url: str) -> str:
    return url.replace("://", "://desk:hush%40home@")


def test_they_are_sent_and_not_kept(site: "Site", visit: "Visit") -> None:
    site.page("/b", b"here")
    site.redirect("/a", "/b")
    exchange = visit(with_login(site.url) + "/a")
    assert exchange.body == b"here"
    assert [seen["Authorization"] for path, seen in site.asked if path != "/robots.txt"] == (
        [AUTHORIZATION] * 2
    )
    assert "hush" not in repr(exchange)


def test_another_host_is_not_shown_them(site: "Site", visit: "Visit") -> None:
    site.page("/b", b"here")
    site.redirect("/a", site.url.replace("127.0.0.1", "localhost") + "/b")
    assert visit(with_login(site.url) + "/a").body == b"here"
    assert "Authorization" not in site.asked[-1][1]


def test_a_failure_does_not_say_them(site: "Site", visit: "Visit") -> None:
    site.redirect("/a", "/a")
    assert "hush" not in repr(visit(with_login(site.url) + "/a"))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("https://desk:hush@www.example/a@b", "https://www.example/a@b"),
        ("https://www.example/@desk?to=a@b", "https://www.example/@desk?to=a@b"),
        ("back to http://u@h/, it said", "back to http://h/, it said"),
        ("press@ministry.example", "press@ministry.example"),
    ],
)
def test_what_stands_before_the_host_is_left_out(text: str, bare: str) -> None:
    assert without_login(text) == bare


def test_one_that_a_server_says_again_is_not_kept(site: "Site", visit: "Visit") -> None:
    site.page("/a", b"", 302, {"Location": f"{with_login(site.url)}/b"})
    site.page("/b", b"here")
    exchange = visit(with_login(site.url) + "/a")
    assert exchange.body == b"here"
    assert [hop.location for hop in exchange.hops] == [f"{site.url}/b"]
