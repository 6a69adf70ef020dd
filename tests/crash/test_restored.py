"""A store restored from a backup: what came since is found again, told once, under other names."""

import shutil
from typing import TYPE_CHECKING

from tests.crash import facts, stage
from tests.e2e.site import page, until

if TYPE_CHECKING:
    from tests.crash.conftest import MakeWorld
    from tests.crash.world import World

_REST = ("They met in Port Ansel on Tuesday.", "They agreed to meet again within the year.")
_TEXTS = (
    "The two leaders oppose any change of the harbour rules.",
    "The two leaders do not support any change of the harbour rules.",
    "The two leaders will never support a change of the harbour rules.",
    "The two leaders did not speak of the harbour rules.",
)


def test_what_came_since_the_backup_is_told_again_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    _say(world, 0)
    process = world.start()
    _until_told(world, 0)
    _say(world, 1)
    _until_told(world, 1)
    copied = str(world.folder / "copy.db")
    assert world.start("backup", copied).wait() == 0, world.journal
    _say(world, 2)
    _until_told(world, 2)
    assert process.terminate() == 0
    _restore(world)
    _say(world, 3)
    process = world.start()
    _until_told(world, 3)
    assert process.terminate() == 0
    # Each name stands for one text; the last edit is told against what the backup knew.
    subjects = [str(mail["Subject"]).partition(" | ")[0] for mail in world.mailbox.messages]
    assert sum(facts.told(world.mailbox).values()) == len(subjects) == 3
    assert [one[:3] for one in facts.facts(world).changes["pact"]] == [
        (1, 2, "wording"),
        (2, 3, "wording"),
    ]


def test_the_same_edit_found_again_is_told_again_once(make_world: "MakeWorld") -> None:
    world = make_world("world")
    _say(world, 0)
    process = world.start()
    _until_told(world, 0)
    assert world.start("backup", str(world.folder / "copy.db")).wait() == 0, world.journal
    _say(world, 1)
    _until_told(world, 1)
    assert process.terminate() == 0
    _restore(world)
    process = world.start()
    _until_told(world, 2)
    assert process.terminate() == 0
    first, again = world.mailbox.messages
    assert first["Subject"] == again["Subject"]
    assert first["Message-ID"] != again["Message-ID"]


def test_dying_as_what_was_not_sent_is_named_anew_tells_it_once(make_world: "MakeWorld") -> None:
    """The backup holds a message that was fixed and not tried; the store that went on sent it."""
    world = make_world("world")
    stage.rest(world)
    stage.edit(world)
    stage.die(world, stage.either_side("outbox._start")[1])
    ((fixed,),) = world.ask("SELECT message_id FROM messages")
    assert world.start("backup", str(world.folder / "copy.db")).wait() == 0, world.journal
    stage.go_on(world, lambda: len(world.mailbox.messages) == 1, "the message")
    _restore(world)
    before, after = stage.either_side("outbox.recover")
    stage.die(world, before)
    assert _unsent(world) == [(fixed,)]
    stage.die(world, after)
    ((anew,),) = _unsent(world)
    assert anew != fixed
    stage.go_on(world, lambda: len(world.mailbox.messages) == 2, "the message")
    first, again = world.mailbox.messages
    assert facts.said(first) == facts.said(again)
    assert len({fixed, anew, first["Message-ID"], again["Message-ID"]}) == 4


def _unsent(world: "World") -> list[tuple[str]]:
    return world.ask("SELECT message_id FROM deliveries WHERE state = 'pending'")


def _say(world: "World", number: int) -> None:
    for path in ("/pact", "/joint", "/shy"):
        world.site.pages[path] = page(*_REST, title="Still")
    world.site.pages["/press"] = stage.NOTHING_NEW
    world.site.pages["/pact"] = page(_TEXTS[number], *_REST)


def _until_told(world: "World", messages: int) -> None:
    """Until so many messages came, and the store waits for nothing."""
    settled = "SELECT count(*) FROM watches WHERE look = 0 AND version_id IS NOT NULL"
    waiting = "SELECT count(*) FROM deliveries WHERE state IN ('held', 'pending')"
    until(
        lambda: (
            len(world.mailbox.messages) >= messages
            and world.ask(settled) == [(3,)]
            and world.ask(waiting) == [(0,)]
        ),
        f"{messages} messages",
        60,
    )


def _restore(world: "World") -> None:
    """As `readout backup --help` says: with the daemon stopped, the file in the store's place."""
    for beside in world.folder.glob("readout.db*"):
        beside.unlink()
    shutil.copy(world.folder / "copy.db", world.folder / "readout.db")
