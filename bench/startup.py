"""How long `readout log` takes to start, against `python -c "import sqlalchemy"` in the same run.

`python -m bench.startup` prints both and their ratio: CPU seconds of the processes, the best of
many, alternating.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from storage.store import open_store

GOAL = 1.4
_LOG = "from monitor.cli.main import main; main()"


def cpu_of(command: list[str]) -> float:
    """CPU seconds of one child process, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "readout.db")
        open_store(store, mode="write").close()
        log = [sys.executable, "-c", _LOG, "--store", store, "log"]
        bare = [sys.executable, "-c", "import sqlalchemy"]
        pairs = [(cpu_of(log), cpu_of(bare)) for _ in range(arguments.times)]
    ours, floor = min(one for one, _ in pairs), min(other for _, other in pairs)
    print(f"readout log {1000 * ours:.0f} ms, import sqlalchemy {1000 * floor:.0f} ms")
    print(f"ratio {ours / floor:.2f} (goal {GOAL})")


if __name__ == "__main__":
    main()
