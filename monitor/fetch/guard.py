"""Sockets that open to permitted addresses only and never wait past the deadline."""

import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.clock import SYSTEM, Clock
from monitor.fetch import addresses
from monitor.fetch.failures import Stopped

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECT_SECONDS = 10.0  # for all addresses of a name together, and again for TLS
SILENCE_SECONDS = 30.0  # without a single byte

SocketOptions = Iterable[tuple[int, int, int | bytes]]


@dataclass(slots=True)
class Guard:
    """What bounds the exchange under way: one a session, set anew by each visit."""

    clock: Clock = SYSTEM
    deadline: float = 0.0  # on the clock's monotonic scale
    seconds: float = 0.0  # what was allowed, for the sentence
    allow_private: bool = False

    def begin(self, clock: Clock, seconds: float, *, allow_private: bool) -> None:
        """Start the time of an exchange."""
        self.clock = clock
        self.seconds = seconds
        self.deadline = clock.monotonic() + seconds
        self.allow_private = allow_private

    def left(self) -> float:
        """Seconds until the deadline; raises Stopped when there are none."""
        left = self.deadline - self.clock.monotonic()
        if left <= 0:
            raise self.late()
        return left

    def late(self) -> Stopped:
        """The deadline has passed."""
        return Stopped("timeout", f"no complete answer within {self.seconds:g} s")


class GuardedSocket(socket.socket):
    """A socket whose every wait for data ends at the guard's deadline."""

    guard: Guard
    private: bool  # whether the other end is a private address

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        """Receive as `socket.recv_into`, raising Stopped when it takes too long."""
        left = self.guard.left()
        self.settimeout(min(left, SILENCE_SECONDS))
        try:
            return super().recv_into(buffer, nbytes, flags)
        except TimeoutError:
            raise _silent(self.guard, left) from None


class GuardedTLSSocket(ssl.SSLSocket):
    """The same over TLS: the handshake itself is bounded by the socket's timeout."""

    guard: Guard

    def recv_into(
        self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0
    ) -> int:
        """Receive as `SSLSocket.recv_into`, raising Stopped when it takes too long."""
        left = self.guard.left()
        self.settimeout(min(left, SILENCE_SECONDS))
        try:
            return super().recv_into(buffer, nbytes, flags)
        except TimeoutError:
            raise _silent(self.guard, left) from None


def _silent(guard: Guard, left: float) -> Stopped:
    if left <= SILENCE_SECONDS:
        return guard.late()
    return Stopped("timeout", f"not a byte came for {SILENCE_SECONDS:g} s")


def open_socket(guard: Guard, host: str, port: int, options: SocketOptions) -> GuardedSocket:
    """Connect to the first address of `host` that answers, of those the guard permits.

    The address judged is the address connected to: there is no second look-up between them that
    a name server could answer otherwise.
    """
    if not guard.allow_private and addresses.is_local_name(host):
        raise _refused(host, "this machine")
    found = addresses.resolve(host, port, min(guard.left(), CONNECT_SECONDS))
    usable = found if guard.allow_private else _public(host, found)
    end = guard.clock.monotonic() + min(guard.left(), CONNECT_SECONDS)
    problem = "has no address"
    for tried, address in enumerate(usable):
        # An address that never answers must leave time for those after it.
        share = (end - guard.clock.monotonic()) / (len(usable) - tried)
        try:
            return _connect(guard, address, max(share, 0.1), options)
        except TimeoutError:
            problem = (
                f"did not accept a connection within {min(guard.seconds, CONNECT_SECONDS):g} s"
            )
        except OSError as error:
            problem = f"could not be reached: {(error.strerror or str(error)).lower()}"
    raise Stopped("connect", f"{host} {problem}")


def _public(host: str, found: list[addresses.Address]) -> list[addresses.Address]:
    public = [address for address in found if not addresses.is_private(address[1][0])]
    if found and not public:
        raise _refused(host, found[0][1][0])
    return public


def _refused(host: str, address: str) -> Stopped:
    meaning = (
        "is a private address" if host == address else f"leads to {address}, a private address"
    )
    return Stopped("private", f"{host} {meaning}: refused, as allow_private is not set")


def _connect(
    guard: Guard, address: addresses.Address, seconds: float, options: SocketOptions
) -> GuardedSocket:
    family, where = address
    sock = GuardedSocket(family, socket.SOCK_STREAM)
    try:
        for option in options:
            sock.setsockopt(*option)
        sock.settimeout(seconds)
        sock.connect(where)
        sock.settimeout(min(guard.left(), CONNECT_SECONDS))
    except BaseException:
        sock.close()
        raise
    sock.guard = guard
    sock.private = addresses.is_private(where[0])
    return sock
