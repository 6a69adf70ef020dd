"""Sending a mail by SMTP, and over TLS unless the server is this machine."""

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass, replace
from email.utils import getaddresses, parseaddr
from urllib.parse import unquote, urlsplit

from alerts.channels import Email
from alerts.mail import as_bytes, mail
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome, Refused, Sent
from alerts.smtp_errors import NoTlsError, Refusals, listed, meaning

PORTS = {"smtp": 587, "smtps": 465}
_FAILURES = (smtplib.SMTPException, OSError, NoTlsError, ValueError)
GREYLIST_ATTEMPTS = 4  # some quarter of an hour, by the backoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What an smtp:// or smtps:// address says."""

    host: str
    port: int
    user: str | None
    tls_from_start: bool


def deliver(target: Email, notice: Notice, envelope: Envelope, *, timeout: float) -> Outcome:
    """Send the mail; `timeout` seconds bound each step of the dialogue.

    A connection that drops after the text was sent counts as not taken: the message is repeated
    under the same Message-ID rather than lost.
    """
    content = as_bytes(mail(notice, envelope, target))
    server = parse_server(target.smtp)
    recipients = [address for _, address in getaddresses(list(target.to))]
    place = f"{server.host}:{server.port}"
    try:
        connection = _open(server, target, timeout)
    except _FAILURES as error:
        refused = meaning(error, place)
        return replace(refused, unreachable=not refused.channel_broken)
    try:
        left_out = connection.sendmail(parseaddr(target.sender)[1], recipients, content)
    except _FAILURES as error:
        return meaning(error, place)
    finally:
        _hang_up(connection)
    return _partly(left_out, envelope)


def parse_server(address: str) -> Server:
    """The parts of an smtp:// or smtps:// address; raises ValueError if it is neither."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("the mail server's address must be smtp://… or smtps://…")
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        tls_from_start=parts.scheme == "smtps",
    )


def _open(server: Server, target: Email, timeout: float) -> smtplib.SMTP:
    """A connection that is ready to take a message."""
    connection = _connect(server, timeout)
    try:
        _secure(connection, server)
        _log_in(connection, server, target)
    except _FAILURES:
        _hang_up(connection)
        raise
    return connection


def _connect(server: Server, timeout: float) -> smtplib.SMTP:
    if server.tls_from_start:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=timeout, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=timeout)


def _secure(connection: smtplib.SMTP, server: Server) -> None:
    connection.ehlo()
    if server.tls_from_start:
        return
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    elif not is_this_machine(server.host):
        raise NoTlsError


def is_this_machine(host: str) -> bool:
    """Whether mail to this host never leaves the machine, so that it needs no TLS."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _log_in(connection: smtplib.SMTP, server: Server, target: Email) -> None:
    if target.password is not None:
        user = server.user or parseaddr(target.sender)[1]
        connection.login(user, target.password.reveal())


def _hang_up(connection: smtplib.SMTP) -> None:
    """Say goodbye; what the server makes of it no longer matters."""
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()


def _partly(refused: Refusals, envelope: Envelope) -> Outcome:
    """What a delivery means that some recipients were refused in.

    For a greylisted one the message is repeated a few times, to all: twice in one mailbox is
    better than never in another.
    """
    if not refused:
        return Sent()
    said = f"refused for {listed(refused)}"
    passing = any(code < 500 for code, _ in refused.values())
    if passing and envelope.attempts + 1 < GREYLIST_ATTEMPTS:
        return Refused(error=said)
    return Sent(warning=said)
