"""TLS: every certificate is verified, against the name asked for; nothing switches it off."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import requests
import trustme

from monitor.clock import SYSTEM
from monitor.fetch.connections import GuardedAdapter
from monitor.fetch.fetch import Request, fetch
from monitor.fetch.guard import Guard
from monitor.fetch.session import HostSession
from storage.model import Exchange, Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.monitor.fetch.conftest import Site

    ServeTLS = Callable[[ssl.SSLContext], Site]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def visit(url: str, bundle: Path | None, *, seconds: float = 5) -> Exchange:
    session = HostSession(
        user_agent="readout/0.0",
        allow_private=True,
        ca_bundle=None if bundle is None else str(bundle),
    )
    try:
        asked = Request(url=url, timeout=timedelta(seconds=seconds))
        fetch(asked, session, clock=SYSTEM)
        return fetch(asked, session, clock=SYSTEM)
    finally:
        session.close()


def test_a_valid_certificate(serve_tls: ServeTLS, authority: trustme.CA, bundle: Path) -> None:
    site = serve_tls(server_context(authority.issue_cert("127.0.0.1")))
    site.page("/a", b"secure" * 20_000)
    exchange = visit(site.url + "/a", bundle)
    assert (exchange.status, exchange.failure) == (200, None)
    assert exchange.body == b"secure" * 20_000
    assert site.connections == 1


def test_an_unknown_authority(serve_tls: ServeTLS, authority: trustme.CA) -> None:
    site = serve_tls(server_context(authority.issue_cert("127.0.0.1")))
    failure = visit(site.url + "/a", None).failure
    assert failure is not None
    assert failure.kind == "tls"
    assert failure.text.startswith("the TLS certificate of 127.0.0.1 is not valid: ")
    assert site.asked == []


def test_the_certificate_of_another_name(
    serve_tls: ServeTLS, authority: trustme.CA, bundle: Path
) -> None:
    site = serve_tls(server_context(authority.issue_cert("www.example.org")))
    failure = visit(site.url + "/a", bundle).failure
    assert failure is not None
    assert failure.kind == "tls"
    assert "IP address mismatch" in failure.text
    named = visit(f"https://localhost:{site.port}/a", bundle).failure
    assert named is not None
    assert "Hostname mismatch" in named.text


def test_an_expired_certificate(serve_tls: ServeTLS, authority: trustme.CA, bundle: Path) -> None:
    old = authority.issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    site = serve_tls(server_context(old))
    assert visit(site.url + "/a", bundle).failure == Failure(
        kind="tls",
        text="the TLS certificate of 127.0.0.1 is not valid: certificate has expired",
    )


def test_a_server_without_tls(site: Site, bundle: Path) -> None:
    failure = visit(site.url.replace("http:", "https:") + "/a", bundle).failure
    assert failure is not None
    assert failure.kind == "tls"
    assert failure.text.startswith("no TLS connection to 127.0.0.1 could be made: ")


def test_a_server_that_does_not_shake_hands(silent_port: int, bundle: Path) -> None:
    exchange = visit(f"https://127.0.0.1:{silent_port}/a", bundle, seconds=0.3)
    assert exchange.failure == Failure(
        kind="connect",
        text="127.0.0.1 accepted a connection but did not finish the TLS handshake",
    )
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


def test_a_drip_over_tls_ends_at_the_deadline(
    serve_tls: ServeTLS, authority: trustme.CA, bundle: Path
) -> None:
    site = serve_tls(server_context(authority.issue_cert("127.0.0.1")))
    site.raw("/a", b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 200, pause=0.02)
    exchange = visit(site.url + "/a", bundle, seconds=0.4)
    assert exchange.failure is not None
    assert exchange.failure.kind == "timeout"
    assert len(exchange.body) > 3
    assert (exchange.ended_at - exchange.started_at).total_seconds() < 2


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_adds_no_authority(
    serve_tls: ServeTLS,
    authority: trustme.CA,
    bundle: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv(name, str(bundle))
    site = serve_tls(server_context(authority.issue_cert("127.0.0.1")))
    failure = visit(site.url + "/a", None).failure
    assert failure is not None
    assert failure.kind == "tls"


@pytest.mark.filterwarnings("error")
def test_even_verify_false_verifies(serve_tls: ServeTLS, authority: trustme.CA) -> None:
    site = serve_tls(server_context(authority.issue_cert("127.0.0.1")))
    guard = Guard()
    guard.begin(SYSTEM, 5, allow_private=True)
    adapter = GuardedAdapter(guard, None)
    request = requests.Request("GET", site.url + "/a").prepare()
    with pytest.raises(Exception, match="not valid"):
        adapter.send(request, verify=False)
    adapter.close()
