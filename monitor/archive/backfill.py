"""The past of a source, from the Wayback Machine: what it kept is kept here as it came, and read.

It can be ended at any moment, and begun again: what is kept already is not fetched again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts import when
from monitor.archive import cdx, incoming, mementos
from monitor.errors import ReadoutError
from monitor.fetch.wayback import Archive, Lost, Memento, Refused
from monitor.queues import host_of
from monitor.watchlist import register_one
from storage import hosts, origins
from storage.hosts import Pause

if TYPE_CHECKING:
    from monitor.archive.incoming import Brought
    from monitor.clock import Clock
    from monitor.config.model import SourceConfig
    from storage.model import Verdict
    from storage.store import Store

_TRIES = 4
_PATIENCE = timedelta(minutes=15)  # whoever is to be left alone for longer is not waited for
_MOST_PARTS = 40  # of the index, of 5,000 captures each


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the index has of a source: what is to be fetched, and what of it is not, and why."""

    wanted: tuple[cdx.Row, ...]
    captures: int  # all that it lists
    there: int  # of those that were wanted: kept already
    redirects: int
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of one capture. Without a verdict it was not kept: for that reason, or being
    there already, imported."""

    at: datetime
    memento: str
    verdict: "Verdict | None"
    reason: str | None
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The archive wants to be left alone until then."""

    why: str
    until: datetime


class Backfill:
    """One source's past. Used from one thread; `done` counts what was kept."""

    def __init__(
        self, store: "Store", source: "SourceConfig", archive: Archive, clock: "Clock"
    ) -> None:
        self._store = store
        self._source = source
        self._archive = archive
        self._clock = clock
        self._refused = 0
        self._host = host_of(archive.place)
        with store.write() as tx:
            self._source_id = register_one(tx, source, clock.now())
        self.done: Brought = incoming.Brought()

    def pause(self) -> Wait | None:
        """Until when the archive wanted to be left alone when it was asked last; None: it may be
        asked."""
        with self._store.read() as rx:
            pause = hosts.pauses(rx).get(self._host)
        if pause is None or not pause.holds(self._clock.now()):
            return None
        return self._patience(Refused(why="it asked to be left alone", again_at=pause.until))

    def index(self, since: datetime, until: datetime | None) -> Iterator[Wait | Listed]:
        """Ask what there is, waiting where that is wanted; what is listed comes last."""
        rows: list[cdx.Row] = []
        key: str | None = None
        for _ in range(_MOST_PARTS):
            part = self._archive.index(self._source, since, until, key)
            while isinstance(part, Refused):
                yield self._patience(part)
                part = self._archive.index(self._source, since, until, key)
            self._refused = 0
            rows += part.rows
            key = part.key
            if key is None:
                yield self._listed(rows)
                return
        raise ReadoutError(
            f"the archive has more than {len(rows):,} captures of {self._source.id} in that time: "
            "ask for less of it at once, by --from and --to"
        )

    def fetch(self, listed: Listed) -> Iterator[Wait | Found]:
        """Fetch and keep what is wanted, the oldest first; each is kept before the next is asked
        for."""
        for row in listed.wanted:
            got = self._archive.memento(self._source, row)
            while isinstance(got, Refused):
                yield self._patience(got)
                got = self._archive.memento(self._source, row)
            self._refused = 0
            yield self._kept(row, got)

    def _listed(self, rows: list[cdx.Row]) -> Listed:
        with self._store.read() as rx:
            kept = origins.kept_of(rx, self._source_id, "wayback")
        wanted = list(cdx.ends_of_runs(rows))
        new = tuple(row for row in wanted if (row.original, row.at) not in kept)
        return Listed(
            wanted=new,
            captures=len(rows),
            there=len(wanted) - len(new),
            redirects=sum(row.worth == "redirect" for row in rows),
            errors=sum(row.worth == "error" for row in rows),
        )

    def _kept(self, row: cdx.Row, got: Memento | Lost) -> Found:
        if isinstance(got, Lost):
            at = mementos.address(self._archive.place, row)
            return Found(at=row.at, memento=at, verdict=None, reason=got.why)
        told = mementos.provenance(got.address, got.fetched_at)
        derivation = incoming.bring(
            self._store, self._source, got.exchange, told,
            done=self.done, now=self._clock.now(), origin="wayback",
        )  # fmt: skip
        if derivation is None:
            return Found(at=row.at, memento=got.address, verdict=None, reason=None)
        return Found(
            at=row.at,
            memento=got.address,
            verdict=derivation.verdict,
            reason=derivation.reason,
            version_id=derivation.version_id,
        )

    def _patience(self, refused: Refused) -> Wait:
        """How long to wait; raises where that is too long, or has been done often enough."""
        self._refused += 1
        now = self._clock.now()
        pause = Pause(asked_at=now, until=refused.again_at, source_id=self._source_id)
        with self._store.write() as tx:
            hosts.keep_pause(tx, self._host, pause)
        if refused.lasting or self._refused >= _TRIES or refused.again_at - now > _PATIENCE:
            raise ReadoutError(
                f"the archive does not answer for {self._source.id}: {refused.why}; "
                f"{_what_to_do(refused)}"
            )
        return Wait(why=refused.why, until=refused.again_at)


def _what_to_do(refused: Refused) -> str:
    if refused.lasting:
        return "nothing more can be had from there"
    return f"run this again after {when.utc(refused.again_at)}: what was kept is not fetched again"
