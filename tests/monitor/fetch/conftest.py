"""A site on loopback whose every answer a test writes, and sessions to visit it with."""

import functools
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor.clock import SYSTEM
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.session import HostSession
from storage.model import Exchange

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """`pages` says what each path answers; `asked` records path and headers of each request."""

    server: ThreadingHTTPServer
    scheme: str = "http"
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    connections: int = 0

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt aside."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def page(
        self,
        path: str,
        body: bytes = b"",
        status: int = 200,
        headers: dict[str, str] | None = None,
        *,
        length: int | None = None,
    ) -> None:
        """An ordinary answer; `length` is what Content-Length says, if not the truth."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in (headers or {}).items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body) if length is None else length))
            handler.end_headers()
            handler.wfile.write(body)
            handler.close_connection = length is not None

        self.pages[path] = answer

    def raw(self, path: str, *pieces: bytes, pause: float = 0.0) -> None:
        """Exactly these bytes, then the end of the connection."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            wait = threading.Event()
            try:
                for piece in pieces:
                    handler.wfile.write(piece)
                    wait.wait(pause)
            except OSError:
                pass

        self.pages[path] = answer

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """A redirect, with a body as servers send them."""
        self.page(path, b"<p>moved</p>", status, {"Location": to})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def setup(self) -> None:
        super().setup()
        self.site.connections += 1

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers.items())))
        answer = self.site.pages.get(self.path)
        if answer is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            answer(self)

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def _serve(site_context: ssl.SSLContext | None = None) -> Iterator[Site]:
    handler = type("Handler", (_Handler,), {})
    server = _Server(("127.0.0.1", 0), handler)
    if site_context is not None:
        server.socket = site_context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    site = Site(server, "https" if site_context else "http")
    handler.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is known here but localhost, and nobody is asked."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, **hints: int) -> list[Any]:
        if host.rstrip(".").lower() == "localhost":
            return look_up(host, port, **hints)
        return look_up(host, port, flags=socket.AI_NUMERICHOST, **hints)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site: 404 for everything, robots.txt included."""
    yield from _serve()


@pytest.fixture
def serve_tls() -> Iterator[Callable[[ssl.SSLContext], Site]]:
    """Makes a site that shows the certificate of a given context."""
    running: list[Iterator[Site]] = []

    def serve(context: ssl.SSLContext) -> Site:
        running.append(_serve(context))
        return next(running[-1])

    yield serve
    for serving in running:
        next(serving, None)


@pytest.fixture
def session() -> Iterator[HostSession]:
    """A session that may visit the site on loopback."""
    session = HostSession(user_agent="readout/0.0 (+desk@example.org)", allow_private=True)
    yield session
    session.close()


@pytest.fixture
def strict_session() -> Iterator[HostSession]:
    """A session as sources have it: public addresses only."""
    session = HostSession(user_agent="readout/0.0")
    yield session
    session.close()


Visit = Callable[..., Exchange]


def _visit(session: HostSession, url: str, *, seconds: float = 5, **asked: object) -> Exchange:
    request = Request(url=url, timeout=timedelta(seconds=seconds), **asked)  # type: ignore[arg-type]
    return fetch(request, session, clock=SYSTEM)


@pytest.fixture
def visit(session: HostSession) -> Visit:
    """Fetches an address as a source with `allow_private` does; keywords as Request has them."""
    return functools.partial(_visit, session)


@pytest.fixture
def strict_visit(strict_session: HostSession) -> Visit:
    """Fetches an address as a source does that says nothing of private addresses."""
    return functools.partial(_visit, strict_session)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
