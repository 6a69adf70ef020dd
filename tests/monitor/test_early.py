"""Visits between the looks: an ordinary one, perhaps from a cache, confirms nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.monitor.conftest import Desk, ScriptedSite

REST = ("They met on Tuesday.", "They will meet again.")


def test_a_visit_before_the_third_look_does_not_decide_it(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "First text.", *REST)
    one = desk("/a", extra='select: "#text", every: 1m')
    one.round()
    one.clock.pass_by(minutes=1)
    site.say("/a", "Second text.", *REST)
    one.look()
    one.clock.pass_by(seconds=11)
    site.say("/a", "Third text.", *REST)
    one.look()
    for _ in range(9):
        one.clock.pass_by(minutes=1)
        one.look()
        assert one.mails == []
    one.clock.pass_by(minutes=1)
    one.look()
    assert len(one.mails) == 1


def test_a_visit_before_the_second_look_does_not_decide_it(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", "First text.", *REST)
    one = desk("/a", extra='select: "#text", every: 1m, second_look: 5m')
    one.look()
    one.clock.pass_by(minutes=6)
    one.look()
    site.say("/a", "Second text.", *REST)
    one.clock.pass_by(minutes=1)
    one.look()
    for _ in range(4):
        one.clock.pass_by(minutes=1)
        one.look()
        assert one.mails == []
    one.clock.pass_by(minutes=1)
    one.look()
    assert len(one.mails) == 1
