"""Dying as an authority's stamp, or an archive's answer, is kept: it is there once, and holds."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.proof import stamped
from storage.store import open_store
from tests.crash import stage
from tests.e2e.site import Page
from tests.monitor.proof.conftest import Authority, made, stamping

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World

_DOWN = (503, "text/html", b"")
_FAILING = "SELECT value FROM meta WHERE key = 'stamp:failing'"


@pytest.fixture
def stamps(tmp_path: Path) -> Iterator[Authority]:
    """A time-stamping authority made with openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    folder = tmp_path / "authority"
    folder.mkdir()
    made(folder, "Loopback Stamps")
    with stamping(folder) as one:
        yield one


def _stamped_by(world: "World", stamps: Authority) -> None:
    certificate = stamps.folder / "ca.pem"
    told = f"stamp: {{url: '{stamps.url}', certificate: '{certificate}'}}"
    stage.rewrite(world, "heartbeat: false", f"heartbeat: false\n{told}")


@pytest.mark.slow
def test_dying_as_a_stamp_is_kept_keeps_it_once(make_world: "MakeWorld", stamps: Authority) -> None:
    world = make_world("world")
    stage.rest(world)
    _stamped_by(world, stamps)
    for kept, point in enumerate(stage.either_side("proof.stamping._answered 1")):
        stage.die(world, point)
        assert _stamps(world) == [(kept,)]
    stage.go_on(world, stage.rounds(world, 3), "another start")
    assert _stamps(world) == [(1,)]
    assert len(stamps.queries) == 2, "what was kept is not asked for again"
    assert _findings(world) == [None], "the one there is holds"


@pytest.mark.slow
def test_dying_as_no_stamp_came_tells_of_it_once(
    make_world: "MakeWorld", stamps: Authority
) -> None:
    world = make_world("world")
    stage.rest(world)
    _stamped_by(world, stamps)
    stamps.answers = [_DOWN] * 500
    before, after = stage.either_side("proof.stamping._answered 2")
    stage.die(world, before)
    assert world.ask(_FAILING) == []
    stage.die(world, after)
    ((since,),) = world.ask(_FAILING)
    world.jump(stage.DAY)
    stage.die(world, before)
    assert world.ask(_FAILING) == [(since,)], "it fails since it first did"
    stage.die(world, after)
    subject, asked = "no stamp from the time-stamping authority", len(stamps.queries)
    stage.go_on(
        world,
        lambda: bool(stage.names(world, subject)) and len(stamps.queries) >= asked + 2,
        subject,
    )
    assert len(stage.names(world, subject)) == 1
    stamps.answers = []
    stage.go_on(world, lambda: _stamps(world) == [(1,)], "a stamp")
    assert world.ask(_FAILING) == [("",)]
    assert _findings(world) == [None]


def _stamps(world: "World") -> list[tuple[int]]:
    return world.ask("SELECT count(*) FROM stamps")


def _findings(world: "World") -> list[str | None]:
    """What `verify` finds of the stamps: None for each that holds."""
    store = open_store(str(world.store), mode="read")
    try:
        with store.read() as rx:
            return list(stamped.verify(rx, None))
    finally:
        store.close()


@pytest.mark.slow
def test_dying_as_the_archive_has_answered_notes_it_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    stage.rewrite(world, "id: pact,", "id: pact, witness: wayback,")
    stage.rest(world)
    pact = world.site.url("/pact")
    saved, memento = f"/save/{pact}", f"/web/20260302080000/{pact}"
    world.site.pages[saved] = Page(status=302, headers={"Location": memento})
    stage.edit(world)
    before, after = stage.either_side("proof.witnessing._answered")
    stage.die(world, before)
    assert _witnesses(world) == [("waiting", 0, None)]
    stage.die(world, after)
    noted = [("saved", 1, world.site.url(memento))]
    assert _witnesses(world) == noted
    stage.go_on(world, stage.rounds(world, 3), "another start")
    assert _witnesses(world) == noted
    assert world.site.count(saved) == 2, "what was noted is not asked for again"
    assert len(stage.names(world, "| pact")) == 1, "and of the change people were told once"


def _witnesses(world: "World") -> list[tuple[str, int, str | None]]:
    return world.ask("SELECT state, attempt_count, memento FROM witnesses")
