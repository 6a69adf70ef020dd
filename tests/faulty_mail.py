"""A mail server on loopback that fails as it is told, and counts what arrived all the same."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import IO, Literal

Stage = Literal["greeting", "ehlo", "login", "sender", "recipient", "data", "text", "goodbye"]
_STAGES: dict[bytes, Stage] = {
    b"EHLO": "ehlo", b"HELO": "ehlo", b"AUTH": "login", b"MAIL": "sender", b"RCPT": "recipient",
    b"DATA": "data", b"QUIT": "goodbye",
}  # fmt: skip
_USUAL: dict[Stage, bytes] = {
    "greeting": b"220 mail",
    "ehlo": b"250-mail\r\n250-AUTH PLAIN\r\n250 SIZE 100000000",
    "login": b"235 welcome",
    "data": b"354 go on",
    "goodbye": b"221 bye",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at a stage: the connection is dropped, nothing comes, or this is answered."""

    stage: Stage
    how: str  # "drop", "hang", or an answer


@dataclass(slots=True)
class FaultyMail:
    """`faults` befall one connection each, then `always` until it is None again.

    `arrived` is what a reader has in the mailbox: a text that was taken before the connection
    dropped or hung has arrived, one that was answered with an error has not.
    """

    port: int = 0
    faults: list[Fault] = field(default_factory=list)
    always: Fault | None = None
    connections: int = 0
    logins: int = 0
    arrived: list[bytes] = field(default_factory=list)
    hang_seconds: float = 2.0

    def mails(self) -> list[EmailMessage]:
        """What arrived, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.arrived]


@contextmanager
def mail_failing(*faults: Fault) -> Iterator[FaultyMail]:
    """The server, from its first connection on befallen by these."""
    listener = socket.create_server(("127.0.0.1", 0))
    mail = FaultyMail(port=listener.getsockname()[1], faults=list(faults))
    threading.Thread(target=_serve, args=(listener, mail), daemon=True).start()
    try:
        yield mail
    finally:
        listener.close()


def _serve(listener: socket.socket, mail: FaultyMail) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        mail.connections += 1
        fault = mail.faults.pop(0) if mail.faults else mail.always
        threading.Thread(target=_talk, args=(connection, mail, fault), daemon=True).start()


def _talk(connection: socket.socket, mail: FaultyMail, fault: Fault | None) -> None:
    with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
        stage: Stage = "greeting"
        while _answer(connection, mail, fault, stage) and stage != "goodbye":
            if stage == "data" and (fault is None or fault.stage != "data"):
                stage = "text"
                _take(lines, mail, fault)
                continue
            line = lines.readline()
            if not line:
                return
            stage = _STAGES.get(line[:4].upper(), stage)
            mail.logins += stage == "login"


def _answer(connection: socket.socket, mail: FaultyMail, fault: Fault | None, stage: Stage) -> bool:
    """Answer as usual, or as the fault wants it; whether the dialogue goes on."""
    if fault is None or fault.stage != stage:
        connection.sendall(_USUAL.get(stage, b"250 fine") + b"\r\n")
        return True
    if fault.how == "drop":
        return False
    if fault.how == "hang":
        time.sleep(mail.hang_seconds)
        return False
    connection.sendall(fault.how.encode() + b"\r\n")
    return True


def _take(lines: IO[bytes], mail: FaultyMail, fault: Fault | None) -> None:
    text = b""
    while (line := lines.readline()) not in {b".\r\n", b""}:
        text += line.removeprefix(b".") if line.startswith(b"..") else line
    refused = fault is not None and fault.stage == "text" and fault.how not in {"drop", "hang"}
    if not refused:
        mail.arrived.append(text)
