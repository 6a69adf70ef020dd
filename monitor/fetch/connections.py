"""Connections, pools and the adapter through which requests uses the guarded sockets.

requests-hardened resolves a name before each request and pins its first address. Here the same
rule is applied inside the connection, when it is made: every public address of a name is tried,
a connection that is kept alive needs no new look-up, and TLS and Host see the name itself.
"""

# ruff: noqa: ANN401, ARG002, FBT001 - the signatures are those of the libraries

import functools
import http.client
import logging
import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.certs import where  # type: ignore[attr-defined]
from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_ import create_urllib3_context

from monitor.fetch import guard as guards
from monitor.fetch.failures import Stopped

# What a page does is a value: urllib3 would write of bad headers, with a traceback, to stderr.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class Stale(Exception):  # noqa: N818 - an event, answered by asking once more
    """A connection kept alive had been closed by the server before it could be used again."""


class _Connection(HTTPConnection):
    """What both kinds of connection do our way."""

    def __init__(self, *args: Any, guard: guards.Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guard = guard
        self.answered = False
        self.private = False

    def _new_conn(self) -> guards.GuardedSocket:
        host = self._dns_host.strip("[]")
        sock = guards.open_socket(self.guard, host, self.port, self.socket_options or ())
        self.answered = False
        self.private = sock.private
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send; a connection made for a source that may go inside is not for one that may not."""
        if self.private and not self.guard.allow_private:
            self.close()
        super().request(*args, **kwargs)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """The response's head; raises Stopped or Stale for whatever is wrong with it."""
        try:
            response = super().getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            if self.answered:
                raise Stale from None
            text = f"{self.host} closed the connection without an answer"
            raise Stopped("connect", text) from None
        except ssl.SSLError as error:
            text = f"the TLS connection to {self.host} broke: {_reason(error)}"
            raise Stopped("tls", text) from None
        except (http.client.HTTPException, HTTPError, ValueError) as error:
            raise Stopped("protocol", f"{self.host} sent {_malformed(error)}") from None
        if response.status < 200:  # an answer is still to come, which http.client cannot await
            raise Stopped("protocol", f"{self.host} sent status {response.status} and no answer")
        self.answered = True
        return response


class _TLSConnection(_Connection, HTTPSConnection):
    def connect(self) -> None:
        """Connect and shake hands; the certificate must be valid for the host."""
        try:
            super().connect()
        except ssl.SSLCertVerificationError as error:
            text = f"the TLS certificate of {self.host} is not valid: {error.verify_message}"
            raise Stopped("tls", text) from None
        except ssl.SSLError as error:
            text = f"no TLS connection to {self.host} could be made: {_reason(error)}"
            raise Stopped("tls", text) from None
        except OSError:
            text = f"{self.host} accepted a connection but did not finish the TLS handshake"
            raise Stopped("connect", text) from None
        self.sock.guard = self.guard  # type: ignore[union-attr]


def _reason(error: ssl.SSLError) -> str:
    return (error.reason or str(error)).replace("_", " ").lower()


def _malformed(error: Exception) -> str:
    match error:
        case http.client.LineTooLong():
            return "a header line that is too long"
        case http.client.BadStatusLine():
            return "something that is not HTTP"
        case http.client.HTTPException():
            return "too many headers" if "headers" in str(error) else "an answer that broke off"
        case _:
            return "headers that cannot be read"


class _Pools(PoolManager):
    def __init__(self, guard: guards.Guard, ca_bundle: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.guard = guard
        self.ca_bundle = ca_bundle

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        pool.conn_kw["guard"] = self.guard
        if scheme == "https":
            pool.ConnectionCls = _TLSConnection
            pool.conn_kw["ssl_context"] = tls_context(self.ca_bundle)
        else:
            pool.ConnectionCls = _Connection
        return pool


@functools.cache
def tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    """The TLS settings for that file of authorities (certifi's, if None): made once, as reading
    the authorities takes as long as fetching ten pages."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(ca_bundle or where())
    context.sslsocket_class = guards.GuardedTLSSocket
    return context


class GuardedAdapter(HTTPAdapter):
    """requests' transport over guarded sockets. TLS is verified whatever the caller says."""

    def __init__(self, guard: guards.Guard, ca_bundle: str | None) -> None:
        self.guard = guard
        self.ca_bundle = ca_bundle
        # One request at a time: one connection a host is kept; a redirect may need some hosts.
        super().__init__(pool_connections=4, pool_maxsize=1)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Make the pools of guarded connections."""
        self.poolmanager = _Pools(
            self.guard, self.ca_bundle, num_pools=connections, maxsize=maxsize, block=block
        )

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing to do: the pool's context verifies, and only it."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """The pool's key, with verification on."""
        return super().build_connection_pool_key_attributes(request, True)
