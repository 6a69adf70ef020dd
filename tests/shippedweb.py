"""The publishers of the shipped sources.yaml on loopback: an address for each host."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests import shipped

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Web:
    """Each host of the shipped pages at 127.0.1.N; what is not shipped is not found."""

    answers: dict[str, Answer] = field(default_factory=dict)  # by host and path
    hosts: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0
    port: int = 0

    def moved(self, text: str) -> str:
        """The text with the addresses of all hosts led here."""
        for host, address in self.hosts.items():
            here = f"http://{address}:{self.port}"
            text = re.sub(rf"https?://{re.escape(host)}(?::443)?(?=[/\s\"'<]|$)", here, text)
        return text

    def config(self) -> str:
        """The shipped sources.yaml, led here, without the room that real sites need."""
        text = self.moved((shipped.ROOT / "sources.yaml").read_text(encoding="utf-8"))
        quick = "defaults:\n  allow_private: true\n  second_look: 0s\n  spacing: 0s\n"
        return re.sub(r"spacing: 15s", "spacing: 0s", text.replace("defaults:\n", quick, 1))

    def here(self, url: str) -> str:
        """An address of a publisher, led here."""
        return self.moved(url)

    def put(self, url: str, content_type: str, body: bytes, status: int = 200) -> None:
        """Answer an address with this."""
        self.answers[_key(url)] = (status, {"Content-Type": content_type}, body)


def _key(url: str) -> str:
    parts = urlsplit(url)
    asked = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{parts.path}{asked}"


def _fill(web: Web) -> None:
    entries = {one.id: one.url for one in shipped.CONFIG.listings}
    for name in shipped.NAMES:
        said = shipped.expected(name)
        web.put(said["URL"], said["DOCUMENT_TYPE"], shipped.body(name, "document"))
        if "KIND" in said:
            web.put(entries[name], said["LISTING_TYPE"], shipped.body(name, "listing"))
        if "FURTHER" in said:
            web.put(said["FURTHER"], said["LISTING_TYPE"], shipped.body(name, "further"))
    hosts = sorted({key.partition("/")[0] for key in web.answers})
    web.hosts = {host: f"127.0.1.{number}" for number, host in enumerate(hosts, start=1)}


def _handler(web: Web) -> Callable[..., BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = (self.headers["Host"] or "").partition(":")[0]
            host = next((name for name, at in web.hosts.items() if at == address), address)
            with lock:
                web.busy[host] = web.busy.get(host, 0) + 1
                web.most_at_once = max(web.most_at_once, web.busy[host])
                web.asked.append(f"{host}{self.path}")
            status, headers, body = web.answers.get(
                f"{host}{self.path}", (404, {"Content-Type": "text/html"}, b"<p>Not found</p>")
            )
            if b"\xff\xd8" not in body[:2]:
                body = web.moved(body.decode()).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, web.moved(value))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with lock:
                web.busy[host] -= 1
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    return Handler


@contextmanager
def serving() -> Iterator[Web]:
    """All the publishers, for as long as the block lasts."""
    web = Web()
    _fill(web)
    with ThreadingHTTPServer(("0.0.0.0", 0), _handler(web)) as server:  # 127.0.1.1 and so on
        server.daemon_threads = True
        web.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield web
        server.shutdown()


def written(web: Web, folder: Path) -> Path:
    """The configuration as a file."""
    path = folder / "sources.yaml"
    path.write_text(web.config(), encoding="utf-8")
    return path
