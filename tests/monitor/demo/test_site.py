"""The demo's servers over real HTTP on loopback."""

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse

import pytest

from monitor.demo.catalogue import (
    AVELLAND_READOUT,
    AVELLAND_STATEMENT,
    PAGES,
    SORAHAMA_READOUT,
    Page,
)
from monitor.demo.pages import render
from monitor.demo.revisions import BASELINE, ONE_NUMBER
from monitor.demo.site import Site, configuration


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 6, 18, 16, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError

    def uniform(self, low: float, high: float) -> float:
        return low


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(clock=StoppedClock()) as running:
        yield running


def ask(site: Site, page: Page, **headers: str) -> tuple[HTTPResponse, bytes]:
    return ask_path(site, page, page.path, **headers)


def ask_path(site: Site, page: Page, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", site.port(page.ministry), timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_served_by_its_ministry_alone(site: Site, page: Page) -> None:
    response, body = ask(site, page)
    assert response.status == 200
    assert body == render(page, BASELINE, 0)
    assert response.getheader("Content-Type") == "text/html; charset=UTF-8"
    (other,) = {one.ministry for one in PAGES} - {page.ministry}
    stranger = next(one for one in PAGES if one.ministry == other)
    assert ask_path(site, stranger, page.path)[0].status == 404


def test_the_two_ministries_are_two_hosts(site: Site) -> None:
    assert site.port("avelland") != site.port("sorahama")
    assert site.url(AVELLAND_READOUT).startswith(f"http://127.0.0.1:{site.port('avelland')}/en/")


def test_an_unchanged_page_is_a_304_without_a_body(site: Site) -> None:
    etag = ask(site, AVELLAND_READOUT)[0].getheader("ETag")
    assert etag is not None
    response, body = ask(site, AVELLAND_READOUT, If_None_Match=etag)
    assert (response.status, body) == (304, b"")
    assert response.getheader("ETag") == etag


def test_a_revision_ends_the_304s(site: Site) -> None:
    etag = ask(site, SORAHAMA_READOUT)[0].getheader("ETag") or ""
    site.publish(SORAHAMA_READOUT, ONE_NUMBER)
    response, body = ask(site, SORAHAMA_READOUT, If_None_Match=etag)
    assert response.status == 200
    assert body == render(SORAHAMA_READOUT, ONE_NUMBER, 0)
    site.publish(SORAHAMA_READOUT, BASELINE)
    assert ask(site, SORAHAMA_READOUT, If_None_Match=etag)[0].status == 304


def test_noise_alters_every_answer_and_takes_the_validators_away(site: Site) -> None:
    quiet = ask(site, AVELLAND_STATEMENT)[1]
    site.noise(AVELLAND_STATEMENT, True)
    answers = [ask(site, AVELLAND_STATEMENT) for _ in range(3)]
    assert len({quiet, *(body for _, body in answers)}) == 4
    assert {response.getheader("ETag") for response, _ in answers} == {None}
    site.noise(AVELLAND_STATEMENT, False)
    assert ask(site, AVELLAND_STATEMENT)[1] == quiet


def test_gzip_is_served_to_whom_it_serves(site: Site) -> None:
    response, body = ask(site, AVELLAND_STATEMENT, Accept_Encoding="gzip, deflate")
    assert response.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == render(AVELLAND_STATEMENT, BASELINE, 0)
    assert ask(site, AVELLAND_STATEMENT)[0].getheader("Content-Encoding") is None


def test_a_challenge_stands_before_the_page_until_it_is_lifted(site: Site) -> None:
    site.challenge(SORAHAMA_READOUT, True)
    response, body = ask(site, SORAHAMA_READOUT)
    assert response.status == 403
    assert response.getheader("cf-mitigated") == "challenge"
    assert response.headers.get_all("Server") == ["cloudflare"]
    assert b"Just a moment..." in body
    assert ask(site, AVELLAND_READOUT)[0].status == 200
    site.challenge(SORAHAMA_READOUT, False)
    assert ask(site, SORAHAMA_READOUT)[1] == render(SORAHAMA_READOUT, BASELINE, 0)


def test_robots_and_missing_pages(site: Site) -> None:
    response, body = ask_path(site, AVELLAND_READOUT, "/robots.txt")
    assert response.status == 200
    assert body.startswith(b"User-agent: *\n")
    assert ask_path(site, AVELLAND_READOUT, "/nowhere")[0].status == 404


def test_requests_are_remembered(site: Site) -> None:
    ask(site, AVELLAND_READOUT, User_Agent="readout/test")
    ask_path(site, SORAHAMA_READOUT, "/robots.txt?x=1")
    first, second = site.requests
    assert (first.ministry, first.path, first.status) == ("avelland", AVELLAND_READOUT.path, 200)
    assert first.headers["user-agent"] == "readout/test"
    assert first.at == StoppedClock().now()
    assert (second.ministry, second.path, second.status) == ("sorahama", "/robots.txt", 200)


def test_one_connection_serves_many_requests(site: Site) -> None:
    connection = HTTPConnection("127.0.0.1", site.port("avelland"), timeout=5)
    for _ in range(3):
        connection.request("GET", AVELLAND_READOUT.path)
        assert len(connection.getresponse().read()) > 40_000
    connection.close()


def test_leaving_stops_the_servers_and_hangs_up(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with Site() as site:
        connection = HTTPConnection("127.0.0.1", site.port("avelland"), timeout=5)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
        port = site.port("avelland")
    assert connection.sock is not None
    assert connection.sock.recv(1) == b""
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port, timeout=5).connect()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(timeout=5)
    assert threading.active_count() <= before
    assert capfd.readouterr() == ("", "")


def test_a_client_that_hangs_up_is_no_news(capfd: pytest.CaptureFixture[str]) -> None:
    with Site() as site:
        for _ in range(3):
            connection = HTTPConnection("127.0.0.1", site.port("avelland"), timeout=5)
            connection.request("GET", AVELLAND_READOUT.path)
            connection.close()
        assert ask(site, AVELLAND_READOUT)[0].status == 200
    assert capfd.readouterr() == ("", "")


def test_the_configuration_names_the_running_site(site: Site) -> None:
    text = configuration(site)
    assert "_PORT" not in text
    for page in PAGES:
        assert f"- id: {page.slug}\n    url: {site.url(page)}\n" in text
