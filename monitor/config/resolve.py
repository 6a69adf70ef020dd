"""From the checked shape of the file to the configuration the program uses."""

from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from alerts import channels
from alerts.channels import Target
from alerts.secret import Secret
from monitor.config import shape
from monitor.config.document import Document
from monitor.config.model import Authority, Channel, Config, ListingConfig, SourceConfig

_AT_ROOT = ("contact", "operator", "heartbeat", "ping", "report_url", "min_free", "thin")
_PASSED_ON = frozenset(shape.Visiting.model_fields) - {"name", "every"}  # to what a listing finds
_FOR_LISTINGS = frozenset(field.name for field in fields(ListingConfig))


def resolve(root: shape.Root, document: Document, path: Path) -> Config:
    """Apply `defaults` to every source and listing, make targets of channels."""
    defaults = _given(root.defaults)
    own = _given(root)
    return Config(
        **{key: own[key] for key in _AT_ROOT if key in own},
        stamp=None if root.stamp is None else _authority(root.stamp, path),
        channels={
            name: _channel(name, channel, document.line(("channels", name)) or 0, path)
            for name, channel in (root.channels or {}).items()
        },
        sources=tuple(
            _source(source, defaults, document.line(("sources", index)) or 0)
            for index, source in enumerate(root.sources or ())
        ),
        listings=tuple(
            _listing(listing, defaults, document.line(("listings", index)) or 0)
            for index, listing in enumerate(root.listings or ())
        ),
        path=path,
    )


def _authority(stamp: shape.Stamp, path: Path) -> Authority:
    return Authority(url=stamp.url, certificate=path.absolute().parent / stamp.certificate)


def _given(model: shape.Shape | None) -> dict[str, Any]:
    """The fields that stand in the file; what was not given has its default in model.py."""
    if model is None:
        return {}
    values = {name: getattr(model, name) for name in model.model_fields_set}
    if "watch" in values:
        values["watch"] = tuple(term for terms in values["watch"] for term in terms)
    return values


def _source(source: shape.Source, defaults: dict[str, Any], line: int) -> SourceConfig:
    return SourceConfig(**{"name": source.id, **defaults, **_given(source), "line": line})


def _listing(listing: shape.Listing, defaults: dict[str, Any], line: int) -> ListingConfig:
    ours = {key: value for key, value in defaults.items() if key in _FOR_LISTINGS}
    own, document = _given(listing), _given(listing.document)
    passed_on = {key: value for key, value in own.items() if key in _PASSED_ON}
    template = {"name": listing.id, **defaults, **passed_on, **document}
    fixed = {"id": listing.id, "url": listing.url, "line": line}
    return ListingConfig(
        **{"name": listing.id, **ours, **own, "document": document, "line": line},
        template=SourceConfig(**template | fixed),
    )


def _channel(name: str, channel: shape.Channel, line: int, path: Path) -> Channel:
    given = _given(channel)
    kept = {
        key: given[key] for key in ("timezone", "tell", "only", "quiet", "urgent") if key in given
    }
    return Channel(name=name, target=_target(channel, path), line=line, **kept)


def _target(channel: shape.Channel, path: Path) -> Target:
    if channel.email:
        return _email(channel.email)
    if channel.slack:
        slack = channel.slack
        return channels.Slack(webhook=slack.webhook, token=slack.token, channel=slack.channel)
    if channel.webhook:
        return channels.Webhook(url=channel.webhook.url, secret=channel.webhook.secret)
    assert channel.file, "cross.py has refused channels that go nowhere"
    return channels.File(path=path.absolute().parent / channel.file.path)


def _email(email: shape.Email) -> channels.Email:
    smtp, password = email.smtp, email.password
    parts = urlsplit(smtp)
    if parts.password is not None:
        password = Secret(unquote(parts.password))
        smtp = parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}").geturl()
    return channels.Email(smtp=smtp, password=password, sender=email.sender, to=email.to)
