"""The Slack stand-in, and sending to it."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from alerts.channels import Target
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome
from alerts.send import send
from tests.slack import Slack, slack_serving


@pytest.fixture
def deliver(envelope: Callable[..., Envelope], now: datetime) -> Callable[..., Outcome]:
    def run(target: Target, notice: Notice, **given: object) -> Outcome:
        return send(target, notice, envelope(**given), timeout=5.0, now=now)

    return run


@pytest.fixture
def slack_service() -> Iterator[Slack]:
    with slack_serving() as slack:
        yield slack
