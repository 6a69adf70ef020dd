"""Every write transaction of the daemon is died at: in the script, or in a scene of its own."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.crash import facts, scenes
from tests.crash.points import DIED
from tests.e2e.program import ROOT
from tests.e2e.site import until
from tests.slack import Slack, slack_serving

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld, Undisturbed
    from tests.crash.world import World

_WRITES = re.compile(r"^(?:    )?def (\w+)|\.write\(\) as", re.MULTILINE)
# What runs in other commands than `run`.
_COMMANDS = ("archive", "cli", "checking.py", "rederived.py")
# Write transactions of the daemon that no scene comes to, and why that will do.
_ELSEWHERE = {
    "pipeline.recover": "died at by test_dying_while_recovering",
    "absence.note_some": "only `check` makes a round of some sources",
    "lastwords._commit_and_send": "on a full disk: test_full_disk",
    "outbox.recover": "in a store that was restored: test_restored",
    "heartbeat.beat": "entered with the time it was due, in one commit: test_heartbeat",
    "proof.stamping._answered 1": "needs an authority; what was not kept is asked for again",
    "proof.stamping._answered 2": "a note of when asking began to fail",
    "proof.witnessing._answered": "needs an archive; what was not noted is asked for again",
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
    scenes.rewrite(world, "channels:\n", away)
    if name.startswith("outbox."):
        scenes.rewrite(world, "alert: [desk]", "alert: [desk, away]")
    scenes.quiet(world)
    process = world.start()
    confirmed = "SELECT count(*) FROM watches WHERE look = 0 AND state = 'ok'"
    until(lambda: world.ask(confirmed) == [(3,)], "the first versions", 60)
    assert process.terminate() == 0
    for point in (f"{name}, before COMMIT", f"{name}, after COMMIT"):
        process = world.start(die_at=point)
        scene.play(world, process, slack)
        assert process.wait(60) == DIED, (point, world.journal)
    slack.always = None
    process = world.start()
    waiting = "SELECT count(*) FROM deliveries WHERE state IN ('held', 'pending')"
    until(
        lambda: _told(world, scene) >= 1 and world.ask(waiting) == [(0,)],
        f"a message: {scene.subject}",
        60,
    )
    assert process.terminate() == 0
    assert _told(world, scene) == 1
    facts.check_whole(world.store)
    facts.check_verified(world)


def _told(world: "World", scene: scenes.Scene) -> int:
    """How many messages, each counted once, told of what happened."""
    mails = world.mailbox.messages
    return len({str(m["Message-ID"]) for m in mails if scene.subject in str(m["Subject"])})
