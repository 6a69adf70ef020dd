"""Each way a mail server may fail: how many messages arrive in the end, and that none differs."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from storage import outbox
from tests.faulty_mail import Fault, FaultyMail, Stage, mail_failing

if TYPE_CHECKING:
    from tests.monitor.conftest import Desk, ScriptedSite

SUNDAY = "The harbour is open on Sunday."
MONDAY = "The harbour is open on Monday."
REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyMail]:
    from alerts import email_smtp

    whole = email_smtp.deliver
    monkeypatch.setattr(
        email_smtp, "deliver", lambda *given, timeout: whole(*given, timeout=min(timeout, 0.3))
    )
    with mail_failing() as serving:
        yield serving


@pytest.fixture
def watched(
    mail: FaultyMail, site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> Callable[..., "Desk"]:
    """A desk that is told by this mail server, and has read its first version."""

    def start() -> "Desk":
        site.say("/a", SUNDAY, *REST)
        smtp = f"smtp: 'smtp://desk@127.0.0.1:{mail.port}', password: '${{SMTP_PASSWORD}}'"
        channel = f"email: {{{smtp}, from: readout@example.org, to: [desk@example.org]}}"
        here = desk("/a", channel=channel, env={"SMTP_PASSWORD": "harbor-light"})
        here.baseline()
        site.say("/a", MONDAY, *REST)
        return here

    return start


def _states(here: "Desk") -> list[str]:
    with here.scheduler.store.read() as rx:
        return [one.state for one in outbox.listing(rx) if one.channel == "desk"]


STAGES: tuple[Stage, ...] = (
    "greeting", "ehlo", "login", "sender", "recipient", "data", "text", "goodbye",
)  # fmt: skip
ONCE = [
    *((Fault(stage, "drop"), 1) for stage in STAGES if stage != "text"),
    *((Fault(stage, "hang"), 1) for stage in STAGES if stage != "text"),
    (Fault("text", "drop"), 2),  # it was taken, and we were not told: repeated, never lost
    (Fault("text", "hang"), 2),
    (Fault("greeting", "421 4.3.2 too busy"), 1),
    (Fault("login", "454 4.7.0 try again later"), 1),
    (Fault("sender", "451 4.3.0 try again later"), 1),
    (Fault("recipient", "450 4.2.0 greylisted"), 1),
    (Fault("recipient", "452 4.2.2 mailbox full"), 1),
    (Fault("data", "451 4.3.0 try again later"), 1),
    (Fault("text", "452 4.3.1 no room"), 1),
]


@pytest.mark.parametrize(("fault", "arrived"), ONCE, ids=str)
def test_a_fault_that_passes_loses_nothing(
    fault: Fault, arrived: int, mail: FaultyMail, watched: "Callable[..., Desk]"
) -> None:
    here = watched()
    mail.faults.append(fault)
    here.round()
    here.clock.pass_by(minutes=2)
    here.look()
    assert _states(here) == ["sent"]
    assert len(mail.arrived) == arrived
    assert len(set(mail.arrived)) == 1, "a repeated message is the same to the byte"


FOR_EVER = [
    Fault("recipient", "550 5.1.1 no such user"),
    Fault("data", "554 5.7.0 rejected"),
    Fault("text", "554 5.7.0 rejected"),
]


@pytest.mark.parametrize("fault", FOR_EVER, ids=str)
def test_a_message_refused_for_good_is_dead_and_said(
    fault: Fault, mail: FaultyMail, watched: "Callable[..., Desk]"
) -> None:
    here = watched()
    mail.always = fault
    here.round()
    here.clock.pass_by(days=1)
    here.look()
    assert _states(here) == ["dead"]
    assert (mail.arrived, mail.connections) == ([], 1)
