"""Slack's refusals: what they mean for the message and the channel, and that no secret is told."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from alerts.channels import Slack
from alerts.outcome import Outcome, Refused, Sent
from alerts.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.notices import ChangeNotice
    from tests.slack import Slack as Service


def test_details_that_fail_are_a_warning_not_a_second_message(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    good = json.dumps({"ok": True, "ts": "1.1", "channel": "C0HARBOR"})
    slack_service.answers += [(200, {}, good), (500, {}, "down")]
    outcome = deliver(slack_service.by_token(), change())
    assert isinstance(outcome, Sent)
    assert outcome.remote_id == "1.1"
    assert "details could not be added" in (outcome.warning or "")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((429, {"Retry-After": "37"}, "rate_limited"), Refused(error="", retry_after=37.0)),
        ((500, {}, "oops"), Refused(error="")),
        ((200, {}, "<html>log in</html>"), Refused(error="")),
        ((302, {"Location": "http://127.0.0.1:1/"}, ""), Refused(error="")),
        ((403, {}, "invalid_token"), Refused(error="", permanent=True, channel_broken=True)),
        ((404, {}, "no_service"), Refused(error="", permanent=True, channel_broken=True)),
        ((410, {}, "channel_is_archived"), Refused(error="", permanent=True, channel_broken=True)),
        ((400, {}, "user_not_found"), Refused(error="", permanent=True)),
    ],
)
def test_what_a_webhooks_refusals_mean(
    answer: tuple[int, dict[str, str], str],
    expected: Refused,
    slack_service: Service,
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    slack_service.answers.append(answer)
    outcome = deliver(slack_service.by_webhook(), change())
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.channel_broken, outcome.retry_after) == (
        expected.permanent, expected.channel_broken, expected.retry_after,
    )  # fmt: skip
    assert str(answer[0]) in outcome.error
    assert "very-secret" not in outcome.error
    assert len(slack_service.posts) == 1


def test_refused_blocks_are_sent_again_once_in_plain_form(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    slack_service.answers.append((400, {}, "invalid_blocks"))
    assert deliver(slack_service.by_webhook(), change()) == Sent()
    (taken,) = slack_service.taken
    assert "blocks" not in taken
    assert "[-oppose-]{+welcome+}" in taken["text"]
    slack_service.answers += [(400, {}, "invalid_blocks")] * 2
    outcome = deliver(slack_service.by_webhook(), change())
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert len(slack_service.posts) == 4


@pytest.mark.parametrize(
    ("error", "broken"),
    [
        ("token_revoked", True),
        ("channel_not_found", True),
        ("internal_error", False),
        ("ratelimited", False),
    ],
)
def test_what_the_apis_refusals_mean(
    error: str,
    broken: object,
    slack_service: Service,
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
) -> None:
    slack_service.answers.append((200, {}, json.dumps({"ok": False, "error": error})))
    outcome = deliver(slack_service.by_token(), change())
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken is broken
    assert not outcome.permanent
    assert error in outcome.error


def test_the_api_refuses_a_wrong_token_too_many_requests_and_blocks(
    slack_service: Service, change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    wrong = deliver(slack_service.by_token("xoxb-bad"), change())
    assert isinstance(wrong, Refused)
    assert wrong.channel_broken
    assert "xoxb" not in wrong.error
    slack_service.answers.append((429, {"Retry-After": "12"}, '{"ok":false,"error":"ratelimited"}'))
    busy = deliver(slack_service.by_token(), change())
    assert isinstance(busy, Refused)
    assert busy.retry_after == 12.0
    slack_service.answers.append((200, {}, '{"ok":false,"error":"invalid_blocks"}'))
    assert isinstance(deliver(slack_service.by_token(), change()), Sent)


def test_a_service_that_is_not_there_and_no_secret_in_any_word(
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for address in ("http://127.0.0.1:1/services/very-secret", "nonsense/very-secret"):
        target = Slack(webhook=Secret(address), token=None, channel=None)
        outcome = deliver(target, change())
        assert isinstance(outcome, Refused)
        assert not outcome.permanent
        assert "very-secret" not in f"{outcome} {target}"
    token = Slack(
        webhook=None, token=Secret("xoxb-very-secret"), channel="c", api_url="http://127.0.0.1:1/"
    )
    assert isinstance(deliver(token, change()), Refused)
    written = caplog.text + "".join(capfd.readouterr())
    assert "very-secret" not in written


def test_the_environments_proxies_do_not_matter(
    slack_service: Service,
    change: Callable[..., ChangeNotice],
    deliver: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert deliver(slack_service.by_webhook(), change()) == Sent()
    assert isinstance(deliver(slack_service.by_token(), change()), Sent)


def test_a_channel_with_nothing_to_send_by(
    change: Callable[..., ChangeNotice], deliver: Callable[..., Outcome]
) -> None:
    outcome = deliver(Slack(webhook=None, token=None, channel=None), change())
    assert isinstance(outcome, Refused)
    assert outcome.channel_broken
