"""A site on loopback that answers as a test says, visit by visit."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer. `etag`: sent, and a visit that brings it back gets a 304."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    hang: bool = False


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request. `number` counts those of its path from 1, robots.txt not among them."""

    path: str
    number: int
    headers: dict[str, str]
    status: int

    @property
    def fresh(self) -> bool:
        """Whether it asked to get past every cache, as a second look does."""
        return self.headers.get("cache-control") == "no-cache"


Answer = Page | Callable[[int], Page]  # a function is handed the number of the visit
_NOT_FOUND = Page(body=b"<!DOCTYPE html><title>Not found</title><p>No page.</p>", status=404)


def page(*paragraphs: str, title: str = "T", before: str = "", after: str = "") -> Page:
    """A page of these paragraphs in #text; `before` and `after` are markup around it."""
    text = "".join(f"<p>{one}</p>\n" for one in paragraphs)
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    html = f"{head}<body>{before}<div id=text>{text}</div>{after}</body></html>"
    return Page(body=html.encode())


@dataclass
class Site:
    """What each path answers, and who asked for it."""

    pages: dict[str, Answer] = field(default_factory=dict)
    seen: list[Visit] = field(default_factory=list)
    port: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def say(self, path: str, *paragraphs: str) -> None:
        """Serve a page of these paragraphs in #text from now on."""
        self.pages[path] = page(*paragraphs)

    def turn(self, path: str, *pages: Page) -> None:
        """Serve these one after the other from now on; the last one stays."""
        start = self.count(path)
        self.pages[path] = lambda number: pages[min(number - start, len(pages)) - 1]

    @property
    def visits(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [visit.path for visit in self.seen]

    def count(self, path: str) -> int:
        """How often the path was asked for."""
        return self.visits.count(path)

    def wait_for_visits(self, path: str, count: int) -> None:
        """Return once the path was asked for that often."""
        until(lambda: self.count(path) >= count, f"{count} visits of {path}")

    def answer(self, path: str, headers: dict[str, str]) -> Page:
        """What this visit gets; it is noted."""
        number = self.count(path) + 1
        chosen = self.pages.get(path, _NOT_FOUND)
        given = chosen if isinstance(chosen, Page) else chosen(number)
        if given.etag and headers.get("if-none-match") == given.etag:
            given = Page(status=304, etag=given.etag)
        self.seen.append(Visit(path=path, number=number, headers=headers, status=given.status))
        return given


def until(done: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Wait for something, or fail saying what did not happen."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"did not happen within {seconds} s: {what}"
        time.sleep(0.02)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        given = self.site.answer(self.path, headers)
        if given.hang:
            self.site.ended.wait(60)
            return
        self.send_response(given.status)
        tag = {"ETag": given.etag} if given.etag else {}
        sent = {"Content-Type": "text/html; charset=utf-8"} | tag | given.headers
        if given.status != 304:
            sent.setdefault("Content-Length", str(len(given.body)))
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(given.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that hangs up is what these tests are about."""


@contextmanager
def serving() -> Iterator[Site]:
    """A site, for as long as the block lasts."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    with _Server(("127.0.0.1", 0), handler) as server:
        site.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield site
        site.ended.set()
        server.shutdown()
