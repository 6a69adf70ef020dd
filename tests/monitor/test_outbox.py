"""When messages go out: quiet hours, digests, services that refuse us or want to be left alone."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from alerts import drafts as wording
from monitor import notices
from monitor.grouping import Traffic, claim, group
from storage import channels, drafts, messages, outbox, sources
from storage.model import Delivery
from tests.e2e.site import until
from tests.slack import Slack, slack_serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.monitor.conftest import Desk, ScriptedSite

OPPOSE = "The two leaders oppose any change of the harbour rules."
REFUSE = "The two leaders do not support any change of the harbour rules."
SUNDAY = "The harbour is open on Sunday."
MONDAY = "The harbour is open on Monday."
REST = ("They met in Port Ansel.", "They agreed to meet again within the year.")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUIET = 'file: {path: alerts/}, quiet: "08:10-12:00", urgent: [negation]'


@pytest.fixture
def slack() -> Iterator[Slack]:
    with slack_serving() as service:
        yield service


def _by_webhook(slack: Slack) -> str:
    return f'slack: {{webhook: "{slack.url}/services/T1/B1/very-secret"}}'


def _states(desk: "Desk", channel: str = "desk") -> list[str]:
    with desk.scheduler.store.read() as rx:
        return [one.state for one in outbox.listing(rx) if one.channel == channel]


def test_quiet_hours_hold_back_what_is_not_urgent(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", OPPOSE, *REST)
    site.say("/b", SUNDAY, *REST)
    here = desk("/a", "/b", channel=QUIET)
    here.baseline()
    site.say("/a", REFUSE, *REST)
    site.say("/b", MONDAY, *REST)
    here.round()
    (urgent,) = here.mails
    assert urgent.startswith('"oppose" → "do not support"')
    here.clock.at = NOON
    here.look()
    assert [mail for mail in here.mails if '"Sunday" → "Monday"' in mail]
    assert len(here.mails) == 2


def test_quiet_hours_outlast_a_channel_that_was_broken(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    for path, text in (("/a", OPPOSE), ("/b", SUNDAY)):
        site.say(path, text, *REST)
    here = desk("/a", "/b", channel=QUIET)
    here.baseline()
    with here.scheduler.store.write() as tx:
        channels.set_state(tx, "desk", "broken", "full", here.clock.now(), here.clock.now())
    site.say("/a", REFUSE, *REST)
    site.say("/b", MONDAY, *REST)
    here.round()
    here.round()
    assert len(here.mails) == 1
    with here.scheduler.store.read() as rx:
        assert channels.states(rx)["desk"].state == "ok"


def test_what_is_muted_before_the_second_look_is_not_sent(
    site: "ScriptedSite", desk: "Callable[..., Desk]"
) -> None:
    site.say("/a", SUNDAY, *REST)
    here = desk("/a")
    here.baseline()
    site.say("/a", MONDAY, *REST)
    here.clock.pass_by(minutes=15)
    here.look()
    with here.scheduler.store.write() as tx:
        sources.mute(tx, 1, here.clock.now() + timedelta(days=3), "known")
    here.clock.pass_by(seconds=11)
    here.look()
    assert here.mails == []
    assert _states(here) == ["withdrawn"]


def _delivery(number: int, created_at: datetime = NOON) -> Delivery:
    return Delivery(
        delivery_id=number,
        alert_id=number,
        channel="desk",
        state="pending",
        urgent=False,
        created_at=created_at,
        next_attempt_at=NOON,
        first_attempt_at=None,
        attempts=0,
        error=None,
        message_id=None,
    )


def _sizes(count: int, traffic: Traffic, *, after: int = 0) -> list[int]:
    fresh = [_delivery(number) for number in range(count)]
    return [len(one) for one in group(fresh, fresh, traffic, NOON + timedelta(seconds=after))]


def test_more_than_five_changes_within_two_minutes_are_one_digest() -> None:
    assert _sizes(5, Traffic()) == [1] * 5
    assert _sizes(6, Traffic()) == [6]


def test_changes_that_trickle_in_are_collected_for_two_minutes() -> None:
    assert _sizes(1, Traffic(recent=4)) == [1]
    assert _sizes(1, Traffic(recent=5)) == []
    assert _sizes(20, Traffic(recent=5), after=119) == []
    assert _sizes(20, Traffic(recent=5), after=120) == [20]
    assert _sizes(1, Traffic(recent=5), after=120) == [1]
    assert _sizes(3, Traffic(held=9), after=60) == []
    assert _sizes(3, Traffic(held=9), after=120) == [1, 1, 1]


def test_a_clock_put_back_lets_nothing_wait_for_a_digest() -> None:
    assert _sizes(20, Traffic(recent=5), after=-86_400) == [20]


def test_who_does_not_come_back_lets_nothing_wait() -> None:
    assert _sizes(3, Traffic(recent=5, patient=False)) == [3]
    assert _sizes(3, Traffic(held=9, patient=False)) == [1, 1, 1]


def test_a_channel_that_wants_to_be_left_alone_is(
    site: "ScriptedSite", desk: "Callable[..., Desk]", slack: Slack
) -> None:
    paths = ("/a", "/b", "/c")
    for path in paths:
        site.say(path, SUNDAY, *REST)
    here = desk(*paths, channel=_by_webhook(slack))
    here.baseline()
    slack.always = (429, {"Retry-After": "600"}, "rate_limited")
    for path in paths:
        site.say(path, MONDAY, *REST)
    here.round()
    here.clock.pass_by(minutes=9)
    here.look()
    assert len(slack.posts) == 1
    slack.always = None
    here.clock.pass_by(minutes=2)
    here.look(rounds=2)
    assert len(slack.taken) == 3
    assert _states(here) == ["sent"] * 3


@pytest.mark.parametrize("answer", [(403, "invalid_token"), (404, "no_service"), (410, "gone")])
def test_a_revoked_webhook_is_dead_at_once_and_loses_nothing(
    answer: tuple[int, str], site: "ScriptedSite", desk: "Callable[..., Desk]", slack: Slack
) -> None:
    site.say("/a", SUNDAY, *REST)
    here = desk("/a", channel=_by_webhook(slack))
    here.baseline()
    slack.always = (answer[0], {}, answer[1])
    site.say("/a", MONDAY, *REST)
    here.round()
    assert len(slack.posts) == 1
    assert _states(here) == ["dead"]
    with here.scheduler.store.read() as rx:
        assert channels.states(rx)["desk"].state == "broken"
    here.look()
    (said,) = here.folder.glob("ops/*.eml")
    assert "channel desk takes no messages" in said.read_text(encoding="utf-8")
    here.clock.pass_by(minutes=10)
    here.look()
    assert len(slack.posts) == 1, "probed every 15 minutes, no more often"
    here.clock.pass_by(minutes=6)
    here.look()
    assert (len(slack.posts), _states(here)) == (2, ["dead"])
    slack.always = None
    here.clock.pass_by(minutes=16)
    here.look(rounds=2)
    assert _states(here) == ["sent"]
    assert len(slack.taken) == 1
    assert len(list(here.folder.glob("ops/*.eml"))) == 2


def test_a_channel_that_is_configured_no_more_is_said_to_the_operator(
    site: "ScriptedSite", desk: "Callable[..., Desk]", slack: Slack
) -> None:
    site.say("/a", SUNDAY, *REST)
    here = desk("/a", channel=_by_webhook(slack))
    here.baseline()
    slack.always = (500, {}, "down")
    site.say("/a", MONDAY, *REST)
    here.round()
    text = (here.folder / "sources.yaml").read_text(encoding="utf-8")
    here.configure(text.replace("desk", "newsroom"))
    here.clock.pass_by(minutes=5)
    here.look(rounds=2)
    assert _states(here) == ["dead"]
    (said,) = here.folder.glob("ops/*.eml")
    assert "channel desk is no longer in sources.yaml" in said.read_text(encoding="utf-8")


def test_a_refused_secret_is_read_again_before_the_next_probe(
    site: "ScriptedSite", desk: "Callable[..., Desk]", slack: Slack
) -> None:
    from monitor.config.load import load

    site.say("/a", SUNDAY, *REST)
    here = desk("/a", channel='slack: {webhook: "${HOOK}"}', env={"HOOK": f"{slack.url}/nobody"})
    here.scheduler.read_secrets_by(
        lambda: load(here.folder / "sources.yaml", {"HOOK": f"{slack.url}/services/T1/B1/new"})
    )
    here.baseline()
    slack.answers.append((404, {}, "no_service"))
    site.say("/a", MONDAY, *REST)
    here.round()
    assert slack.taken == []
    here.clock.pass_by(minutes=16)
    here.look()
    assert [path for path, _ in slack.posts] == ["/nobody", "/services/T1/B1/new"]
    assert len(slack.taken) == 1


def test_a_message_that_arrives_while_the_next_step_looks_is_not_sent_again(
    site: "ScriptedSite",
    desk: "Callable[..., Desk]",
    slack: Slack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A step reads what is due while that is on its way, and, on a busy machine, goes on later."""
    site.say("/a", OPPOSE, *REST)
    here = desk("/a", channel=_by_webhook(slack))
    here.baseline()
    slack.slow = threading.Event()
    site.say("/a", REFUSE, *REST)
    here.clock.pass_by(minutes=15)
    until(lambda: _step(here) and bool(slack.posts), "the post")
    before = outbox.due

    def due_on_a_busy_machine(rx: "Connection", now: datetime) -> list[Delivery]:
        found = before(rx, now)
        assert slack.slow is not None
        slack.slow.set()
        until(lambda: not here.scheduler.sending, "the end of sending")
        return found

    monkeypatch.setattr(outbox, "due", due_on_a_busy_machine)
    here.scheduler.send(here.clock.now())
    until(lambda: not here.scheduler.sending, "the end of sending")
    assert _states(here) == ["sent"]
    assert len(slack.taken) == 1


def _step(here: "Desk") -> bool:
    here.clock.pass_by(seconds=1)
    here.scheduler.tick(here.clock.now())
    return True


def test_a_message_that_is_repeated_says_the_same(
    site: "ScriptedSite", desk: "Callable[..., Desk]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was seen meanwhile: the chain is longer, the other text of the statement changed."""
    from alerts.outcome import Refused
    from alerts.send import send

    said: list[object] = []

    def once_in_vain(target: object, notice: object, *given: object, **named: object) -> object:
        said.append(notice)
        return send(target, notice, *given, **named) if len(said) > 1 else Refused(error="lost")  # type: ignore[arg-type]

    monkeypatch.setattr("monitor.outbox.send", once_in_vain)
    for path in ("/a", "/b"):
        site.say(path, OPPOSE, *REST)
    here = desk("/a", "/b", extra='select: "#text", statement: harbour')
    here.baseline()
    site.say("/a", REFUSE, *REST)
    here.round()
    assert len(said) == 1
    site.say("/b", OPPOSE, *REST, MONDAY)
    here.round()
    assert said[0] == said[1]
    assert _states(here)[-1] == "sent"
    with here.scheduler.store.read() as rx:
        assert rx.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one() == 0


@pytest.mark.parametrize("tried", [False, True])
def test_a_message_that_was_never_tried_has_another_name_after_a_start(
    site: "ScriptedSite", desk: "Callable[..., Desk]", *, tried: bool
) -> None:
    """Where the store is a backup, the one that went on has sent it under the name it had."""
    site.say("/a", OPPOSE, *REST)
    here = desk("/a")
    here.baseline()
    store = here.scheduler.store
    with store.write() as tx:
        channels.set_state(tx, "desk", "broken", "full", None, here.clock.now())
    site.say("/a", REFUSE, *REST)
    here.round()
    with store.write() as tx:
        channels.set_state(tx, "desk", "ok", None, None, here.clock.now())
        (due,) = outbox.due(tx, here.clock.now())
        (fixed,) = claim(
            tx, here.scheduler.config.channels["desk"], [due], Traffic(), here.clock.now()
        )
        if tried:
            notice = notices.build(tx, here.scheduler.config, [due])
            drafts.keep(tx, fixed.message_id, wording.as_data(notice))
    here.clock.pass_by(minutes=1)
    here.scheduler.recover()
    here.look()
    (mail,) = here.folder.glob("alerts/*.eml")
    said = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert (said["Message-ID"] == fixed.message_id) == tried
    with store.read() as rx:
        assert messages.untried(rx) == []
