"""SIGTERM at any moment, and two daemons started at once."""

import random  # noqa: TID251 - by a seed
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.crash import facts

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed

_STARTS = 5
_WITHIN = 10.0  # seconds, as systemd is told


@pytest.mark.slow
def test_sigterm_at_any_moment_ends_in_time_and_loses_nothing(
    make_world: "MakeWorld", undisturbed: "Undisturbed"
) -> None:
    chance = random.Random(7)
    world = make_world("world")
    world.play()
    for _ in range(_STARTS):
        process = world.start()
        time.sleep(chance.uniform(0, 1.5))
        # Before it has begun to watch, the signal ends it as it ends any process.
        assert process.terminate(_WITHIN) in {0, -signal.SIGTERM}, world.journal
    world.run_to_the_end(world.start())
    assert facts.differences(facts.facts(world), undisturbed.facts) == []


@pytest.mark.slow
def test_of_two_daemons_started_at_once_one_says_so_and_ends(
    make_world: "MakeWorld", undisturbed: "Undisturbed"
) -> None:
    world = make_world("world")
    world.play()
    first, second = world.start(), world.start()
    while first.alive and second.alive:
        time.sleep(0.01)
    watching, refused = (first, second) if first.alive else (second, first)
    assert refused.wait() == 3
    assert f"process {watching.pid}" in world.journal
    world.run_to_the_end(watching)
    assert facts.differences(facts.facts(world), undisturbed.facts) == []
    assert facts.repeats(world.mailbox) == 0
