"""An archive on loopback that answers as the Wayback Machine documents it."""

import hashlib
import json
import threading
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.fetch import save_page
from tests.monitor.conftest import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.monitor.conftest import Answer

_NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest"]


@dataclass(frozen=True)
class Kept:
    """One capture of the archive."""

    stamp: str
    original: str
    status: int
    body: bytes
    headers: "Mapping[str, str]"
    revisit: bool = False

    @property
    def row(self) -> list[str]:
        """As the index lists it."""
        digest = b32encode(hashlib.sha1(self.body).digest()).decode()
        mime, status = ("warc/revisit", "-") if self.revisit else ("text/html", str(self.status))
        return [self.stamp, self.original, mime, status, digest]


@dataclass
class Loopback:
    """What the archive has, what it was asked, and what it answers instead, each once."""

    captures: list[Kept] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    instead: "dict[str, list[Answer]]" = field(default_factory=dict)  # by what the path begins with
    port: int = 0
    most: int = 1000  # rows of its index at once

    def keep(
        self, stamp: str, url: str, *paragraphs: str, status: int = 200, revisit: bool = False,
        body: bytes | None = None, **headers: str,
    ) -> None:  # fmt: skip
        """Have a page of these paragraphs, read at that time (14 digits)."""
        content = page(*paragraphs) if body is None else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.captures.append(Kept(stamp, url, status, content, named, revisit))
        self.captures.sort(key=lambda one: one.stamp)

    @property
    def fetched(self) -> list[str]:
        """The stamps of the captures that were asked for."""
        return [path[5:19] for path in self.asked if path.startswith("/web/")]

    def answer(self, path: str) -> "tuple[int, bytes, Mapping[str, str]]":
        """Its answer, as documented: the index, a memento, the nearest one, an error of its own."""
        for begin, others in self.instead.items():
            if path.startswith(begin) and others:
                status, body, *more = others.pop(0)
                return status, body, more[0] if more else {}
        if path.startswith("/cdx/search/cdx?"):
            return 200, self._index(parse_qs(urlsplit(path).query)), {}
        if path.startswith("/web/"):
            return self._memento(path[5:19], path[23:])
        return 404, b"<title>Wayback Machine</title>", {}

    def _index(self, asked: dict[str, list[str]]) -> bytes:
        (url,), (first,) = asked["url"], asked["from"]
        last = asked.get("to", ["9"])[0]
        after = asked.get("resumeKey", [""])[0]
        wanted = int(asked["limit"][0])
        limit = min(wanted, self.most)
        assert asked["output"] == ["json"]
        assert asked["fl"] == [",".join(_NAMES)]
        found = [
            one.row
            for one in self.captures
            if _key(one.original) == _key(url) and first <= one.stamp <= last and one.stamp > after
        ]
        if not found:
            return b"[]"
        if wanted < 0:
            return json.dumps([_NAMES, *found[wanted:]]).encode()
        more = [[], [found[limit - 1][0]]] if len(found) > limit else []
        return json.dumps([_NAMES, *found[:limit], *more]).encode()

    def _memento(self, stamp: str, url: str) -> "tuple[int, bytes, Mapping[str, str]]":
        known = [one for one in self.captures if _key(one.original) == _key(url)]
        exact = next((one for one in known if one.stamp == stamp), None)
        if exact is None and known:
            nearest = min(known, key=lambda one: abs(int(one.stamp) - int(stamp)))
            return 302, b"", {"Location": f"/web/{nearest.stamp}id_/{nearest.original}"}
        if exact is None:
            return 404, b"<title>Not in archive</title>", {}
        at = datetime.strptime(exact.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        wire = {f"X-Archive-Orig-{name}": value for name, value in exact.headers.items()}
        return (
            exact.status,
            exact.body,
            wire | {"Memento-Datetime": format_datetime(at, usegmt=True)},
        )


def _key(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """The archive, at the place where the program looks for it."""
    one = Loopback()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                one.asked.append(self.path)
                one.agents.append(self.headers.get("User-Agent", ""))
            status, body, headers = one.answer(self.path)
            self.send_response(status)
            named = {"Content-Type": "text/html; charset=utf-8"} | dict(headers)
            for name, value in named.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    one.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(save_page, "ARCHIVE", f"http://127.0.0.1:{one.port}")
    yield one
    server.shutdown()
    server.server_close()
