"""A mail server on loopback with STARTTLS and a login, both required."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "readout@desk.example", "a secret with spaces"


@dataclass
class Mailbox:
    """What a mail server took in. `logins`: who tried, and whether the password was right.

    `raw` holds the messages as they came; `taken` is called with each before it is answered.
    """

    port: int
    password: str = PASSWORD
    answer: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    logins: list[tuple[str, bool]] = field(default_factory=list)
    taken: Callable[[bytes], None] = lambda _message: None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a message."""
        assert isinstance(envelope.content, bytes)
        if self.answer.startswith("2"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
            self.raw.append(envelope.content)
            self.taken(envelope.content)
        return self.answer

    def authenticate(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        mechanism: str,
        data: object,
    ) -> AuthResult:
        """Whether user and password are right."""
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), self.password.encode())
        self.logins.append((data.login.decode(), right))
        return AuthResult(success=right, handled=False)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
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
        authenticator=box.authenticate,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def part(mail: EmailMessage, kind: str) -> str:
    """The body of a message in that kind: plain or html."""
    body = mail.get_body((kind,))
    assert body is not None, f"no {kind} part"
    return str(body.get_content())
