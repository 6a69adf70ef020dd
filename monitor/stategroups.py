"""States that many sources of one host come to at about the same time: one message. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor import due

MANY = 3  # sources of a host in one state
WINDOW = timedelta(minutes=30)  # what is told within it belongs together
GATHER = timedelta(minutes=3)  # the longest that one waits for others

Key = tuple[str, str]  # the host, and the state or `ok` where it is well again


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery about the state of one source."""

    delivery_id: int
    key: Key
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a channel was told within the window: how many of a key, and since when as a group."""

    count: int = 0
    together_at: datetime | None = None


def groups(
    waiting: Sequence[Waiting],
    told: Mapping[Key, Told],
    expecting: Collection[Key],
    now: datetime,
    *,
    patient: bool,
) -> list[tuple[int, ...]]:
    """The deliveries that go now, as messages; those left out wait for others of their key.

    `expecting`: the keys of which more may come soon. Unless `patient`, nothing waits.
    """
    by_key: dict[Key, list[Waiting]] = defaultdict(list)
    for one in waiting:
        by_key[one.key].append(one)
    return [
        members
        for key, found in by_key.items()
        if not patient or not _waits(found, told.get(key, Told()), key in expecting, now)
        for members in _messages(found, told.get(key, Told()))
    ]


def _waits(found: Sequence[Waiting], told: Told, more: bool, now: datetime) -> bool:  # noqa: FBT001
    if told.together_at is not None:  # what follows a message about many is told at its end
        return due.within(told.together_at, now, WINDOW)
    return more and due.within(min(one.at for one in found), now, GATHER)


def _messages(found: Sequence[Waiting], told: Told) -> list[tuple[int, ...]]:
    ids = tuple(one.delivery_id for one in found)
    together = len(ids) > 1 and told.count + len(ids) >= MANY
    return [ids] if together else [(one,) for one in ids]
