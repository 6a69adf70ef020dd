"""A disk that fills at any moment, and a supervisor that starts the program again and again."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.disk import RESERVE_BYTES
from tests.crash import facts, stage
from tests.crash.points import DIED
from tests.e2e.site import until
from tests.e2e.small_disk import small_disk

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed
    from tests.crash.facts import Facts
    from tests.crash.world import World

_RESTARTS = 4
_FULL = "the disk of the store is full"
_ROOM = "there is room again on the disk of the store"
_OF_THE_DISK = re.compile(r"^the store cannot be written|\bthe disk of the store\b")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system without room for the reserve."""
    with small_disk(tmp_path / "small", megabytes=4) as folder:
        yield folder


@pytest.fixture
def roomy(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for the reserve."""
    with small_disk(tmp_path / "roomy", megabytes=24) as folder:
        yield folder


def _fill(folder: Path) -> Path:
    path = folder / "fill"
    for size in (65_536, 512):
        with suppress(OSError), path.open("ab", buffering=0) as fill:
            while fill.write(b"x" * size):
                pass
    return path


@pytest.mark.parametrize("edits", [0, 1])
def test_a_full_disk_loses_nothing_and_repeats_a_message_once_at_most(
    make_world: "MakeWorld", undisturbed: "Undisturbed", small: Path, edits: int
) -> None:
    world = make_world("world")
    world.store = small / "readout.db"
    world.play()
    process = world.start()
    until(lambda: world.places.get("/pact", 0) >= edits and world.settled("/pact"), "a text", 60)
    fill = _fill(small)
    assert process.wait(60) == 3
    for _ in range(_RESTARTS):
        assert world.start().wait(60) == 3
    assert "is full; nothing was lost" in world.journal
    assert "Traceback" not in world.journal
    fill.unlink()
    world.run_to_the_end(world.start())
    assert facts.differences(_of_pages(facts.facts(world)), undisturbed.facts) == []
    assert facts.repeats(world.mailbox) <= 1


def test_a_disk_that_fills_while_a_message_is_sent_repeats_it_once_at_most(
    make_world: "MakeWorld", undisturbed: "Undisturbed", small: Path
) -> None:
    """The server has it, the store cannot note it: no restart sends it before it could."""
    world = make_world("world")
    world.store = small / "readout.db"
    world.play()
    filled: list[Path] = []

    def fill_once(_message: bytes) -> None:
        if not filled:
            filled.append(_fill(small))

    world.mailbox.taken = fill_once
    process = world.start()
    assert process.wait(60) == 3
    for _ in range(_RESTARTS):
        assert world.start().wait(60) == 3
    assert facts.repeats(world.mailbox) == 0, _names(world)
    filled[0].unlink()
    world.run_to_the_end(world.start())
    assert facts.differences(_of_pages(facts.facts(world)), undisturbed.facts) == []
    assert facts.repeats(world.mailbox) <= 1


def test_dying_as_the_warning_is_let_out_tells_once(make_world: "MakeWorld", roomy: Path) -> None:
    world = make_world("world")
    world.store = roomy / "readout.db"
    stage.rewrite(world, "heartbeat: false", "heartbeat: false\nmin_free: 1MB")
    stage.rest(world)
    before, after = stage.either_side("lastwords._commit_and_send")
    _die_on_a_full_disk(world, roomy, before).unlink()
    assert stage.names(world, _FULL) == set()
    fill = _die_on_a_full_disk(world, roomy, after)
    stage.edit(world)
    stage.go_on(world, lambda: bool(stage.names(world, _FULL)), "the warning, by the reserve")
    fill.unlink()
    stage.go_on(world, lambda: bool(stage.names(world, _ROOM)), "that there is room again")
    assert [len(stage.names(world, one)) for one in (_FULL, _ROOM, "| pact")] == [1, 1, 1]


def _die_on_a_full_disk(world: "World", folder: Path, point: str) -> Path:
    """A process that holds a reserve dies there once the disk is full; what fills it."""
    process = world.start(die_at=point)
    reserve = folder / "readout.db.reserve"
    until(lambda: reserve.exists() and reserve.stat().st_size == RESERVE_BYTES, "the reserve", 60)
    fill = _fill(folder)
    assert process.wait(60) == DIED, (point, world.journal)
    return fill


def _names(world: "World") -> list[str]:
    return [str(mail["Message-ID"]) for mail in world.mailbox.messages]


def _of_pages(found: "Facts") -> "Facts":
    """Without what the operator is told of the disk, which an undisturbed run has no need of."""
    return replace(
        found,
        alerts=Counter({one: n for one, n in found.alerts.items() if one[0] is not None}),
        told=Counter({said: n for said, n in found.told.items() if not _OF_THE_DISK.search(said)}),
    )
