"""Dying in what a listing brings: each document is told once, and nothing of it is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.crash import stage
from tests.crash.world import index
from tests.e2e.site import page, until

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World

_LEFT = "SELECT 1 FROM entries WHERE missing_since_at IS NOT NULL"
_TOLD = """\
SELECT 1 FROM alerts JOIN sources USING (source_id) WHERE slug = '{}' AND alerts.kind = '{}'"""
_OVER_AN_HOUR = 4_000  # seconds: a link that is missing for so long has left


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`play` makes it come to a write transaction at the end of which `where` has an answer.

    `told` are words of the subject of what people are told in the end, once; `alerts` how many
    there are, all in all.
    """

    play: "Callable[[World], None]"
    transaction: str = "pipeline.absorb 2"
    where: str
    told: str
    alerts: int = 1


def _press(world: "World", *links: tuple[str, str]) -> None:
    """The listing names these from now on: address and words."""
    world.site.pages["/press"] = index(*links)


def _document(world: "World", path: str, about: str, after: str = "") -> None:
    world.site.pages[path] = page(f"This speaks of {about}.", *stage.REST, after=after)


_HARBOUR, _TUGS, _FERRIES = ("/1", "Harbour"), ("/2", "Tugs"), ("/3", "Ferries")


def _two_documents(world: "World") -> None:
    """The listing and what it names at first, which is no news."""
    _document(world, "/1", "harbours")
    _document(world, "/2", "tugs")
    _press(world, _HARBOUR, _TUGS)
    stage.rest(world)
    assert len(world.ask("SELECT 1 FROM sources WHERE listing_id IS NOT NULL")) == 2


def _publish(world: "World") -> None:
    _document(world, "/3", "ferries")
    _press(world, _FERRIES, _HARBOUR, _TUGS)


def _publish_with_a_file(world: "World") -> None:
    _document(world, "/3", "ferries", after='<a class=file href="/4">Tariff</a>')
    _document(world, "/4", "fares")
    _press(world, _FERRIES, _HARBOUR, _TUGS)


def _take_off(world: "World") -> None:
    """What left was noted; it is told once that is long enough ago."""
    _press(world, _TUGS)
    process = world.start()
    until(lambda: world.ask(_LEFT) == [(1,)], "that the link is gone", 60)
    assert process.terminate() == 0
    world.jump(_OVER_AN_HOUR)


def _move(world: "World") -> None:
    _document(world, "/5", "harbours")
    _press(world, ("/5", "Harbour"), _TUGS)


_FERRIES_SEEN = "SELECT 1 FROM {} JOIN sources USING (source_id) WHERE slug = 'press-ferries'"
SCENES: Mapping[str, Scene] = {
    "a new link": Scene(
        play=_publish, where="SELECT 1 FROM sources WHERE slug = 'press-ferries'", told="Ferries"
    ),
    "its evidence": Scene(
        play=_publish,
        transaction="pipeline.absorb 1",
        where=_FERRIES_SEEN.format("captures"),
        told="Ferries",
    ),
    "its version": Scene(play=_publish, where=_FERRIES_SEEN.format("versions"), told="Ferries"),
    "its announcement": Scene(
        play=_publish, where=_TOLD.format("press-ferries", "new"), told="Ferries"
    ),
    "its file": Scene(
        play=_publish_with_a_file,
        where="SELECT 1 FROM sources WHERE slug = 'press-tariff'",
        told="Tariff",
        alerts=2,
    ),
    "the file's announcement": Scene(
        play=_publish_with_a_file,
        where=_TOLD.format("press-tariff", "new"),
        told="Tariff",
        alerts=2,
    ),
    "a link that is gone": Scene(
        play=lambda world: _press(world, _TUGS), where=_LEFT, told="UNLISTED"
    ),
    "its telling": Scene(
        play=_take_off, where=_TOLD.format("press-harbour", "state"), told="UNLISTED"
    ),
    "a document that moved": Scene(
        play=_move, where=_TOLD.format("press-harbour", "state"), told="MOVED"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENES)
def test_dying_in_what_a_listing_brings_tells_it_once(make_world: "MakeWorld", name: str) -> None:
    scene, world = SCENES[name], make_world("world")
    _two_documents(world)
    scene.play(world)
    before, after = stage.either_side(scene.transaction)
    stage.die(world, before, where=scene.where)
    assert world.ask(scene.where) == []
    stage.die(world, after, where=scene.where)
    assert world.ask(scene.where) != []
    world.jump(_OVER_AN_HOUR)
    stage.go_on(world, lambda: bool(stage.names(world, scene.told)), scene.told)
    stage.go_on(world, stage.rounds(world, 5), "another start")
    assert len(stage.names(world, scene.told)) == 1
    assert world.ask("SELECT count(*) FROM alerts") == [(scene.alerts,)]
