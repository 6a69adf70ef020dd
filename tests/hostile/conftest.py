"""The program as a process, against everything a page or a server can say to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.program import Readout, program
from tests.e2e.site import Site, serving
from tests.slack import Slack, slack_serving


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as scripted:
        yield scripted


@pytest.fixture(scope="module")
def service() -> Iterator[Slack]:
    """A stand-in that takes Slack's messages, webhooks and pings."""
    with slack_serving() as one:
        yield one


@pytest.fixture(scope="module")
def readout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readout]:
    with program(tmp_path_factory.mktemp("program")) as one:
        yield one
