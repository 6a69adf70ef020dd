"""How long the viewer's commands take on a store of 10,000 sources and 200,000 versions.

`python -m bench.history` fills such a store (some ten minutes), says how large it is, and times
each command against `python -c "import sqlalchemy"` in the same run, as `bench.startup` does: CPU
seconds of the processes, the least of some, alternating. `--keep PATH` leaves the store there, or
takes the one that was left; `--sources N` (100 at least) makes a smaller one.
"""

import argparse
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import click

from bench import history_store, history_texts
from bench.startup import cpu_of
from monitor.cli.main import cli
from monitor.phrasing import amount
from storage.store import open_store

GOAL = 0.3  # seconds beyond start-up
_ENTRY = "from monitor.cli.entry import main; main()"
_BUSY, _QUIET = history_store.slug(0), history_store.slug(50)  # of 120 versions, and of 10
_WEEK = history_store.END - timedelta(days=7)
_FINISHED = {0, 1}  # what a command says by its exit code; 1 is "no"
_LONG = 3.0  # seconds, of which one look is enough

# Without a goal: what prints a line for each of thousands of sources or versions.
CASES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("log, a source of 120 versions", ("log", _BUSY), True),
    ("log, a source of 10 versions", ("log", _QUIET), True),
    ("log, the last 50 of all", ("log", "-n", "50"), True),
    ("log, of all since a week", ("log", "--since", f"{_WEEK:%Y-%m-%d}"), False),
    ("log, of all that a phrase changed in", ("log", "--grep", history_texts.SHARED["en"]), False),
    ("show", ("show", _BUSY), True),
    ("show, as it stood then", ("show", _BUSY, "--at", "2024-12-24"), True),
    ("diff, the last change", ("diff", _BUSY), True),
    ("diff, the first to the last", ("diff", _BUSY, "1", "120"), True),
    ("blame", ("blame", _BUSY), True),
    ("find, what stands nowhere", ("find", "the undersecretary’s umbrella"), True),
    ("find, a phrase of one source", ("find", history_texts.RARE), True),
    ("find, a name in 70 sources", ("find", history_texts.NAME), True),
    ("find, two characters in 180 sources", ("find", history_texts.TWO), True),
    ("find, two characters in 4,500 sources", ("find", history_texts.EVERYWHERE), False),
    ("timeline", ("timeline", "statement-0000"), True),
    ("status", ("status",), False),
)


def fill(path: Path, sources: int) -> None:
    """A store at that path, which is there only when it is whole."""
    part = path.with_name(f"{path.name}.part")
    length = sum(map(history_store.edits, range(sources)))
    with (
        closing(open_store(str(part), mode="write")) as store,
        click.progressbar(length=length, file=sys.stderr) as bar,
    ):
        for added in history_store.fill(store, sources):
            bar.update(added)
    part.replace(path)


def measure(called: list[str], times: int) -> None:
    """Print how long each command takes beyond the floor, the least of some times."""
    bare = [sys.executable, "-c", "import sqlalchemy"]
    here = [case for case in CASES if case[1][0] in cli.list_commands(None)]  # type: ignore[arg-type]
    floor = min(cpu_of(bare) for _ in range(3))
    print(f"import sqlalchemy: {1000 * floor:.0f} ms; beyond it:")
    for name, command, has_goal in here:
        best = float("inf")
        for _ in range(times):
            floor = min(floor, cpu_of(bare))
            best = min(best, cpu_of([*called, *command], _FINISHED))
            if best > _LONG:
                break
        goal = f"   (goal {1000 * GOAL:.0f})" if has_goal else ""
        print(f"  {name:<40} {1000 * (best - floor):8,.0f} ms{goal}", flush=True)


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", type=Path, metavar="PATH")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "readout.db"
        if not path.exists():
            begun = time.perf_counter()
            fill(path, arguments.sources)
            print(f"filled in {time.perf_counter() - begun:,.0f} s")
        print(f"{path}: {amount(path.stat().st_size)}")
        measure([sys.executable, "-c", _ENTRY, "--store", str(path)], arguments.times)


if __name__ == "__main__":
    main()
