"""robots.txt: read as RFC 9309 has it, remembered for a day, and obeyed on every hop."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.fetch import robots
from monitor.fetch.failures import Stopped
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from storage.model import Failure

if TYPE_CHECKING:
    from tests.monitor.fetch.conftest import Site, Visit

WHEN = datetime(2025, 2, 7, 12, 0, tzinfo=UTC)
PAGE = "https://www.example.org/a/page?x=1"


class LaterClock:
    """The real clock, so much later."""

    def __init__(self) -> None:
        self.later = timedelta(0)

    def now(self) -> datetime:
        return WHEN + self.later

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        raise AssertionError("fetch never sleeps")

    def uniform(self, low: float, high: float) -> float:
        raise AssertionError("fetch leaves nothing to chance")


def allowed(text: str, url: str = PAGE, status: int = 200) -> bool:
    try:
        robots.check(robots.read(status, text.encode(), WHEN), url)
    except Stopped:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a/\r\n", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/page", True),
        ("User-agent: *\nDisallow: /*?x=", False),
        ("User-agent: *\nDisallow: /a/page$", True),
        ("User-agent: readout\nDisallow: /", False),
        ("User-agent: ReadOut # us\nDisallow: /", False),
        ("User-agent: readout/1.0\nDisallow: /", True),
        ("User-agent: other\nUser-agent: readout\nDisallow: /", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: readout\nDisallow: /b", True),
        ("User-agent: out\nDisallow: /", True),
        ("<!DOCTYPE html>\nUser-agent: *\nDisallow: /", True),
        ("  <html><body>User-agent: *\nDisallow: /", True),
        ("\x00\xff garbage", True),
    ],
)
def test_what_a_file_allows(text: str, *, expected: bool) -> None:
    assert allowed(text) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, False), (304, True), (401, True), (403, True), (404, True), (429, True)],
)
def test_what_a_status_means(status: int, *, expected: bool) -> None:
    assert allowed("User-agent: *\nDisallow: /", status=status) is expected


@pytest.mark.parametrize("status", [500, 502, 503, 599])
def test_a_failing_server_allows_nothing_for_a_minute(status: int) -> None:
    rules = robots.read(status, b"", WHEN)
    assert rules.expires_at == WHEN + timedelta(minutes=1)
    with pytest.raises(Stopped) as stopped:
        robots.check(rules, PAGE)
    assert stopped.value.failure == Failure(
        kind="robots",
        text=f"robots.txt of www.example.org could not be read (status {status}), "
        "so that nothing may be fetched for now",
    )


def test_a_file_that_names_thousands_takes_no_time() -> None:
    names = "\n".join(f"User-agent: robot{number}" for number in range(10_000))
    rules = "\n".join(f"Disallow: /{number}" for number in range(10_000))
    started = time.monotonic()
    assert allowed(f"{names}\n{rules}\nUser-agent: *\nAllow: /")
    assert not allowed(f"{names}\nUser-agent: re*adout\n{rules}\nDisallow: /a")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (PAGE, "https://www.example.org"),
        ("HTTP://WWW.Example.org:8080/", "http://www.example.org:8080"),
        ("https://name:word@www.example.org/", "https://www.example.org"),
        ("http://[::1]:80/a", "http://[::1]:80"),
    ],
)
def test_the_origin_a_file_speaks_for(url: str, expected: str) -> None:
    assert robots.origin(url) == expected


def test_a_refusal_is_an_exchange(site: Site, visit: Visit) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/")
    exchange = visit(site.url + "/private/page")
    assert exchange.failure == Failure(
        kind="robots", text="robots.txt of 127.0.0.1 forbids /private/page for our user agent"
    )
    assert (exchange.status, exchange.body) == (None, b"")
    assert site.paths == []


def test_a_redirect_into_what_is_forbidden_is_not_followed(site: Site, visit: Visit) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/")
    site.redirect("/a", "/private/page")
    exchange = visit(site.url + "/a")
    assert exchange.failure is not None
    assert exchange.failure.kind == "robots"
    assert len(exchange.hops) == 1
    assert site.paths == ["/a"]


def asked_for_robots(site: Site) -> int:
    return sum(path == "/robots.txt" for path, _ in site.asked)


@pytest.mark.parametrize(
    ("status", "kept"), [(200, timedelta(days=1)), (503, timedelta(minutes=1))]
)
def test_it_is_remembered(site: Site, session: HostSession, status: int, kept: timedelta) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/", status)
    clock = LaterClock()
    request = Request(url=site.url + "/a", allow_private=True)
    fetch(request, session, clock=clock)
    clock.later = kept - timedelta(seconds=1)
    fetch(request, session, clock=clock)
    assert asked_for_robots(site) == 1
    clock.later = kept
    fetch(request, session, clock=clock)
    assert asked_for_robots(site) == 2


def test_after_an_outage_pages_are_fetched_again(site: Site, session: HostSession) -> None:
    clock = LaterClock()
    request = Request(url=site.url + "/a", allow_private=True)
    site.page("/robots.txt", b"", 503)
    assert fetch(request, session, clock=clock).failure is not None
    site.page("/robots.txt", b"")
    clock.later = timedelta(minutes=1)
    assert fetch(request, session, clock=clock).failure is None


def test_in_an_outage_the_old_rules_go_on(site: Site, session: HostSession) -> None:
    clock = LaterClock()
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/")
    page = Request(url=site.url + "/a", allow_private=True)
    private = Request(url=site.url + "/private/a", allow_private=True)
    assert fetch(page, session, clock=clock).failure is None
    site.page("/robots.txt", b"", 503)
    clock.later = timedelta(hours=25)
    assert fetch(page, session, clock=clock).failure is None
    refused = fetch(private, session, clock=clock).failure
    assert refused is not None
    assert "forbids" in refused.text
    assert asked_for_robots(site) == 2
    clock.later += timedelta(minutes=1)
    fetch(page, session, clock=clock)
    assert asked_for_robots(site) == 3


class Kept(dict[str, str]):
    """A memory that outlives sessions."""

    def recall(self, origin: str) -> robots.Rules | None:
        return robots.loads(self[origin]) if origin in self else None

    def keep(self, origin: str, rules: robots.Rules) -> None:
        self[origin] = robots.dumps(rules)


def failure_of(site: Site, memory: Kept, clock: LaterClock, path: str) -> Failure | None:
    """Why a new session does not read that page."""
    session = HostSession(user_agent="readout/0.0", allow_private=True, memory=memory)
    found = fetch(Request(url=site.url + path), session, clock=clock).failure
    session.close()
    return found


def test_what_is_remembered_holds_a_day_in_every_session(site: Site) -> None:
    memory, clock = Kept(), LaterClock()
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/\x00\n")
    for path, later in (("/a", 0), ("/private/%00", 1), ("/a", 23)):
        clock.later = timedelta(hours=later)
        assert (failure_of(site, memory, clock, path) is None) == (path == "/a")
    assert asked_for_robots(site) == 1
    clock.later = timedelta(days=-2)  # the clock was set back
    assert failure_of(site, memory, clock, "/a") is None
    assert asked_for_robots(site) == 2
    clock.later = timedelta(hours=24)
    site.page("/robots.txt", b"User-agent: *\nDisallow: /")
    assert failure_of(site, memory, clock, "/a") is not None
    assert asked_for_robots(site) == 3


def test_that_it_could_not_be_read_is_not_remembered(site: Site) -> None:
    memory, clock = Kept(), LaterClock()
    site.page("/robots.txt", b"", 503)
    assert failure_of(site, memory, clock, "/a") is not None
    site.page("/robots.txt", b"")
    assert failure_of(site, memory, clock, "/a") is None
    site.page("/robots.txt", b"", 503)
    clock.later = timedelta(days=30)
    assert failure_of(site, memory, clock, "/a") is None  # the old rules go on
    assert asked_for_robots(site) == 3


def test_redirects_to_it_are_followed_up_to_five(site: Site, visit: Visit) -> None:
    site.redirect("/robots.txt", "/1")
    for number in range(1, 5):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/5", b"User-agent: *\nDisallow: /")
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "robots"


def test_more_redirects_mean_that_there_is_none(site: Site, visit: Visit) -> None:
    site.redirect("/robots.txt", "/1")
    for number in range(1, 6):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.page("/6", b"User-agent: *\nDisallow: /")
    site.page("/a", b"here")
    assert visit(site.url + "/a").body == b"here"


def test_of_a_very_long_file_the_beginning_counts(site: Site, visit: Visit) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /a\n" + b"# more\n" * 200_000)
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "robots"


def test_a_file_that_never_comes_forbids_for_a_while(
    site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "MAX_SECONDS", 0.3)
    site.raw("/robots.txt", b"HTTP/1.1 200 OK\r\n\r\n", *[b"#"] * 200, pause=0.02)
    site.page("/a", b"here")
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.text == (
        "robots.txt of 127.0.0.1 could not be read (no complete answer within 0.3 s), "
        "so that nothing may be fetched for now"
    )
    assert site.paths == []


def test_a_host_that_cannot_be_reached_is_said_to_be_that(visit: Visit) -> None:
    failure = visit("http://127.0.0.1:1/a").failure
    assert failure is not None
    assert failure.kind == "connect"


def test_a_file_that_leads_to_a_dead_host_forbids_for_a_while(site: Site, visit: Visit) -> None:
    site.redirect("/robots.txt", "http://127.0.0.1:1/robots.txt")
    failure = visit(site.url + "/a").failure
    assert failure is not None
    assert failure.kind == "robots"
    assert "127.0.0.1 could not be reached" in failure.text


def test_the_crawl_delay_is_known_after_a_visit(
    site: Site, visit: Visit, session: HostSession
) -> None:
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 2.5\nDisallow:")
    assert session.crawl_delay(site.url + "/a") is None
    visit(site.url + "/a")
    assert session.crawl_delay(site.url + "/b") == 2.5
    assert session.crawl_delay("https://elsewhere.example/") is None
