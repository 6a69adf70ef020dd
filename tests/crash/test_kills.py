"""SIGKILL at random moments: ten in every run, a thousand by `python -m bench.kills`."""

from typing import TYPE_CHECKING

from tests.crash import facts
from tests.crash.kills import kill_at_random

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed


def test_kills_lose_and_double_nothing(make_world: "MakeWorld", undisturbed: "Undisturbed") -> None:
    killed = kill_at_random(make_world("world"), seed=1, kills=10)
    assert killed.kills == 10
    assert facts.differences(killed.facts, undisturbed.facts) == []
