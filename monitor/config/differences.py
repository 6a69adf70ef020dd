"""What changed between two configurations, in sentences for the log; secrets are never shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is otherwise. `what` says it of `name`; `key` is the key that changed."""

    kind: Literal["file", "channel", "source", "listing"]
    name: str  # of the channel, source or listing; "" of the file itself
    effect: Literal["added", "removed", "renamed", "changed"]
    what: str
    key: str | None = None
    formerly: str | None = None  # the id before, of one that was renamed

    def __str__(self) -> str:
        """The sentence for the log."""
        if self.kind == "file":
            return self.what
        if self.effect == "renamed":
            return f"{self.kind} {self.formerly} {self.what}"
        colon = ":" if self.effect == "changed" else ""
        return f"{self.kind} {self.name}{colon} {self.what}"


def diff_configs(old: Config, new: Config) -> list[str]:
    """`source a: every 15m → 5m`, `source b added`, `channel desk: email.password changed`."""
    return [str(one) for one in differences(old, new)]


def differences(old: Config, new: Config) -> list[Difference]:
    """All that is otherwise: what concerns the file, its channels, its sources, its listings."""
    before, after = masked(old), masked(new)
    return [
        *_fields(Difference(kind="file", name="", effect="changed", what=""),
                 _Side(old, before), _Side(new, after), _AT_ROOT),
        *_channels(old, new, before["channels"], after["channels"]),
        *_entries("source", _sides(old.sources, before), _sides(new.sources, after)),
        *_entries("listing", _sides(old.listings, before), _sides(new.listings, after)),
    ]  # fmt: skip


def _fields(
    of: Difference, old: _Side, new: _Side, names: Sequence[str], within: str = ""
) -> Iterator[Difference]:
    for name in names:
        if getattr(old.value, name) != getattr(new.value, name):
            key = "from" if name == "sender" else name
            what = within + _change(key, old.shown.get(key), new.shown.get(key))
            yield replace(of, what=what, key=within + key)


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


def _entries(
    kind: Literal["source", "listing"], old: dict[str, _Side], new: dict[str, _Side]
) -> Iterator[Difference]:
    was = {slug: _was(slug, side.value, old) for slug, side in new.items()}
    yield from (
        Difference(kind=kind, name=slug, effect="removed", what="removed")
        for slug in old
        if slug not in was.values()
    )
    for slug, side in new.items():
        before = was[slug]
        if before is None:
            yield Difference(kind=kind, name=slug, effect="added", what="added")
            continue
        if before != slug:
            yield Difference(
                kind=kind, name=slug, effect="renamed", what=f"is now called {slug}",
                formerly=before,
            )  # fmt: skip
        unnamed = NOT_WRITTEN | {"id"}
        names = [field.name for field in fields(side.value) if field.name not in unnamed]
        of = Difference(kind=kind, name=slug, effect="changed", what="")
        yield from _fields(of, old[before], side, names)


def _was(slug: str, entry: Watched, old: Mapping[str, _Side]) -> str | None:
    """The id an entry had before; None if it is new."""
    if slug in old:
        return slug
    formerly = entry.formerly if isinstance(entry, SourceConfig) else None
    return formerly if formerly in old else None


def _channels(
    old: Config, new: Config, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    yield from (
        Difference(kind="channel", name=name, effect="removed", what="removed")
        for name in old.channels
        if name not in new.channels
    )
    for name, channel in new.channels.items():
        if name not in old.channels:
            yield Difference(kind="channel", name=name, effect="added", what="added")
            continue
        of = Difference(kind="channel", name=name, effect="changed", what="")
        was, now = _Side(old.channels[name], before[name]), _Side(channel, after[name])
        yield from _target(of, was, now)
        yield from _fields(of, was, now, _IN_CHANNEL)


def _target(of: Difference, old: _Side, new: _Side) -> Iterator[Difference]:
    was, now = _way(old.value), _way(new.value)
    if was != now:
        yield replace(of, what=f"{was} → {now}", key=now)
        return
    sides = _Side(old.value.target, old.shown[was]), _Side(new.value.target, new.shown[now])
    names = [field.name for field in fields(new.value.target)]
    yield from _fields(of, *sides, names, within=f"{now}.")


def _way(channel: Channel) -> str:
    return type(channel.target).__name__.lower()
