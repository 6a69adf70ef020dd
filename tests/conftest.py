"""What every test stands on: no network but loopback, the same examples in every run.

And no statement of the program that alters evidence: see tests/appendonly.py.
"""

import ipaddress
import socket

import pytest
from hypothesis import settings
from sqlalchemy import Engine, event

from tests.appendonly import refuse

# Properties are about what is found, not about how long a busy machine took to find it; and a
# branch is not to fail by chance. `make explore` is what looks for what nobody thought of.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("steady")

event.listen(Engine, "before_cursor_execute", refuse)

_real_connect = socket.socket.connect


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    try:
        return ipaddress.ip_address(str(address[0])).is_loopback
    except ValueError:
        return bool(address[0] == "localhost")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: object) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}: only loopback is allowed")
        _real_connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed is for no terminal: neither the tester's width counts, nor another test's."""
    monkeypatch.delenv("COLUMNS", raising=False)
