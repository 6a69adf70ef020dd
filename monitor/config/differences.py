"""What changed between two configurations, in sentences for the log; secrets are never shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from monitor.config.masked import masked
from monitor.config.model import NOT_WRITTEN, Channel, Config, ListingConfig, SourceConfig, Watched
from monitor.config.substitute import VEIL

_AT_ROOT = (
    "contact", "operator", "heartbeat", "ping", "stamp", "report_url", "min_free", "thin",
)  # fmt: skip
_IN_CHANNEL = ("timezone", "tell", "only", "quiet", "urgent")


@dataclass(frozen=True, slots=True)
class _Side:
    """A value, compared as it is, and the form it may be shown in."""

    value: Any
    shown: Mapping[str, Any]


def diff_configs(old: Config, new: Config) -> list[str]:
    """`source a: every 15m → 5m`, `source b added`, `channel desk: email.password changed`."""
    before, after = masked(old), masked(new)
    return [
        *_fields("", _Side(old, before), _Side(new, after), _AT_ROOT),
        *_channels(old, new, before["channels"], after["channels"]),
        *_entries("source", _sides(old.sources, before), _sides(new.sources, after)),
        *_entries("listing", _sides(old.listings, before), _sides(new.listings, after)),
    ]


def _fields(owner: str, old: _Side, new: _Side, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if getattr(old.value, name) != getattr(new.value, name):
            key = "from" if name == "sender" else name
            yield owner + _change(key, old.shown.get(key), new.shown.get(key))


def _change(name: str, before: object, after: object) -> str:
    if before == after or VEIL in f"{before}{after}":
        return f"{name} changed"
    return f"{name} {_written(before)} → {_written(after)}"


def _written(value: object) -> str:
    if value in (None, False, [], {}):
        return "none"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _sides(entries: Sequence[Watched], shown: Mapping[str, Any]) -> dict[str, _Side]:
    section = "listings" if entries and isinstance(entries[0], ListingConfig) else "sources"
    return {
        entry.id: _Side(entry, form) for entry, form in zip(entries, shown[section], strict=False)
    }


def _entries(kind: str, old: dict[str, _Side], new: dict[str, _Side]) -> Iterator[str]:
    was = {slug: _was(slug, side.value, old) for slug, side in new.items()}
    yield from (f"{kind} {slug} removed" for slug in old if slug not in was.values())
    for slug, side in new.items():
        before = was[slug]
        if before is None:
            yield f"{kind} {slug} added"
            continue
        if before != slug:
            yield f"{kind} {before} is now called {slug}"
        unnamed = NOT_WRITTEN | {"id"}
        names = [field.name for field in fields(side.value) if field.name not in unnamed]
        yield from _fields(f"{kind} {slug}: ", old[before], side, names)


def _was(slug: str, entry: Watched, old: Mapping[str, _Side]) -> str | None:
    """The id an entry had before; None if it is new."""
    if slug in old:
        return slug
    formerly = entry.formerly if isinstance(entry, SourceConfig) else None
    return formerly if formerly in old else None


def _channels(
    old: Config, new: Config, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    yield from (f"channel {name} removed" for name in old.channels if name not in new.channels)
    for name, channel in new.channels.items():
        if name not in old.channels:
            yield f"channel {name} added"
            continue
        was, now = _Side(old.channels[name], before[name]), _Side(channel, after[name])
        yield from _target(f"channel {name}: ", was, now)
        yield from _fields(f"channel {name}: ", was, now, _IN_CHANNEL)


def _target(owner: str, old: _Side, new: _Side) -> Iterator[str]:
    was, now = _way(old.value), _way(new.value)
    if was != now:
        yield f"{owner}{was} → {now}"
        return
    sides = _Side(old.value.target, old.shown[was]), _Side(new.value.target, new.shown[now])
    yield from _fields(f"{owner}{now}.", *sides, [field.name for field in fields(new.value.target)])


def _way(channel: Channel) -> str:
    return type(channel.target).__name__.lower()
