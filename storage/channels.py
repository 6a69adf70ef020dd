"""How sending to each channel goes: ok or broken, since when, and when to try again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from storage.model import State
from storage.tables.bookkeeping import CHANNELS

PROBE_EVERY = timedelta(minutes=15)  # a channel that refuses us; more often would lock us out


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """The state of one channel; one that was never mentioned is ok."""

    name: str
    state: State
    reason: str | None
    since: datetime
    next_probe_at: datetime | None


def states(tx: Connection) -> dict[str, ChannelState]:
    """What is known of the channels, by name."""
    names = ChannelState.__dataclass_fields__
    rows = tx.execute(select(*[CHANNELS.c[name].label(name) for name in names])).mappings()
    return {row["name"]: ChannelState(**row) for row in rows}


def set_state(  # noqa: PLR0917
    tx: Connection,
    name: str,
    state: State,
    reason: str | None,
    next_probe_at: datetime | None,
    now: datetime,
) -> None:
    """Note how a channel goes; `since` stays while the state does."""
    known = states(tx).get(name)
    row = {"state": state, "reason": reason, "next_probe_at": next_probe_at}
    if known is None:
        tx.execute(insert(CHANNELS), row | {"name": name, "since": now})
        return
    since = known.since if known.state == state else now
    tx.execute(update(CHANNELS).where(CHANNELS.c.name == name).values(row | {"since": since}))


def configure(tx: Connection, names: Collection[str], now: datetime) -> None:
    """Enter as ok the channels that are new; forget those that are no longer configured."""
    tx.execute(delete(CHANNELS).where(CHANNELS.c.name.not_in(names)))
    known = states(tx)
    for name in names:
        if name not in known:
            set_state(tx, name, "ok", None, None, now)


def probe(tx: Connection, now: datetime, name: str | None = None) -> None:
    """Let broken channels (this one, or all) be tried at once: somebody mended them."""
    broken = update(CHANNELS).where(CHANNELS.c.state == "broken")
    if name is not None:
        broken = broken.where(CHANNELS.c.name == name)
    tx.execute(broken.values(next_probe_at=now))
