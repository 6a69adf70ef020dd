"""A time-stamping authority made with openssl, behind a loopback server."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.config.model import Authority as Configured

_TSA = """\
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_chain = no
"""


def openssl(*arguments: str, folder: Path, stdin: bytes = b"") -> bytes:
    """What openssl prints; it must do what it is told."""
    done = subprocess.run(
        ["openssl", *arguments], cwd=folder, input=stdin, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def made(folder: Path, name: str) -> None:
    """A root certificate, and one under it that may stamp."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30000",
            "-subj", f"/CN={name} root", folder=folder)  # fmt: skip
    openssl("req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr",
            "-subj", f"/CN={name}", folder=folder)  # fmt: skip
    (folder / "tsa.ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "29000", "-extfile", "tsa.ext", "-out", "tsa.pem",
            folder=folder)  # fmt: skip
    (folder / "tsa.cnf").write_text(_TSA.format(folder=folder))
    (folder / "serial").write_text("01\n")


@dataclass
class Authority:
    """The authority: `answers` are used up before it stamps in earnest."""

    folder: Path
    answers: list[tuple[int, str, bytes]] = field(default_factory=list)  # status, type, body
    queries: list[bytes] = field(default_factory=list)
    hold: threading.Event | None = None  # it answers once this is set
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/tsr"

    @property
    def configured(self) -> Configured:
        return Configured(url=self.url, certificate=self.folder / "ca.pem")

    def reply(self, query: bytes) -> tuple[int, str, bytes]:
        """Its answer to a query."""
        self.queries.append(query)
        if self.hold is not None:
            self.hold.wait(20)
        if self.answers:
            return self.answers.pop(0)
        return 200, "application/timestamp-reply", self.stamp(query)

    def stamp(self, query: bytes) -> bytes:
        """The response of `openssl ts` to a query."""
        (self.folder / "query.tsq").write_bytes(query)
        return openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq",
                       folder=self.folder)  # fmt: skip


@pytest.fixture(scope="session")
def authority_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    folder = tmp_path_factory.mktemp("authority")
    made(folder, "Loopback Stamps")
    return folder


@contextmanager
def stamping(folder: Path) -> Iterator[Authority]:
    """The authority whose files are in this folder, behind a server on loopback."""
    one = Authority(folder=folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, kind, body = one.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    one.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def authority(authority_files: Path) -> Iterator[Authority]:
    with stamping(authority_files) as one:
        yield one
