"""The operator is told of too little room, by `tick`, whatever the clock does."""

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from storage import disk

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.store import Store
    from tests.monitor.conftest import Desk, ScriptedSite

GB = 1_000_000_000
TEXT = ("They met in Port Ansel.", "They agreed to meet again within the year.")


class Disk:
    """A disk as a test wants it."""

    free = 50 * GB
    size = GB


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Disk:
    one = Disk()
    monkeypatch.setattr(disk, "free", lambda store: one.free)
    monkeypatch.setattr(disk, "size", lambda store: one.size)
    return one


@pytest.fixture
def here(site: "ScriptedSite", desk: "Callable[..., Desk]") -> "Desk":
    site.say("/a", *TEXT)
    one = desk("/a")
    one.look()
    return one


def _told(here: "Desk") -> list[str]:
    """What the operator was told, in order."""
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (here.folder / "ops").glob("*.eml")
    ]
    return [
        str(mail["Subject"]).removesuffix(" | readout")
        for mail in sorted(found, key=lambda mail: mail["Date"].datetime)
    ]


def _later(here: "Desk", **length: float) -> None:
    here.clock.pass_by(**length)
    here.look()


def test_too_little_room_is_told_once_an_episode(machine: Disk, here: "Desk") -> None:
    assert _told(here) == []
    machine.free = 640_000_000
    for _ in range(5):
        _later(here, minutes=2)
    machine.free = GB + 1  # hardly more
    _later(here, minutes=2)
    assert _told(here) == ["only 640.0 MB free on the disk of the store"]
    machine.free = 2 * GB
    _later(here, minutes=2)
    _later(here, minutes=2)
    assert _told(here)[1:] == ["there is room again on the disk of the store"]
    machine.free = 0
    _later(here, minutes=2)
    assert len(_told(here)) == 3


def test_it_is_told_again_after_a_day_and_a_week(machine: Disk, here: "Desk") -> None:
    machine.free = 0
    for _ in range(9):
        _later(here, hours=24, minutes=1)
    assert len(_told(here)) == 3


def test_a_disk_that_fills_up_is_told_of_within_thirty_days(machine: Disk, here: "Desk") -> None:
    for _ in range(3):
        _later(here, days=1)
        machine.size += 3 * GB
    assert _told(here) == ["the disk of the store will be full in 25 days"]


@pytest.mark.parametrize("jump", [1, -1, 400, -400])
def test_a_clock_that_jumps_neither_silences_nor_repeats_it(
    machine: Disk, here: "Desk", jump: int
) -> None:
    machine.free = 0
    _later(here, minutes=2)
    _later(here, days=jump)
    before = len(_told(here))
    assert before == (2 if jump > 0 else 1)
    _later(here, minutes=2)
    assert len(_told(here)) == before
    _later(here, days=7, minutes=1)
    assert len(_told(here)) == before + 1


def test_min_free_is_what_sources_yaml_says(machine: Disk, here: "Desk") -> None:
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    machine.free = 3 * GB
    here.configure(f"min_free: 4GB\n{text}")
    _later(here, minutes=2)
    assert _told(here) == ["only 3.0 GB free on the disk of the store"]


def test_the_reserve_is_held_where_there_is_room(here: "Desk") -> None:
    store: Store = here.scheduler.store
    reserve = disk.reserve_of(here.folder / "readout.db")
    assert reserve.stat().st_size == disk.RESERVE_BYTES
    assert disk.release_reserve(here.folder / "readout.db")
    assert not disk.release_reserve(here.folder / "readout.db")
    _later(here, minutes=2)
    assert reserve.exists()
    assert disk.size(store) == (here.folder / "readout.db").stat().st_size
