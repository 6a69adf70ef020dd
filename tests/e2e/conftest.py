"""What the whole program is tried against: a site, a mail server, and `readout` as a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.e2e.mail import PASSWORD, Mailbox, free_port, mail_server
from tests.e2e.program import Readout, program
from tests.e2e.site import Site, serving

# `make test` tries the road end to end; these ask what else may happen, in CI and `make test-slow`.
_SLOW = {
    "test_bad_pages", "test_broken_store", "test_disk", "test_full_screen", "test_json",
    "test_looks", "test_names", "test_needs_you", "test_neighbours", "test_proof",
    "test_real_texts", "test_slack", "test_states", "test_terminal", "test_wrong_config",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem in _SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as scripted:
        yield scripted


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Who signs the mail server's certificate."""
    return trustme.CA()


@pytest.fixture(scope="session")
def trust(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate that the program is told to trust."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def mailbox(authority: trustme.CA) -> Iterator[Mailbox]:
    with mail_server(authority, free_port()) as box:
        yield box


@pytest.fixture
def readout(tmp_path: Path, trust: Path) -> Iterator[Readout]:
    with program(tmp_path, SSL_CERT_FILE=str(trust), SMTP_PASSWORD=PASSWORD) as one:
        yield one
