"""What a pass over a thousand pages costs, against the floor in the same run.

`python -m bench.passes` prints a table: CPU a page, the ratio to the bare GET-and-hash and its
goal, peak memory, and the size of the store after six rounds of which one is all noise.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench import floor
from bench.peer import serving, switch
from bench.site import HOSTS
from monitor.clock import SYSTEM
from monitor.config.load import load
from monitor.scheduler import Scheduler
from storage.store import open_store

GOALS = {"304": 1.6, "same": 1.8, "noise": 3.5}
GOAL_MEMORY_MB, GOAL_DISK_MB = 120, 20
_TICK = 0.05

_HEAD = """\
defaults: {spacing: 0s, second_look: 0s, allow_private: true, every: 1d, timeout: 60s}
sources:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One mode: our cost, the floor's beside it, in ms of CPU a page."""

    mode: str
    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor we need."""
        return self.ours / self.floor


def run_pass(scheduler: Scheduler) -> float:
    """Visit every source once, second looks too; CPU seconds of this process."""
    started = time.process_time()
    scheduler.dispatch(list(scheduler.sources), SYSTEM.now())
    while True:
        scheduler.absorb(SYSTEM.now())
        looks = [i for i, watch in scheduler.watches.items() if watch.look == 1]
        scheduler.dispatch(looks, SYSTEM.now())
        if not scheduler.busy and not looks:
            return time.process_time() - started
        time.sleep(_TICK)


@contextmanager
def watching(address: str, pages: int, folder: Path) -> Iterator[Scheduler]:
    """A scheduler over a new store that watches these pages on eight loopback hosts."""
    port = urlsplit(address).port
    lines = [
        f"  - {{id: page-{n}, select: '.field--name-body', "
        f"url: 'http://127.0.0.{n % HOSTS + 1}:{port}/page/{n}'}}"
        for n in range(pages)
    ]
    path = folder / "sources.yaml"
    path.write_text(_HEAD + "\n".join(lines) + "\n")
    store = open_store(str(folder / "readout.db"), mode="write")
    scheduler = Scheduler(store, load(path, {}), SYSTEM)
    yield scheduler
    scheduler.stop()
    store.close()


def footprint(address: str, pages: int) -> tuple[float, float]:
    """Peak memory in MB and the store's size in MB after six rounds, the fifth all noise."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with watching(address, pages, folder) as scheduler:
            for mode in ("304", "304", "same", "same", "noise", "304"):
                switch(address, mode)
                run_pass(scheduler)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return memory, sum(one.stat().st_size for one in folder.glob("readout.db*")) / 1e6


def ratios(address: str, pages: int, rounds: int) -> list[Row]:
    """A row a mode: the least of some rounds, ours and the floor's in turn, as both share noise."""
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        watching(address, pages, Path(folder)) as scheduler,
    ):
        switch(address, "304")
        run_pass(scheduler)  # the baseline, and its second look: ETags are known now
        for mode in GOALS:
            ours, bare = [], []
            for _ in range(rounds):
                switch(address, mode)
                ours.append(1000 * run_pass(scheduler) / pages)
                bare.append(floor.measure(address, pages).cpu_ms_a_page)
            rows.append(Row(mode=mode, ours=min(ours), floor=min(bare)))
    return rows


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with serving(arguments.pages) as address:
        memory, size = footprint(address, arguments.pages)
        rows = ratios(address, arguments.pages, arguments.rounds)
    print(f"{'pass':<8}{'ours ms':>9}{'floor ms':>10}{'ratio':>8}{'goal':>6}")
    for row in rows:
        print(
            f"{row.mode:<8}{row.ours:>9.3f}{row.floor:>10.3f}{row.ratio:>8.2f}{GOALS[row.mode]:>6}"
        )
    print(f"peak memory {memory:.0f} MB (goal {GOAL_MEMORY_MB})")
    print(f"store {size:.1f} MB after six rounds (goal {GOAL_DISK_MB})")


if __name__ == "__main__":
    main()
