"""Fixtures that judge a reply given as keywords."""

from collections.abc import Callable

import pytest

from monitor.judge.exchange import judge_exchange
from storage.model import Exchange, Judgement
from tests.monitor.judge.replies import make_exchange


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """`make_exchange`, for tests that need the exchange itself."""
    return make_exchange


@pytest.fixture
def judge() -> Callable[..., Judgement]:
    """The judgement of a reply given as keywords."""

    def of(*, previous_closed: bool | None = None, **reply: object) -> Judgement:
        return judge_exchange(make_exchange(**reply), previous_closed=previous_closed)  # type: ignore[arg-type]

    return of
