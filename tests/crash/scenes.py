"""What seldom happens to the daemon, each scene with the write transaction that it ends in.

A scene changes the world of a running process so that it comes to its point; `play` may be called
again for the next process.
"""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

from tests.crash.stage import HOUR, NEW, REST, edit, rewrite
from tests.e2e.site import Page, page, until

if TYPE_CHECKING:
    from tests.crash.fleet import Process
    from tests.crash.world import World
    from tests.slack import Slack


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`play` makes it come to its point; `subject`: of what people are told in the end, once."""

    play: "Callable[[World, Process, Slack], None]"
    subject: str


def _bad_reload(world: "World", process: "Process", _slack: "Slack") -> None:
    until(lambda: process.watching, "the beginning", 60)
    rewrite(world, "spacing: 0s", "spacing: often")
    process.signal(signal.SIGHUP)
    process.wait(60)
    rewrite(world, "spacing: often", "spacing: 0s")


def _blind_second_look(world: "World", _process: "Process", _slack: "Slack") -> None:
    turns = chain(
        [page(NEW, "This is /pact.", *REST)],
        repeat(Page(status=429, headers={"Retry-After": str(2 * HOUR)})),
    )
    if not callable(world.site.pages["/pact"]):  # the next process finds the host pausing
        world.site.pages["/pact"] = lambda _: next(turns)


def _dropped_channel(world: "World", process: "Process", slack: "Slack") -> None:
    slack.always = (503, {}, "down")
    edit(world)
    if world.ask("SELECT 1 FROM deliveries WHERE channel = 'away'") == []:
        waiting = "SELECT count(*) FROM deliveries WHERE channel = 'away' AND error IS NOT NULL"
        until(lambda: world.ask(waiting) == [(1,)], "what waits for it", 60)
        rewrite(world, "alert: [desk, away]", "alert: [desk]")
        rewrite(world, f"  away: {{slack: {{webhook: '{slack.url}/services/T1/B1/x'}}}}\n", "")
        process.signal(signal.SIGHUP)
        world.jump(HOUR)


def _revoked_channel(world: "World", _process: "Process", slack: "Slack") -> None:
    slack.always = (404, {}, "no_service")
    edit(world)
    dead = "SELECT count(*) FROM deliveries WHERE channel = 'away' AND state = 'dead'"
    until(lambda: world.ask(dead) == [(1,)], "what died of it", 60)
    world.jump(HOUR * (1 + len(world.processes)))


SCENES: Mapping[str, Scene] = {
    "daemon._tell_bad_reload": Scene(play=_bad_reload, subject="sources.yaml was not read again"),
    "scheduler.give_up_looks": Scene(play=_blind_second_look, subject="unconfirmed"),
    "outbox._drop": Scene(
        play=_dropped_channel, subject="channel away is no longer in sources.yaml"
    ),
    "outbox._probe": Scene(play=_revoked_channel, subject="channel away works again"),
}
