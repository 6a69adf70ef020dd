"""pywb over WARC files on loopback, under the addresses and in the words of the Wayback Machine.

It replays what it is given as that does (Memento-Datetime, X-Archive-Orig-…, revisits found). Its
index speaks another dialect, lines of JSON at another address: that alone is translated.
"""

import http.client
import io
import json
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

BIN = Path(__file__).parents[3] / ".venv-pywb" / "bin"
_FIELDS = {
    "timestamp": "timestamp", "original": "url", "mimetype": "mime",
    "statuscode": "status", "digest": "digest",
}  # fmt: skip
_PATIENCE = 60.0


class Warc:
    """A WARC file as a crawler writes it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=True)

    def response(
        self, url: str, date: str, body: bytes, status: str = "200 OK", **headers: str
    ) -> str:
        """What a server answered at that time; the digest of its body."""
        record = self._writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=_http(status, headers),
            warc_headers_dict={"WARC-Date": date},
        )  # fmt: skip
        self._write(record)
        return str(record.rec_headers.get_header("WARC-Payload-Digest"))

    def revisit(self, url: str, date: str, digest: str, of: tuple[str, str]) -> None:
        """That a server answered with the same bytes as at another address and time."""
        record = self._writer.create_revisit_record(
            url, digest, *of, http_headers=_http("200 OK", {}),
            warc_headers_dict={"WARC-Date": date},
        )  # fmt: skip
        self._write(record)

    def _write(self, record: "ArcWarcRecord") -> None:
        self._writer.write_record(record)
        record.raw_stream.close()

    def close(self) -> None:
        """Write it out."""
        self._file.close()


def _http(status: str, headers: Mapping[str, str]) -> StatusAndHeaders:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Content-Type": "text/html; charset=utf-8"} | named
    return StatusAndHeaders(status, list(given.items()), protocol="HTTP/1.1")


@contextmanager
def serving(folder: Path, *warcs: Path) -> Iterator[str]:
    """The place of an archive that holds these files."""
    folder.mkdir()
    _run(folder, "wb-manager", "init", "web")
    add(folder, *warcs)
    port = _free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [BIN / "wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=folder, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(port)
        with _in_front(port) as place:
            yield place
    finally:
        process.terminate()
        process.wait(timeout=20)


def add(folder: Path, *warcs: Path) -> None:
    """Have it hold these files, too."""
    _run(folder, "wb-manager", "add", "web", *map(str, warcs))


def _run(folder: Path, *command: str) -> None:
    subprocess.run(
        [BIN / command[0], *command[1:]], cwd=folder, check=True, capture_output=True,
        timeout=_PATIENCE,
    )  # fmt: skip


def _free_port() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return server.server_port


def _wait_for(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            _get(port, "/web/cdx?url=example.org")
        except OSError:
            assert time.monotonic() < end, "pywb does not start"
            time.sleep(0.1)
        else:
            return


def _get(port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


@contextmanager
def _in_front(port: int) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.startswith("/cdx/search/cdx?"):
                self._say(200, [("Content-Type", "application/json")], _index(port, self.path))
            elif self.path.startswith("/web/"):
                self._say(*_get(port, self.path))
            else:
                self._say(404, [], b"")

        def _say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in {"transfer-encoding", "content-length", "connection"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _index(port: int, path: str) -> bytes:
    """pywb's answer in the form of the Wayback Machine's: all of it at once, or the newest."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    known = {name: asked[name] for name in ("url", "from", "to") if name in asked}
    _, _, lines = _get(port, f"/web/cdx?{urlencode(known | {'output': 'json'})}")
    rows = [json.loads(line) for line in lines.splitlines()]
    told = [[row.get(theirs, "-") for theirs in _FIELDS.values()] for row in rows]
    limit = int(asked["limit"])
    told = told[limit:] if limit < 0 else told[:limit]
    return json.dumps([list(_FIELDS), *told]).encode() if told else b"[]"
