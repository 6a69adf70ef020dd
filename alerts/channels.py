"""Where alerts go: one value a kind of channel."""

from dataclasses import dataclass
from pathlib import Path

from alerts.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """A mail server and who writes to whom. `smtp` is an smtp:// or smtps:// address."""

    smtp: str
    password: Secret | None
    sender: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """A webhook, or a bot's token and the channel it writes to. `api_url` is Slack's own."""

    webhook: Secret | None
    token: Secret | None
    channel: str | None
    api_url: str = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address of the user's own that is sent signed JSON."""

    url: str
    secret: Secret | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A folder that receives one .eml a message."""

    path: Path


Target = Email | Slack | Webhook | File
