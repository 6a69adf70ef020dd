"""How long commands take to start, against `python -c "import sqlalchemy"` in the same run.

`python -m bench.startup` prints each command and its ratio: CPU seconds of the processes, the best
of many, alternating. `check` is what cron pays for when nothing is due.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Container
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.clock import SYSTEM
from monitor.config.load import load
from monitor.scheduler import Scheduler
from storage import watches
from storage.store import open_store

# Without a goal: `status` reads from most tables, `check` needs the configuration and the road.
GOALS = {"--version": None, "log": 1.4, "status": None, "check": None}
_ENTRY = "from monitor.cli.entry import main; main()"
_SOURCES = "sources:\n  - {id: a, url: 'https://a.example/', select: '#main'}\n"


def cpu_of(command: list[str], finished: Container[int] = frozenset({0})) -> float:
    """CPU seconds of one child process, user and system; it must end with one of these codes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode not in finished:
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepare(folder: Path) -> list[str]:
    """A configuration and a store whose source is not due for a day; how `readout` is called."""
    config, store = folder / "sources.yaml", folder / "readout.db"
    config.write_text(_SOURCES, encoding="utf-8")
    opened = open_store(str(store), mode="write")
    scheduler = Scheduler(opened, load(config, {}), SYSTEM)
    tomorrow = SYSTEM.now() + timedelta(days=1)
    with opened.write() as tx:
        watches.save(
            tx, [replace(one, next_check_at=tomorrow) for one in scheduler.watches.values()]
        )
    opened.close()
    return [sys.executable, "-c", _ENTRY, "--config", str(config), "--store", str(store)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    arguments = parser.parse_args()
    bare = [sys.executable, "-c", "import sqlalchemy"]
    with tempfile.TemporaryDirectory() as folder:
        called = prepare(Path(folder))
        rounds = [
            (cpu_of(bare), *(cpu_of([*called, command]) for command in GOALS))
            for _ in range(arguments.times)
        ]
    floor, *ours = (min(column) for column in zip(*rounds, strict=True))
    print(f"import sqlalchemy   {1000 * floor:5.0f} ms")
    for (command, goal), best in zip(GOALS.items(), ours, strict=True):
        wanted = f" (goal {goal})" if goal else ""
        print(f"readout {command:<11} {1000 * best:5.0f} ms   ratio {best / floor:.2f}{wanted}")


if __name__ == "__main__":
    main()
