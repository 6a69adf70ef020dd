"""Channels that take nothing: probed without a lock-out, said elsewhere, made up for afterwards."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli.main import cli
from storage import channels, outbox
from tests.faulty_mail import Fault, FaultyMail, mail_failing

if TYPE_CHECKING:
    from tests.monitor.conftest import Desk, ScriptedSite

REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")
LOCKED = Fault("login", "535 5.7.8 wrong password")
AWAY = Fault("greeting", "drop")
PATHS = ("/a", "/b", "/c")


@pytest.fixture
def mail() -> Iterator[FaultyMail]:
    with mail_failing() as serving:
        yield serving


@pytest.fixture
def told_twice(
    mail: FaultyMail, site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> Callable[..., "Desk"]:
    """A desk told by mail and by a folder, over pages that have been read once."""

    def start(*paths: str, alert: str = "desk, folder") -> "Desk":
        for path in paths:
            site.say(path, "The harbour is open on Sunday.", *REST)
        server = f"smtp: 'smtp://desk@127.0.0.1:{mail.port}', password: '${{PASSWORD}}'"
        email = f"email: {{{server}, from: readout@example.org, to: [desk@example.org]}}"
        here = desk(
            *paths,
            extra=f'select: "#text", alert: [{alert}]',
            channel=email + "}\n  folder: {file: {path: alerts/}",
            env={"PASSWORD": "harbor-light"},
        )
        here.baseline()
        return here

    return start


def _edit(site: "ScriptedSite", *paths: str, day: str = "Monday") -> None:
    for path in paths:
        site.say(path, f"The harbour is open on {day}.", *REST)


def _states(here: "Desk") -> set[str]:
    with here.scheduler.store.read() as rx:
        return {one.state for one in outbox.listing(rx) if one.channel == "desk"}


def _channel(here: "Desk") -> str:
    with here.scheduler.store.read() as rx:
        return channels.states(rx)["desk"].state


def _to_the_operator(here: "Desk") -> list[str]:
    return [one.read_text(encoding="utf-8") for one in sorted(here.folder.glob("ops/*.eml"))]


@pytest.mark.slow
def test_a_refused_login_is_tried_every_fifteen_minutes_and_no_more_often(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice(*PATHS)
    mail.always = LOCKED
    _edit(site, *PATHS)
    here.round()
    assert mail.logins == 1, "the others that wait must not lock us out"
    for _ in range(12):
        here.clock.pass_by(minutes=5)
        here.look()
    assert mail.logins == 5
    assert _states(here) == {"pending"}


def test_the_operator_and_the_sources_other_channels_hear_of_it_at_once(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a")
    mail.always = LOCKED
    _edit(site, "/a")
    here.round()
    here.look()
    (said,) = _to_the_operator(here)
    assert "channel desk takes no messages" in said
    assert any("channel desk takes no messages" in subject for subject in here.mails)
    assert any("a is told there" in " ".join(text.split()) for text in here.texts)
    mail.always = None
    here.clock.pass_by(minutes=16)
    here.look(rounds=2)
    assert any("channel desk works again" in subject for subject in here.mails)


def test_status_says_which_sources_are_told_to_nobody(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a", "/b", alert="desk")
    store = ["--store", str(here.folder / "readout.db")]
    assert "told to nobody" not in CliRunner().invoke(cli, [*store, "status"]).output
    mail.always = LOCKED
    _edit(site, "/a")
    here.round()
    said = CliRunner().invoke(cli, [*store, "status"])
    assert said.exit_code == 1
    assert "a and b" in said.output
    assert "2 sources told to nobody" in said.output


def test_what_is_told_nowhere_else_is_said(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a", "/b", alert="desk")
    mail.always = LOCKED
    _edit(site, "/a")
    here.round()
    here.look()
    (said,) = _to_the_operator(here)
    assert "a and b are told there, and nowhere else" in " ".join(said.split())


@pytest.mark.slow
@pytest.mark.parametrize("fault", [LOCKED, AWAY], ids=str)
def test_nothing_that_waits_for_a_broken_channel_ages(
    fault: Fault, mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a")
    mail.always = fault
    _edit(site, "/a")
    here.round()
    for _ in range(5 * 4):
        here.clock.pass_by(hours=6)
        here.look()
    assert (_states(here), _channel(here)) == ({"pending"}, "broken")
    mail.always = None
    here.clock.pass_by(minutes=16)
    here.look(rounds=2)
    assert (_states(here), _channel(here)) == ({"sent"}, "ok")
    assert len(mail.arrived) == 1


def test_a_server_out_of_reach_for_less_than_an_hour_is_no_broken_channel(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a")
    mail.always = AWAY
    _edit(site, "/a")
    here.round()
    for _ in range(9):
        here.clock.pass_by(minutes=5)
        here.look()
    assert _channel(here) == "ok"
    assert _to_the_operator(here) == []
    for _ in range(9):
        here.clock.pass_by(minutes=5)
        here.look()
    assert _channel(here) == "broken"
    assert len(_to_the_operator(here)) == 1


@pytest.mark.slow
def test_after_a_long_outage_what_waited_comes_as_a_digest(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a", "/b", "/c", "/d")
    mail.always = LOCKED
    _edit(site, "/a")
    here.round()
    for path in ("/b", "/c"):
        here.clock.pass_by(hours=3)
        _edit(site, path)
        here.round()
    site.say("/d", "The harbour is not open on Sunday.", *REST)
    here.round()
    here.clock.pass_by(hours=1)
    mail.always = None
    here.look(rounds=3)
    subjects = [str(one["Subject"]) for one in mail.mails()]
    assert len(subjects) == 3, "the one that probed, the digest, the negation by itself"
    assert subjects[0].startswith('"Sunday" → "Monday"')
    assert subjects[1].startswith('"Sunday" → "Monday" +1 more')
    assert "not" in subjects[2]
    assert _states(here) == {"sent"}


def test_after_a_short_outage_each_comes_by_itself(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice(*PATHS)
    mail.always = LOCKED
    _edit(site, *PATHS)
    here.round()
    here.clock.pass_by(hours=5)
    mail.always = None
    here.look(rounds=3)
    assert len(mail.arrived) == 3


def test_the_clock_that_is_set_back_puts_no_probe_off(
    mail: FaultyMail, site: "ScriptedSite", told_twice: "Callable[..., Desk]"
) -> None:
    here = told_twice("/a")
    mail.always = LOCKED
    _edit(site, "/a")
    here.round()
    here.clock.at -= timedelta(days=1)
    mail.always = None
    here.clock.pass_by(minutes=16)
    here.look(rounds=2)
    assert len(mail.arrived) == 1
