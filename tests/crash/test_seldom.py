"""Dying in what the daemon commits once a day, and in what `check` does: once all the same."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.crash import stage

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World


@pytest.mark.slow
def test_dying_at_the_heartbeat_tells_the_days_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    at = world.now() - timedelta(hours=1)
    stage.rewrite(world, "heartbeat: false", f"heartbeat: '{at:%H:%M}'")
    stage.rest(world)
    world.jump(stage.DAY)
    for entered, point in enumerate(stage.either_side("heartbeat.beat")):
        stage.die(world, point)
        assert _beats(world) == [(entered,)]
    stage.go_on(world, lambda: len(stage.names(world, "quiet")) >= 1, "the heartbeat")
    stage.go_on(world, stage.rounds(world, 3), "another start")
    assert _beats(world) == [(1,)]
    assert len(stage.names(world, "quiet")) == 1


def _beats(world: "World") -> list[tuple[int]]:
    return world.ask("SELECT count(*) FROM alerts WHERE kind = 'heartbeat'")


@pytest.mark.slow
def test_a_check_that_dies_at_the_gaps_notes_each_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    stage.rest(world)
    world.jump(stage.DAY)
    before, after = stage.either_side("absence.note_some")
    stage.die(world, before, "check", "pact")
    assert _gaps(world) == []
    stage.die(world, after, "check", "pact")
    ((_, since, until),) = _gaps(world)
    assert world.start("check", "pact").wait(60) == 0, world.journal
    ((slug, since_again, until_again),) = _gaps(world)
    assert (slug, since_again) == ("pact", since)
    assert until_again > until, "nobody had looked at it yet"
    stage.go_on(world, stage.rounds(world, 3), "a round of all")
    pact, *others = _gaps(world)
    assert pact == (slug, since, until_again)
    assert sorted(one[0] for one in others) == ["joint", "press", "shy"]


def _gaps(world: "World") -> list[tuple[str, str, str]]:
    return world.ask(
        "SELECT slug, since_at, until_at FROM episodes JOIN sources USING (source_id)"
        " WHERE reason = 'not running' ORDER BY episode_id"
    )
