"""Dying as texts are made ready for searching: each is found once all the same."""

import json
import random  # noqa: TID251 - by a seed: words that do not shrink
from typing import TYPE_CHECKING

import pytest

from tests.crash import stage
from tests.e2e.site import page

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World

_BOUND = "SELECT 1 FROM volumes"
_PHRASE = "the lighthouse keeper of Port Ansel"


def _write_a_long_text(world: "World") -> None:
    """So long that it is not left for later."""
    chance = random.Random(1)
    words = [f"{chance.getrandbits(48):x}" for _ in range(30_000)]
    lines = (" ".join(words[start : start + 100]) for start in range(0, len(words), 100))
    world.site.pages["/shy"] = page(f"It names {_PHRASE}.", *lines)


@pytest.mark.slow
def test_dying_as_texts_are_bound_finds_each_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    stage.rest(world)
    _write_a_long_text(world)
    before, after = stage.either_side("upkeep._bind")
    stage.die(world, before, where=_BOUND)
    assert world.ask(_BOUND) == []
    assert _found(world) == [("shy", 2)]
    stage.die(world, after, where=_BOUND)
    assert world.ask(_BOUND) == [(1,)]
    assert _found(world) == [("shy", 2)]
    stage.go_on(world, stage.rounds(world, 3), "another start")
    assert _found(world) == [("shy", 2)]


def _found(world: "World") -> list[tuple[str, int]]:
    """Where the program finds the phrase."""
    said = len(world.journal)
    assert world.start("find", _PHRASE, "--json").wait(60) == 0, world.journal
    lines = world.journal[said:].splitlines()
    return [(one["source"], one["version"]) for one in map(json.loads, lines)]
