"""When the root over all heads is stamped: daily, and after each confirmed change.

Beside the rounds, so that an authority that is slow or down delays nobody: it is tried again, and
after a day the operator is told once.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor import machine
from monitor.due import rests
from monitor.errand import Errand
from monitor.proof import merkle
from monitor.version import user_agent
from storage import chain, meta, stamps

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config
    from monitor.proof.authority import Refused, Stamped
    from storage.store import Store

_log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)  # between two questions
_WANTED = "stamp:wanted"  # when a change was last confirmed
_FAILING = "stamp:failing"  # since when there is none; `told` behind it once the operator knows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is under way: the root, the heads it was made of, and when they were read."""

    root: bytes
    heads: Mapping[str, chain.Tip]
    read_at: datetime
    url: str


def want(tx: "Connection", now: datetime) -> None:
    """A change was confirmed: what the store holds now is to be stamped."""
    meta.put(tx, _WANTED, now.isoformat())


def due(last: datetime | None, wanted: datetime | None, now: datetime) -> bool:
    """Whether a stamp is due; `last`: when the heads of the last one were read."""
    if last is None or last > now:  # the clock was set back
        return True
    return now - last >= _DAY or (wanted is not None and wanted > last)


class Stamper:
    """Has the root stamped when it is due. Used from one thread."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._errand: Errand[Stamped | Refused] = Errand("stamping the root")
        self._asked: _Asked | None = None
        self._failures = 0
        self._not_before: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether an answer is waited for."""
        return self._errand.under_way

    def tick(self, config: "Config", now: datetime) -> None:
        """Keep the stamp that came, ask for one that is due; returns at once."""
        if self._errand.under_way:
            return
        if self._asked is not None:
            self._answered(config, self._asked, now)
            self._asked = None
        if config.stamp is None or rests(self._not_before, now, _LONGEST):
            return
        with self._store.read() as rx:
            heads = chain.tips(rx) if _due(rx, now) else {}
        if not heads:
            return
        from monitor.proof import authority  # a check that finds nothing due asks nobody

        root = merkle.root({slug: head.link_sha256 for slug, head in heads.items()})
        self._asked = _Asked(root=root, heads=heads, read_at=now, url=config.stamp.url)
        self._not_before = now + _SHORTEST
        agent = user_agent(config.contact)
        self._errand.start(partial(authority.stamp, config.stamp, root, agent))

    def _answered(self, config: "Config", asked: _Asked, now: datetime) -> None:
        from monitor.proof.authority import Refused, Stamped

        answer = self._errand.take() or Refused(why="a fault of this program: see its log")
        if isinstance(answer, Stamped):
            self._failures = 0
            with self._store.write() as tx:
                _keep(tx, asked, answer)
            return
        if self._failures == 0:
            _log.warning("no stamp from the authority in sources.yaml: %s", answer.why)
        self._failures += 1
        self._not_before = now + min(_SHORTEST * (1 << min(self._failures, 6)), _LONGEST)
        with self._store.write() as tx:
            _failed(tx, config, answer.why, now)


def _due(rx: "Connection", now: datetime) -> bool:
    last, wanted = stamps.latest(rx), meta.get(rx, _WANTED)
    return due(
        last.read_at if last else None, datetime.fromisoformat(wanted) if wanted else None, now
    )


def _keep(tx: "Connection", asked: _Asked, answer: "Stamped") -> None:
    stamps.keep(
        tx,
        url=asked.url,
        certificate=answer.certificate,
        root_sha256=asked.root,
        heads=asked.heads,
        read_at=asked.read_at,
        stamped_at=answer.at,
        token=answer.token,
    )
    if meta.get(tx, _FAILING):
        meta.put(tx, _FAILING, "")


def _failed(tx: "Connection", config: "Config", why: str, now: datetime) -> None:
    since, _, told = (meta.get(tx, _FAILING) or "").partition(" ")
    if not since:
        meta.put(tx, _FAILING, now.isoformat())
    elif not told and now - datetime.fromisoformat(since) >= _DAY:
        meta.put(tx, _FAILING, f"{since} told")
        lines = [
            f"The last time it was asked: {why}.",
            "Watching and alerts go on, and it is asked again at least once an hour.",
            "Until it answers, no outside witness but the messages says what the store holds.",
            "See 'stamp' in sources.yaml.",
        ]
        subject = "no stamp from the time-stamping authority for a day"
        machine.operator(tx, config.operator, subject, lines, now)
