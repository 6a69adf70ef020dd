"""Dying at each commit point, and at either side of sending, loses and doubles nothing."""

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.crash import facts
from tests.crash.points import DIED

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed
    from tests.crash.world import World

_IN_ONE_RUN = 3  # a process dies at each of so many points, before the last one comes to the end
_GROUPS = 11
# All but one group wait for `make test-slow`; between them they are all the points.
_EACH = [pytest.param(one, marks=[pytest.mark.slow] if one else []) for one in range(_GROUPS)]
_RECOVERY = ("pipeline.recover, before COMMIT", "pipeline.recover, after COMMIT")


def test_the_points_are_those_that_matter(undisturbed: "Undisturbed") -> None:
    names = {name.partition(",")[0] for name in undisturbed.points}
    assert names >= {
        "storage.schema.create", "scheduler.configure", "pipeline.absorb 1", "pipeline.absorb 2",
        "outbox._start", "outbox._send_all", "alerts.send",
    }  # fmt: skip


@pytest.mark.parametrize("group", _EACH)
def test_dying_at_each_point(
    make_world: "MakeWorld", undisturbed: "Undisturbed", group: int
) -> None:
    counts = Counter(undisturbed.points)
    names = list(counts)[group::_GROUPS]
    assert len(names) <= _IN_ONE_RUN, "more points than before: raise _GROUPS"
    world = make_world("world")
    world.play()
    for place, name in enumerate(names):
        # Not always the first time that a process gets there.
        number = 1 + (group + place) % 3 if counts[name] > 20 else 1
        _die(world, name, number)
    world.run_to_the_end(world.start())
    assert facts.differences(facts.facts(world), undisturbed.facts) == []


@pytest.mark.slow
def test_dying_while_recovering(make_world: "MakeWorld", undisturbed: "Undisturbed") -> None:
    world = make_world("world")
    world.play()
    _die(world, "pipeline.absorb 1, after COMMIT")
    for name in _RECOVERY:
        _die(world, name)
    world.run_to_the_end(world.start())
    assert facts.differences(facts.facts(world), undisturbed.facts) == []


def _die(world: "World", name: str, number: int = 1) -> None:
    assert world.start(die_at=name, number=number).wait(60) == DIED, (name, world.journal)
