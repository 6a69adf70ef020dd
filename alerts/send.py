"""Sending one message to one channel. The big libraries load with the first use of their kind."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from alerts.channels import Email, File, Slack, Target, Webhook
from alerts.notices import Envelope, Notice
from alerts.outcome import Outcome, Refused, Sent


def send(
    target: Target, notice: Notice, envelope: Envelope, *, timeout: float = 30.0, now: datetime
) -> Outcome:
    """Compose the message and deliver it; failures of the other side are values.

    `timeout` seconds bound each exchange with the service. `now` is needed where a service says
    until when it wants to be left alone.
    """
    return _without_secrets(_deliver(target, notice, envelope, timeout, now), target)


def _deliver(
    target: Target, notice: Notice, envelope: Envelope, timeout: float, now: datetime
) -> Outcome:
    match target:
        case Email():
            from alerts import email_smtp

            return email_smtp.deliver(target, notice, envelope, timeout=timeout)
        case Slack():
            from alerts import slack

            return slack.deliver(target, notice, envelope, timeout=timeout, now=now)
        case Webhook():
            from alerts import webhook

            return webhook.deliver(target, notice, envelope, timeout=timeout, now=now)
        case File():
            from alerts import file

            return file.deliver(target, notice, envelope)
        case _:
            assert_never(target)


def _without_secrets(outcome: Outcome, target: Target) -> Outcome:
    """The outcome with no secret of the channel in its words, whoever repeated it to us."""
    match outcome:
        case Sent():
            return replace(outcome, warning=_masked(outcome.warning, target))
        case Refused():
            return replace(outcome, error=_masked(outcome.error, target) or "")


def _masked(said: str | None, target: Target) -> str | None:
    for secret in _secrets(target):
        said = said.replace(secret, "***") if said and secret else said
    return said


def _secrets(target: Target) -> list[str]:
    match target:
        case Email():
            held = [target.password]
        case Slack():
            held = [target.webhook, target.token]
        case Webhook():
            held = [target.secret]
        case _:
            held = []
    return [secret.reveal() for secret in held if secret is not None]
