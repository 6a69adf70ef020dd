"""A clock put back or forward by a day, and a machine that slept, lose and double nothing."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.crash import facts
from tests.e2e.site import until

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed
    from tests.crash.facts import Facts
    from tests.crash.world import World

DAY = 86_400


@pytest.mark.parametrize("jumps", [(-DAY,), (DAY,), (DAY, 0)], ids=["back", "forward", "and back"])
def test_the_clock_jumps(
    make_world: "MakeWorld", undisturbed: "Undisturbed", jumps: tuple[int, ...]
) -> None:
    world = make_world("world")
    world.play()
    process = world.start()
    for number, jump in enumerate(jumps, start=1):
        _until_page(world, number)
        world.jump(jump)
    world.run_to_the_end(process)
    found, wanted = _by_number(facts.facts(world)), _by_number(undisturbed.facts)
    assert facts.differences(found, wanted) == []


def _until_page(world: "World", number: int) -> None:
    until(lambda: world.places.get("/pact", 0) >= number, f"page {number}", 60)


def _by_number(found: "Facts") -> "Facts":
    """In the order in which they were recorded: by a clock put back it is not that of time."""
    return replace(
        found,
        versions={slug: sorted(several) for slug, several in found.versions.items()},
        # Of a page that refuses one capture a day is kept: a clock put forward makes it two.
        captures={slug: sorted(set(several)) for slug, several in found.captures.items()},
        changes={slug: sorted(several) for slug, several in found.changes.items()},
    )


def test_a_machine_that_slept_for_a_day_visits_each_page_once(make_world: "MakeWorld") -> None:
    world = make_world("world", every="6h")
    world.play()
    process = world.start()
    visits = {"/pact": 2, "/joint": 2, "/shy": 1}
    until(lambda: all(map(world.settled, (*visits, "/press-harbour"))), "the first versions", 60)
    before = dict(_visits(world))
    world.jump(DAY)
    until(lambda: world.journal.count("the machine slept") == 1, "that the gap is said")
    # The next page of each script is there: a visit finds it, and a second look where it is read.
    until(
        lambda: all(_visits(world)[path] - before[path] >= more for path, more in visits.items()),
        "the visits",
        60,
    )
    until(lambda: world.ask("SELECT sum(look) FROM watches") == [(0,)], "the second looks")
    assert process.terminate() == 0
    assert {path: _visits(world)[path] - before[path] for path in visits} == visits
    gaps = world.ask(
        "SELECT slug FROM episodes JOIN sources USING (source_id) WHERE reason = 'not running'"
        " ORDER BY slug"
    )
    unseen = [("joint",), ("pact",), ("press",), ("press-harbour",), ("shy",)]
    assert gaps == unseen, "each was due and unseen for three quarters of the day"


def _visits(world: "World") -> dict[str, int]:
    return {path: world.site.count(path) for path in world.site.pages}
