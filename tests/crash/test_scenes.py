"""Every write transaction of the daemon is died at: in the script, or in a scene of its own."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.crash import (
    scenes,
    stage,
    test_archive,
    test_full_disk,
    test_points,
    test_restored,
    test_seldom,
    test_witnesses,
)
from tests.crash.points import DIED
from tests.e2e.program import ROOT
from tests.slack import Slack, slack_serving

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed

_WRITES = re.compile(r"^(?:    )?def (\w+)|\.write\(\) as", re.MULTILINE)
# What runs in other commands than `run`.
_COMMANDS = ("archive", "cli", "checking.py", "rederived.py")
# Write transactions that a test elsewhere dies at, and which.
_ELSEWHERE = {
    "absence.note_some": test_seldom.test_a_check_that_dies_at_the_gaps_notes_each_once,
    "heartbeat.beat": test_seldom.test_dying_at_the_heartbeat_tells_the_days_once,
    "lastwords._commit_and_send": test_full_disk.test_dying_as_the_warning_is_let_out_tells_once,
    "outbox.recover": test_restored.test_dying_as_what_was_not_sent_is_named_anew_tells_it_once,
    "pipeline.recover": test_points.test_dying_while_recovering,
    "proof.stamping._answered 1": test_witnesses.test_dying_as_a_stamp_is_kept_keeps_it_once,
    "proof.stamping._answered 2": test_witnesses.test_dying_as_no_stamp_came_tells_of_it_once,
    "proof.witnessing._answered": (
        test_witnesses.test_dying_as_the_archive_has_answered_notes_it_once
    ),
    "archivewatch._came": test_archive.test_dying_as_the_archives_sight_is_recorded_tells_it_once,
}


def _transactions() -> Iterator[str]:
    """The write transactions of monitor/, named as the points are."""
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        relative = path.relative_to(ROOT / "monitor")
        if relative.parts[0] in _COMMANDS:
            continue
        module, found = ".".join(relative.with_suffix("").parts), dict[str, int]()
        name = ""
        for one in _WRITES.finditer(path.read_text(encoding="utf-8")):
            name = one[1] or name
            if not one[1]:
                found[name] = found.get(name, 0) + 1
        for name, count in found.items():
            numbers = [f" {number}" for number in range(1, count + 1)] if count > 1 else [""]
            yield from (f"{module}.{name}{number}" for number in numbers)


def test_every_write_transaction_of_the_daemon_is_in_a_scene(undisturbed: "Undisturbed") -> None:
    there = set(_transactions())
    script = {point.partition(",")[0] for point in undisturbed.points}
    assert there - script - set(scenes.SCENES) - set(_ELSEWHERE) == set(), "give it a scene"
    assert (set(scenes.SCENES) | set(_ELSEWHERE)) - there == set(), "it is gone"
    assert set(_ELSEWHERE) & script == set(), "the script comes to it"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with slack_serving() as serving:
        yield serving


@pytest.mark.slow
@pytest.mark.parametrize("name", scenes.SCENES)
def test_dying_in_a_scene(make_world: "MakeWorld", slack: Slack, name: str) -> None:
    scene, world = scenes.SCENES[name], make_world("world")
    away = f"channels:\n  away: {{slack: {{webhook: '{slack.url}/services/T1/B1/x'}}}}\n"
    stage.rewrite(world, "channels:\n", away)
    if name.startswith("outbox."):
        stage.rewrite(world, "alert: [desk]", "alert: [desk, away]")
    stage.rest(world)
    for point in stage.either_side(name):
        process = world.start(die_at=point)
        scene.play(world, process, slack)
        assert process.wait(60) == DIED, (point, world.journal)
    slack.always = None
    stage.go_on(world, lambda: bool(stage.names(world, scene.subject)), scene.subject)
    assert len(stage.names(world, scene.subject)) == 1
