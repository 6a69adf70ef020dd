"""A world in which every page stands, to die in on either side of one COMMIT."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.crash import facts
from tests.crash.points import DIED
from tests.crash.world import index
from tests.e2e.site import page, until

if TYPE_CHECKING:
    from tests.crash.world import World

REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
OLD, NEW = "The harbour is open on Sunday.", "The harbour is open on Monday."
HOUR, DAY = 3_600, 86_400
NOTHING_NEW = index(("/pact", "Pact"))  # a page that is watched already
_CONFIRMED = "SELECT min(look = 0 AND state = 'ok') FROM watches"  # of all that is watched
_WAITING = "SELECT count(*) FROM deliveries WHERE state IN ('held', 'pending')"


def rewrite(world: "World", old: str, new: str) -> None:
    """Other words in sources.yaml."""
    path = world.folder / "sources.yaml"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def rest(world: "World") -> None:
    """Every page stands, and was looked at twice; the program is not running.

    The listing names what was put there before, or no document of its own.
    """
    for path in ("/pact", "/joint", "/shy"):
        world.site.pages[path] = page(OLD, f"This is {path}.", *REST)
    world.site.pages.setdefault("/press", NOTHING_NEW)
    process = world.start()
    until(lambda: world.ask(_CONFIRMED) == [(1,)], "the first versions", 60)
    assert process.terminate() == 0


def edit(world: "World") -> None:
    """One page says something else from now on."""
    world.site.pages["/pact"] = page(NEW, "This is /pact.", *REST)


def either_side(transaction: str) -> tuple[str, str]:
    """The two points of a write transaction."""
    return f"{transaction}, before COMMIT", f"{transaction}, after COMMIT"


def die(world: "World", point: str, *arguments: str, **order: str) -> None:
    """A process dies at that point: `run`, or the command given."""
    process = world.start(*arguments, die_at=point, **order)
    assert process.wait(60) == DIED, (point, world.journal)


def go_on(world: "World", done: Callable[[], bool], what: str) -> None:
    """Run undisturbed until it is so and no message waits; all that was kept is whole."""
    process = world.start()
    until(lambda: done() and world.ask(_WAITING) == [(0,)], what, 60)
    assert process.terminate() == 0
    facts.told(world.mailbox)  # what came again came in the same words
    facts.check_whole(world.store)
    facts.check_verified(world)


def names(world: "World", subject: str) -> set[str]:
    """The Message-IDs under which people were told of this, by words of the subject."""
    mails = world.mailbox.messages
    return {str(mail["Message-ID"]) for mail in mails if subject in str(mail["Subject"])}


def rounds(world: "World", more: int) -> Callable[[], bool]:
    """Whether a page was visited so many times more: the daemon has stepped between."""
    visits = world.site.count("/shy") + more
    return lambda: world.site.count("/shy") >= visits
