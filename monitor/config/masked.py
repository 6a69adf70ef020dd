"""The configuration as it may be shown: secrets as `***`, durations as sources.yaml writes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import time, timedelta
from types import NoneType, UnionType
from typing import Any

from alerts.channels import Target
from alerts.secret import Secret
from monitor.config.checks import format_size
from monitor.config.explain import TARGETS, keys, without_password
from monitor.config.model import (
    NOT_WRITTEN,
    Authority,
    Channel,
    Config,
    Place,
    Watched,
)
from monitor.config.substitute import VEIL
from monitor.due import Cron, Interval, format_duration, format_every
from monitor.pace import Step, format_step
from storage.model import Term


def masked(config: Config) -> dict[str, Any]:
    """The whole configuration, defaults applied, as plain values for JSON.

    What came from a `${NAME}` is `***` wherever it stands, and so is what a secret's key holds.
    """
    shown = _rendered(config)
    for place, text in config.veils.items():
        _veil(shown, place, text)
    return shown


def _rendered(config: Config) -> dict[str, Any]:
    return {
        "contact": config.contact,
        "operator": list(config.operator),
        "heartbeat": _plain(config.heartbeat) if config.heartbeat else False,
        "ping": config.ping,
        "stamp": _stamp(config.stamp),
        "report_url": config.report_url,
        "min_free": format_size(config.min_free),
        "thin": config.thin,
        "channels": {name: _channel(channel) for name, channel in config.channels.items()},
        "sources": [_entry(source) for source in config.sources],
        "listings": [_entry(listing) for listing in config.listings],
    }


def _veil(shown: dict[str, Any], place: Place, text: str) -> None:
    within: Any = shown
    for step in place[:-1]:
        try:
            within = within[step]
        except (KeyError, IndexError, TypeError):
            return  # not shown at all, as what a source says differently from `defaults`
    last = place[-1]
    known = last in within if isinstance(within, dict) else isinstance(within, list)
    if known and within[last] is not None:
        within[last] = [text] if isinstance(within[last], list) else text


def _entry(entry: Watched) -> dict[str, Any]:
    names = [field.name for field in fields(entry) if field.name not in NOT_WRITTEN]
    values = {name: _plain(getattr(entry, name)) for name in names}
    return values | {"max_size": format_size(entry.max_size)}


def _channel(channel: Channel) -> dict[str, Any]:
    quiet = channel.quiet and f"{_plain(channel.quiet[0])}-{_plain(channel.quiet[1])}"
    way = type(channel.target).__name__.lower()
    return {
        way: _target(channel.target, way),
        "timezone": channel.timezone,
        "tell": list(channel.tell),
        "only": list(channel.only),
        "quiet": quiet,
        "urgent": list(channel.urgent),
    }


def _target(to: Target, way: str) -> dict[str, Any]:
    """A target under the keys of sources.yaml, without what was not given."""
    names = {"from": "sender"}
    values = {key: getattr(to, names.get(key, key)) for key in keys(TARGETS[way])}
    return {key: _plain(value) for key, value in values.items() if value is not None}


def _stamp(stamp: Authority | None) -> dict[str, Any] | None:
    if stamp is None:
        return None
    return {"url": without_password(stamp.url), "certificate": str(stamp.certificate)}


def _term(term: Term) -> str | dict[str, list[str]]:
    return term.name if term.phrases == (term.name,) else {term.name: list(term.phrases)}


_FORMS: tuple[tuple[type | UnionType, Callable[[Any], Any]], ...] = (
    (NoneType | bool | int, lambda value: value),
    (str, without_password),
    (Secret, lambda _: VEIL),
    (time, lambda value: value.strftime("%H:%M")),
    (timedelta, format_duration),
    (Interval | Cron, format_every),
    (Step, format_step),
    (Term, _term),
    (Mapping, lambda value: {key: _plain(item) for key, item in value.items()}),
    (Sequence, lambda value: [_plain(item) for item in value]),
    (object, str),
)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON has
    return next(form(value) for kind, form in _FORMS if isinstance(value, kind))
