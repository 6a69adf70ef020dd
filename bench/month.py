"""A simulated month: 500 pages, a visit every six hours, a fault every three minutes, and edits.

A fifth of the pages are documents that listings publish, take off and move.

`python -m bench.month` prints what was edited and told, what was missed, told without an edit or
told twice, the memory at the start and at the end, and what a capture and a source's year cost on
disk; it ends with 1 where anything went wrong. `--days 2 --sources 50` makes a shorter run.

Everything is real but the network, the mail server and the clock: `tick(now)` is called every
two simulated minutes, less often while nothing is due.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import text

from bench.month_count import Count, count
from bench.month_faults import Faults, plan
from bench.month_pages import Page, pages
from bench.month_press import START, Listing, listings
from bench.month_world import Hands, World
from monitor.clock import SYSTEM
from monitor.config.load import load
from monitor.scheduler import Scheduler
from storage.store import Store, open_store

_STEP, _LONGEST_STEP = timedelta(minutes=2), timedelta(minutes=15)
_MEMORY = Path("/dev/shm")  # a store there costs no waiting for a disk
_JUMP = timedelta(days=1)
_PATIENCE = 600.0  # real seconds for one step
_CAPTURES = "SELECT count(*) FROM captures"
_SIZE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_HEAD = """\
operator: [ops]
heartbeat: false
defaults: {{every: {every}, spacing: 0s, alert: [desk]}}
channels:
  desk: {{file: {{path: alerts/}}}}
  ops: {{file: {{path: ops/}}}}
sources:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gave."""

    count: Count
    visits: int
    spoiled: int
    faults: int
    captures: int
    memory_mb: tuple[float, float]  # after the first day (of less, the first tenth), and at the end
    store_bytes: tuple[int, int]  # likewise


def month(folder: Path, *, sources: int, days: float, every: str = "1h") -> Run:
    """Live through it, in that folder."""
    made = pages(sources, days)
    lists = listings(made)
    hosts = dict.fromkeys(page.host for page in made)
    faults = plan([*(one.slug for one in made), *(one.slug for one in lists)], hosts, START, days)
    served = {url: page for page in made for url in (page.url, page.moved_url)}
    world = World(pages={**served, **{one.url: one for one in lists}}, faults=faults)
    config = folder / "sources.yaml"
    written = [
        _HEAD.format(every=every),
        *(_source(page) for page in made if page.life is None),
        "listings:\n",
        *(_listing(one, every) for one in lists),
    ]
    config.write_text("".join(written), encoding="utf-8")
    with _in_place_of_the_world(world):
        captures, memory, size = _live(world, folder, config, days)
    return Run(
        count=count(made, world.ledger, START + timedelta(days=days)),
        visits=sum(world.visits.values()),
        spoiled=world.spoiled,
        faults=len(faults.every),
        captures=captures,
        memory_mb=memory,
        store_bytes=size,
    )


def _source(page: Page) -> str:
    select = ", select: '#text'" if page.select else ""
    return f"  - {{id: {page.slug}, url: '{page.url}', language: {page.language}{select}}}\n"


def _listing(one: Listing, every: str) -> str:
    """Every other one selects the text of its documents; the first leaves them at their pace."""
    first = one.pages[-1]
    select = ", select: '#text'" if int(one.slug[-1]) % 2 else ""
    pace = "" if one.slug.endswith("-0") else f", every: {every}"
    return (
        f"  - {{id: {one.slug}, url: '{one.url}', links: '#text a', every: 1h,"
        f" document: {{language: {first.language}{select}{pace}}}}}\n"
    )


@contextmanager
def _in_place_of_the_world(world: World) -> Iterator[None]:
    with (
        patch("monitor.fetch.fetch.fetch", world.fetch),
        patch("monitor.outbox.send", world.send),
    ):
        yield


def _live(
    world: World, folder: Path, config: Path, days: float
) -> tuple[int, tuple[float, float], tuple[int, int]]:
    clock = world.clock
    end, first = START + timedelta(days=days), START + timedelta(days=min(1, days / 10))
    store = open_store(str(folder / "readout.db"), mode="write")
    scheduler = Scheduler(store, load(config, {}), clock)
    restarts = sorted(one.since for one in world.faults.every if one.kind == "restart")
    begun: tuple[float, int] | None = None
    while clock.true < end:
        _set(clock, world.faults)
        scheduler.tick(clock.now())
        if restarts and restarts[0] <= clock.true:
            restarts.pop(0)
            scheduler = _restarted(scheduler, config, clock)
        _settle(scheduler, clock)
        clock.true += _step(scheduler, clock.now())
        if begun is None and clock.true >= first:
            begun = _memory_mb(), _number(store, _SIZE)
    scheduler.stop()
    captures, size = _number(store, _CAPTURES), _number(store, _SIZE)
    store.close()
    assert begun is not None
    return captures, (begun[0], _memory_mb()), (begun[1], size)


def _step(scheduler: Scheduler, now: datetime) -> timedelta:
    """Two minutes, or longer while nothing is due."""
    due = min(min(filter(None, (one.next_check_at, one.look_due_at)))
              for one in scheduler.watches.values() if one.state != "ended")  # fmt: skip
    return min(max(due - now, _STEP), _LONGEST_STEP)


def _set(clock: Hands, faults: Faults) -> None:
    """Once a day off, then right again; which way it is off takes turns."""
    off = faults.at("", clock.true) == "clock"
    if off and not clock.wrong:
        clock.wrong = _JUMP if clock.true.day % 2 else -_JUMP
    elif not off:
        clock.wrong = timedelta()


def _restarted(scheduler: Scheduler, config: Path, clock: Hands) -> Scheduler:
    """The program ends with visits under way, and begins anew over the same store."""
    scheduler.stop()
    while scheduler.sending:
        time.sleep(0.001)
    new = Scheduler(scheduler.store, load(config, {}), clock)
    new.recover()
    new.spread()
    return new


def _settle(scheduler: Scheduler, clock: Hands) -> None:
    """Wait until nothing is under way."""
    end = SYSTEM.monotonic() + _PATIENCE
    while scheduler.busy or scheduler.sending:
        assert SYSTEM.monotonic() < end, "the scheduler does not come to rest"
        if not scheduler.absorb(clock.now()):
            time.sleep(0.0005)


def _number(store: Store, query: str) -> int:
    with store.read() as rx:
        return int(rx.execute(text(query)).scalar_one())


def _memory_mb() -> float:
    """What this process holds now."""
    resident = int(Path("/proc/self/statm").read_text().split()[1])
    return resident * 4096 / 1e6


def report(run: Run, sources: int, days: float) -> list[str]:
    """The figures, a line each."""
    told = run.count
    start, end = run.store_bytes
    year = (end - start) / sources / max(days - min(1, days / 10), 0.1) * 365
    return [
        f"{run.visits:,} visits, {run.spoiled:,} of them spoiled by {run.faults:,} faults",
        f"wording changes made {told.edits:,}, typographic ones {told.typographic:,}",
        "documents of listings "
        + ", ".join(f"{what} {number:,}" for what, number in sorted(told.turns.items())),
        f"messages about changes {told.messages:,}",
        f"missed {len(told.missed)}, false {len(told.false)}, doubled {len(told.doubled)}",
        f"memory {run.memory_mb[0]:.0f} MB at the start, {run.memory_mb[1]:.0f} MB at the end",
        f"{run.captures:,} captures, {end / run.captures:,.0f} bytes each on disk, all told",
        f"{year / 1e6:.2f} MB a source and year",
    ]


def main() -> int:
    """Live through a month and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--every", default="6h")
    given = parser.parse_args()
    began = SYSTEM.monotonic()
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        run = month(Path(name), sources=given.sources, days=given.days, every=given.every)
    print("\n".join(report(run, given.sources, given.days)))
    print(f"in {SYSTEM.monotonic() - began:.0f} s")
    told = run.count
    for title, found in (("missed", told.missed), ("false", told.false), ("doubled", told.doubled)):
        for line in found[:20]:
            print(f"{title}: {line}")
    return bool(told.missed or told.false or told.doubled)


if __name__ == "__main__":
    raise SystemExit(main())
