"""SIGKILL at moments of chance, and a restart after each, until the script is over."""

import random  # noqa: TID251 - by a seed: the same chance in every run
import signal
import time
from dataclasses import dataclass

from tests.crash import facts
from tests.crash.world import World
from tests.e2e.site import until

_APART = 60  # points between two kills, at the most
_BETWEEN_POINTS = 0.05  # seconds after such a point, at the most
_AT_START = 0.3  # of all kills so many come within the first second, before or at the first point


@dataclass(frozen=True, kw_only=True)
class Killed:
    """How often the program was killed in a run of the script, and what came of it."""

    kills: int
    repeated: int  # messages that came a second time
    facts: facts.Facts


def kill_at_random(world: World, *, seed: int, kills: int) -> Killed:
    """Run the script to its end with that many kills; what is left is known to be whole."""
    chance = random.Random(seed)
    world.play()
    killed = 0
    for _ in range(kills):
        process = world.start()
        after = 0 if chance.random() < _AT_START else chance.randint(1, _APART)
        _wait_for_points(world, after)
        time.sleep(chance.uniform(0, _BETWEEN_POINTS if after else 1.0))
        killed += process.kill() == -signal.SIGKILL
        if world.ask("SELECT version_num FROM alembic_version"):
            facts.check_verified(world)
    world.run_to_the_end(world.start())
    return Killed(kills=killed, repeated=facts.repeats(world.mailbox), facts=facts.facts(world))


def _wait_for_points(world: World, more: int) -> None:
    wanted = len(world.points) + more
    until(lambda: len(world.points) >= wanted or world.finished(), f"{more} more points", 60)
