"""The timer that drives the daemon, by a clock that jumps."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from monitor.timer import Timer
from tests.e2e.site import until

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 0.02


class Jumping:
    """The clock that the timer reads; `by` is how far it is off the machine's."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self, tz: object = UTC) -> datetime:
        """The present instant by this clock."""
        return datetime.now(UTC) + self.by  # noqa: TID251


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Jumping:
    jumping = Jumping()
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", SimpleNamespace(now=jumping.now))
    return jumping


@pytest.fixture
def steps(clock: Jumping) -> "Iterator[tuple[Timer, list[int]]]":
    taken: list[int] = []
    timer = Timer(lambda: taken.append(threading.get_ident()), seconds=STEP)
    timer.start()
    yield timer, taken
    timer.stop()


def _goes_on(taken: list[int]) -> None:
    before = len(taken)
    until(lambda: len(taken) > before + 1, "two more steps", 10)


def test_it_goes_on_when_the_clock_is_put_back(
    clock: Jumping, steps: "tuple[Timer, list[int]]"
) -> None:
    timer, taken = steps
    _goes_on(taken)
    clock.by = timedelta(days=-1)
    timer.put_right(clock.now())
    _goes_on(taken)


def test_it_makes_up_for_no_step_when_the_clock_is_put_forward(
    clock: Jumping, steps: "tuple[Timer, list[int]]"
) -> None:
    _, taken = steps
    _goes_on(taken)
    clock.by = timedelta(days=56 * 365)  # a clock that began in 1970 and was then set
    _goes_on(taken)
    assert len(taken) < 1000
