"""Real mail servers on loopback, and one that plays a script."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import IO, Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as Received

from alerts.channels import Email
from alerts.secret import Secret


@dataclass(slots=True)
class Mailbox:
    """A mail server's handler: keeps what it takes, answers as `answers` says for a command."""

    messages: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Received, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, self.answers.get("RCPT", "250 OK"))
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Received, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Received) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("2") and isinstance(envelope.content, bytes):
            self.messages.append(envelope.content)
            self.recipients.append(list(envelope.rcpt_tos))
        return answer

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.messages]


def _check_login(
    server: SMTP, session: Session, envelope: Received, mechanism: str, data: object
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    good = (data.login, data.password) == (b"readout@example.org", b"harbor-light")
    return AuthResult(success=good, handled=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority's file and, beside it, a key and chain for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("tls")
    ca = trustme.CA()
    issued = ca.issue_cert("127.0.0.1", "localhost")
    ca.cert_pem.write_to_path(folder / "ca.pem")
    issued.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    ca.issue_cert("elsewhere.example.org").private_key_and_cert_chain_pem.write_to_path(
        folder / "other.pem"
    )
    return folder


@pytest.fixture
def trusted(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's authority is one of the system's."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))


def _tls(pem: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


@contextlib.contextmanager
def _serving(mailbox: Mailbox, **options: object) -> Iterator[Mailbox]:
    mailbox.port = _free_port()
    given: dict[str, Any] = {"hostname": "127.0.0.1", "port": mailbox.port, **options}
    controller = Controller(mailbox, **given)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@pytest.fixture
def mailbox(authority: Path) -> Iterator[Mailbox]:
    """A mail server with STARTTLS and a login, both required."""
    options = {
        "tls_context": _tls(authority / "server.pem"),
        "require_starttls": True,
        "auth_required": True,
        "authenticator": _check_login,
    }
    with _serving(Mailbox(), **options) as serving:
        yield serving


@pytest.fixture
def misnamed_mailbox(authority: Path) -> Iterator[Mailbox]:
    """A mail server whose certificate is another host's."""
    with _serving(Mailbox(), tls_context=_tls(authority / "other.pem")) as serving:
        yield serving


@pytest.fixture
def plain_mailbox() -> Iterator[Mailbox]:
    """A mail server of this machine without TLS and login."""
    with _serving(Mailbox()) as serving:
        yield serving


@pytest.fixture
def tls_mailbox(authority: Path) -> Iterator[Mailbox]:
    """A mail server with TLS from the start."""
    context = _tls(authority / "server.pem")
    with _serving(Mailbox(), ssl_context=context) as serving:
        yield serving


@pytest.fixture
def email() -> Callable[..., Email]:
    def build(port: int, **given: object) -> Email:
        facts: dict[str, Any] = {
            "smtp": f"smtp://readout%40example.org@127.0.0.1:{port}",
            "password": Secret("harbor-light"),
            "sender": "Readout <readout@example.org>",
            "to": ("desk@example.org",),
        }
        return Email(**(facts | given))

    return build


@pytest.fixture
def scripted() -> Iterator[Callable[[list[bytes]], int]]:
    """A server that answers each line with the next of its lines; None left: it hangs up."""
    sockets: list[socket.socket] = []

    def start(answers: list[bytes]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        threading.Thread(target=_play, args=(listener, answers), daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for opened in sockets:
        opened.close()


def _play(listener: socket.socket, answers: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            for place, answer in enumerate(answers):
                if place and not _heard(lines, in_data=answers[place - 1].startswith(b"354")):
                    return
                if answer == b"HANG":
                    connection.settimeout(5)
                    connection.recv(1)
                    return
                connection.sendall(answer + b"\r\n")
            _heard(lines, in_data=answers[-1].startswith(b"354"))


def _heard(lines: IO[bytes], *, in_data: bool) -> bool:
    line = lines.readline()
    while in_data and line and line != b".\r\n":
        line = lines.readline()
    return bool(line)
