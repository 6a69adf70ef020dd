"""What the whole program is tried against: a site, a mail server, and `readout` as a process."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_READOUT = [sys.executable, "-c", "from monitor.cli.main import main; main()"]
USER, PASSWORD = "readout@desk.example", "a secret with spaces"


@dataclass
class Page:
    """What one path answers, changed at will by a test."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False


@dataclass
class Site:
    """A site on loopback."""

    pages: dict[str, Page] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def say(self, path: str, *paragraphs: str) -> None:
        """Serve a page of these paragraphs in #text."""
        text = "".join(f"<p>{one}</p>\n" for one in paragraphs)
        head = "<!DOCTYPE html><html><head><title>T</title></head>"
        html = f"{head}<body><div id=text>{text}</div></body></html>"
        self.pages[path] = Page(body=html.encode())

    def wait_for_visits(self, path: str, count: int) -> None:
        """Return once the path was asked for that often."""
        until(lambda: self.visits.count(path) >= count, f"{count} visits of {path}")


def until(done: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Wait for something, or fail saying what did not happen."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"did not happen within {seconds} s: {what}"
        time.sleep(0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    scripted, ended = Site(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            scripted.visits.append(self.path)
            page = scripted.pages.get(self.path, Page(body=b"<title>404</title>", status=404))
            if page.hang:
                ended.wait(60)
                return
            self.send_response(page.status)
            headers = {"Content-Type": "text/html; charset=utf-8"} | page.headers
            headers.setdefault("Content-Length", str(len(page.body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
            """A client that hangs up is what these tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    scripted.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield scripted
    ended.set()
    server.shutdown()
    server.server_close()


@dataclass
class Mailbox:
    """What a mail server took in."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message."""
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def _authenticate(
    server: SMTP,
    session: Session,
    envelope: Envelope,
    mechanism: str,
    data: object,
) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    return ca, path


@contextmanager
def mail_server(ca: trustme.CA, port: int) -> Iterator[Mailbox]:
    """A mail server with STARTTLS and authentication, for as long as the block lasts."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    box = Mailbox(port=port)
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=_authenticate,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@pytest.fixture
def mailbox(authority: tuple[trustme.CA, Path]) -> Iterator[Mailbox]:
    with mail_server(authority[0], _free_port()) as box:
        yield box


@dataclass
class Readout:
    """The program in a folder of its own."""

    folder: Path
    env: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def configure(self, text: str) -> None:
        """Write sources.yaml."""
        (self.folder / "sources.yaml").write_text(text, encoding="utf-8")

    def __call__(self, *arguments: str, code: int = 0, stdin: str = "") -> str:
        """Run a command; its standard output. `code` is the exit code it must end with."""
        done = self.call(*arguments, stdin=stdin)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    def call(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command, whatever comes of it."""
        return subprocess.run(
            [*_READOUT, *arguments],
            cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip

    def json(self, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
        """Run a command with --json; the objects it printed."""
        return [json.loads(line) for line in self(*arguments, "--json", code=code).splitlines()]

    def start(self, **env: str) -> subprocess.Popen[str]:
        """Start the daemon; its journal goes to run.log."""
        started = self.journal.count("watching")
        with (self.folder / "run.log").open("a", encoding="utf-8") as journal:
            process = subprocess.Popen(
                [*_READOUT, "run"],
                cwd=self.folder, env=self.env | env, stdout=journal, stderr=journal, text=True,
            )  # fmt: skip
        self.running.append(process)
        until(lambda: self.journal.count("watching") > started, "the start")
        return process

    def stop(self, process: subprocess.Popen[str], within: float = 10.0) -> int:
        """SIGTERM; the exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(within)

    @property
    def journal(self) -> str:
        """What the daemon has said."""
        path = self.folder / "run.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def mails(self) -> list[EmailMessage]:
        """The messages of the file channel, in the order of their time."""
        found: list[EmailMessage] = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in self.folder.glob("alerts/*.eml")
        ]
        return sorted(found, key=lambda mail: str(mail["Message-ID"]))


@pytest.fixture
def readout(tmp_path: Path, authority: tuple[trustme.CA, Path]) -> Iterator[Readout]:
    root = str(Path(__file__).parents[2])
    keep = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": root}
    env = keep | {"SSL_CERT_FILE": str(authority[1]), "SMTP_PASSWORD": PASSWORD}
    program = Readout(folder=tmp_path, env=env)
    yield program
    for process in program.running:
        if process.poll() is None:
            process.kill()
            process.wait(10)
