"""The outbox's promises against a real mail server: what arrived, and what the outcome says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerts.outcome import Outcome, Refused, Sent
from alerts.send import send

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from alerts.channels import Email
    from alerts.notices import ChangeNotice, Envelope
    from tests.alerts.by_mail.conftest import Mailbox


@pytest.fixture
def deliver(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope], now: datetime
) -> Callable[..., Outcome]:
    def run(target: Email, timeout: float = 5.0, **given: object) -> Outcome:
        return send(target, change(), envelope(**given), timeout=timeout, now=now)

    return run


@pytest.fixture
def talk(email: Callable[..., Email], deliver: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Deliver to the server at a port."""

    def run(port: int, **given: object) -> Outcome:
        return deliver(email(port, **given))

    return run


@pytest.mark.usefixtures("trusted")
def test_starttls_and_login(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    assert deliver(email(mailbox.port)) == Sent()
    (mail,) = mailbox.mails()
    assert mail["Subject"].startswith('"oppose" → "welcome"')
    assert mailbox.recipients == [["desk@example.org"]]


@pytest.mark.usefixtures("trusted")
def test_without_a_user_in_the_address_the_sender_logs_in(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    assert deliver(email(mailbox.port, smtp=f"smtp://localhost:{mailbox.port}")) == Sent()


@pytest.mark.usefixtures("trusted")
def test_tls_from_the_start(
    tls_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    target = email(0, smtp=f"smtps://localhost:{tls_mailbox.port}", password=None)
    assert deliver(target) == Sent()
    assert len(tls_mailbox.messages) == 1


@pytest.mark.usefixtures("trusted")
def test_the_same_message_twice_is_the_same_to_the_byte(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    deliver(email(mailbox.port))
    deliver(email(mailbox.port))
    first, second = mailbox.messages
    assert first == second


@pytest.mark.usefixtures("trusted")
def test_a_refused_login_is_the_channels_failure(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(email(mailbox.port, smtp=f"smtp://stranger@127.0.0.1:{mailbox.port}"))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert not outcome.permanent
    assert "login refused: 535" in outcome.error
    assert "harbor-light" not in outcome.error
    assert mailbox.messages == []


@pytest.mark.usefixtures("trusted")
def test_no_login_where_one_is_wanted(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(email(mailbox.port, password=None))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert "530" in outcome.error


def test_an_unknown_authority_is_the_channels_failure(
    mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(email(mailbox.port))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert "TLS failed" in outcome.error
    assert mailbox.messages == []


@pytest.mark.usefixtures("trusted")
def test_another_hosts_certificate_is_the_channels_failure(
    misnamed_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(email(misnamed_mailbox.port))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert "127.0.0.1" in outcome.error
    assert misnamed_mailbox.messages == []


def test_this_machine_needs_no_tls(
    plain_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    assert deliver(email(plain_mailbox.port, password=None)) == Sent()


def test_another_machine_without_starttls_gets_nothing(
    scripted: Callable[[list[bytes]], int],
    email: Callable[..., Email],
    deliver: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alerts.email_smtp.is_this_machine", lambda host: False)
    port = scripted([b"220 mail", b"250 mail", b"221 bye"])
    outcome = deliver(email(port))
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
    assert "STARTTLS" in outcome.error


@pytest.mark.parametrize(
    ("command", "answer", "meaning"),
    [
        ("RCPT", "450 4.2.0 greylisted", "later"),
        ("RCPT", "550 5.1.1 no such user", "permanent"),
        ("MAIL", "451 try later", "later"),
        ("MAIL", "553 5.7.1 not your address", "broken"),
        ("DATA", "451 try later", "later"),
        ("DATA", "554 5.7.0 rejected", "permanent"),
        ("DATA", "421 shutting down", "later"),
    ],
)
def test_answers_to_each_command(
    command: str,
    answer: str,
    meaning: str,
    plain_mailbox: Mailbox,
    talk: Callable[..., Outcome],
) -> None:
    plain_mailbox.answers[command] = answer
    outcome = talk(plain_mailbox.port, password=None)
    assert isinstance(outcome, Refused)
    assert outcome.permanent == (meaning == "permanent")
    assert outcome.channel_broken == (meaning == "broken")
    assert answer.split(maxsplit=1)[0] in outcome.error
    assert plain_mailbox.messages == []


def test_a_refused_recipient_among_good_ones(
    plain_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    plain_mailbox.answers["gone@example.org"] = "550 no such user"
    target = email(plain_mailbox.port, password=None, to=("gone@example.org", "desk@example.org"))
    outcome = deliver(target)
    assert outcome == Sent(warning="refused for gone@example.org (550 no such user)")
    assert plain_mailbox.recipients == [["desk@example.org"]]


def test_a_greylisted_recipient_among_good_ones_is_tried_again_for_a_while(
    plain_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    plain_mailbox.answers["slow@example.org"] = "450 greylisted"
    target = email(plain_mailbox.port, password=None, to=("slow@example.org", "desk@example.org"))
    assert isinstance(deliver(target, attempts=0), Refused)
    assert isinstance(deliver(target, attempts=3), Sent)
    assert len(set(plain_mailbox.messages)) == 1


def test_a_server_that_is_not_there(
    email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(email(1))
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert not outcome.channel_broken
    assert "127.0.0.1:1" in outcome.error


DIALOGUE = [
    b"220 mail", b"250-mail\r\n250 SIZE 100000000", b"250 sender", b"250 recipient", b"354 go on",
]  # fmt: skip


@pytest.mark.parametrize("stage", range(1, len(DIALOGUE) + 1))
def test_a_connection_dropped_at_any_stage_is_tried_again(
    stage: int,
    scripted: Callable[[list[bytes]], int],
    email: Callable[..., Email],
    deliver: Callable[..., Outcome],
) -> None:
    outcome = deliver(email(scripted(DIALOGUE[:stage]), password=None))
    assert isinstance(outcome, Refused)
    assert not outcome.permanent
    assert not outcome.channel_broken


@pytest.mark.parametrize("stage", range(len(DIALOGUE) + 1))
def test_a_server_that_hangs_at_any_stage_is_left(
    stage: int,
    scripted: Callable[[list[bytes]], int],
    email: Callable[..., Email],
    deliver: Callable[..., Outcome],
) -> None:
    outcome = deliver(email(scripted([*DIALOGUE[:stage], b"HANG"]), password=None), timeout=0.3)
    assert isinstance(outcome, Refused)
    assert not outcome.permanent


def test_a_hostile_answer_is_one_line(
    plain_mailbox: Mailbox, email: Callable[..., Email], deliver: Callable[..., Outcome]
) -> None:
    plain_mailbox.answers["DATA"] = "554 \x1b[2Jharbor-light " + "x" * 400
    outcome = deliver(email(plain_mailbox.port, password=None))
    assert isinstance(outcome, Refused)
    assert "\x1b" not in outcome.error
    assert len(outcome.error) < 300


def test_a_secret_repeated_by_the_server_is_not_passed_on(
    scripted: Callable[[list[bytes]], int],
    email: Callable[..., Email],
    deliver: Callable[..., Outcome],
) -> None:
    outcome = deliver(email(scripted([b"554 no service for harbor-light"])))
    assert isinstance(outcome, Refused)
    assert "no service for ***" in outcome.error
