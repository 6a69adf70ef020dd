"""The demo's site: two ministries' servers on this machine, whose pages a story rewrites."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any, Self, cast

from monitor.clock import SYSTEM, Clock
from monitor.demo.answers import Answer, State, answer_other, answer_page, find
from monitor.demo.catalogue import MINISTRIES, PAGES, Ministry, Page
from monitor.demo.revisions import BASELINE, Revision

_IDLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that reached the site, and the status it was answered with."""

    at: datetime
    ministry: Ministry
    path: str
    headers: Mapping[str, str]  # names in lower case
    status: int


class Site:
    """Both servers, and how each page stands. Enter it to start them, leave it to stop them."""

    def __init__(self, *, clock: Clock = SYSTEM) -> None:
        """Nothing is served before the site is entered; all pages stand at the baseline."""
        self._clock = clock
        self._lock = threading.Lock()
        self._states = {page.slug: State(revision=BASELINE) for page in PAGES}
        self._asked: list[Asked] = []
        self._servers: dict[Ministry, _Server] = {}

    def __enter__(self) -> Self:
        """Start a server for each ministry, each on a port of its own."""
        for ministry in MINISTRIES:
            server = _Server(self, ministry)
            self._servers[ministry] = server
            # The poll decides how long stopping takes; the default is half a second.
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the servers and hang up on whoever is still connected."""
        for server in self._servers.values():
            server.stop()
        self._servers.clear()

    def port(self, ministry: Ministry) -> int:
        """The port of that ministry's server on 127.0.0.1."""
        return self._servers[ministry].server_port

    def url(self, page: Page) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.port(page.ministry)}{page.path}"

    def publish(self, page: Page, revision: Revision) -> None:
        """From now on the page says what the revision says."""
        self._alter(page, revision=revision)

    def challenge(self, page: Page, on: bool) -> None:  # noqa: FBT001
        """Have a guard answer for the page, or let the page answer again."""
        self._alter(page, guarded=on)

    def noise(self, page: Page, on: bool) -> None:  # noqa: FBT001
        """Have the page's frame change with every visit, or hold still."""
        self._alter(page, noisy=on)

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Every request so far, in the order in which they were answered."""
        with self._lock:
            return tuple(self._asked)

    def answer(self, ministry: Ministry, path: str, headers: Mapping[str, str]) -> Answer:
        """Answer a request, and remember it. Header names are in lower case."""
        page = find(ministry, path)
        answer = answer_other(path) if page is None else self._answer_page(page, headers)
        asked = Asked(
            at=self._clock.now(),
            ministry=ministry,
            path=path,
            headers=headers,
            status=answer.status,
        )
        with self._lock:
            self._asked.append(asked)
        return answer

    def _answer_page(self, page: Page, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            state = self._states[page.slug]
            state = replace(state, visit=state.visit + 1)
            self._states[page.slug] = state
        return answer_page(page, state, headers)

    def _alter(self, page: Page, **changes: Any) -> None:  # noqa: ANN401
        with self._lock:
            self._states[page.slug] = replace(self._states[page.slug], **changes)


def configuration(site: Site) -> str:
    """The demo's sources.yaml, with the addresses of the running site."""
    template = files("monitor.demo").joinpath("sources.yaml").read_text(encoding="utf-8")
    for ministry in MINISTRIES:
        template = template.replace(f"{ministry.upper()}_PORT", str(site.port(ministry)))
    return template


class _Server(ThreadingHTTPServer):
    """One ministry's server: a thread a connection, and none that outlives `stop`."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, site: Site, ministry: Ministry) -> None:
        self.site = site
        self.ministry = ministry
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that hangs up is no news, and stderr belongs to the program."""

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in tuple(self._open):  # kept alive by clients that are not done yet
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        server = cast("_Server", self.server)
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = server.site.answer(server.ministry, self.path.partition("?")[0], headers)
        self.send_response_only(answer.status)  # the guard brings a Server header of its own
        self.send_header("Date", self.date_time_string())
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet: the requests are kept in `Site.requests`."""
