"""Kills the program by SIGKILL at random moments, and counts what that loses or doubles.

`python -m bench.kills` runs the real daemon over a site that changes by script, with a real mail
server, kills it a thousand times, five times in each run of the script, starts it again after each,
and compares what every run left behind with an uninterrupted one. A difference is printed with its
seed and its folder, which then stays; the command ends with 1.
"""

import argparse
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.crash import facts
from tests.crash.fleet import Fleet, fleet
from tests.crash.kills import Killed, kill_at_random
from tests.crash.world import world

_IN_ONE_RUN = 5


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where the runs are made, and what they are held against."""

    folder: Path
    fleet: Fleet
    authority: trustme.CA
    wanted: facts.Facts

    def run(self, seed: int) -> Killed | str:
        """One run of the script; a sentence where it came out otherwise."""
        folder = self.folder / f"seed-{seed}"
        try:
            with world(folder, self.fleet, self.authority) as one:
                killed = kill_at_random(one, seed=seed, kills=_IN_ONE_RUN)
            wrong = facts.differences(killed.facts, self.wanted)
            assert wrong == [], "\n".join(wrong)
        except AssertionError as error:
            return f"seed {seed}, {folder}: {error}"
        shutil.rmtree(folder)
        return killed


@contextmanager
def bench() -> Iterator[Bench]:
    """The uninterrupted run, and room for the others."""
    folder, authority = Path(tempfile.mkdtemp(prefix="kills-")), trustme.CA()
    with fleet() as launcher:
        with world(folder / "undisturbed", launcher, authority) as one:
            one.play()
            one.run_to_the_end(one.start())
            wanted = facts.facts(one)
        yield Bench(folder=folder, fleet=launcher, authority=authority, wanted=wanted)


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    arguments = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # that clients break off
    seeds = range(arguments.seed, arguments.seed + -(-arguments.kills // _IN_ONE_RUN))
    started, kills, repeated, wrong = time.monotonic(), 0, 0, 0
    with bench() as one, ThreadPoolExecutor(arguments.jobs) as pool:
        for outcome in pool.map(one.run, seeds):
            if isinstance(outcome, str):
                wrong += 1
                print(outcome, flush=True)
                continue
            kills, repeated = kills + outcome.kills, repeated + outcome.repeated
            if sys.stderr.isatty():
                print(f"\r{kills} kills", end="", file=sys.stderr, flush=True)
        messages = sum(one.wanted.told.values()) * len(seeds)
    seconds = (time.monotonic() - started) / max(1, kills)
    print(f"{kills} kills in {len(seeds)} runs, {seconds:.1f} s each; otherwise: {wrong}")
    print(
        f"messages: {messages} told, lost 0, altered 0, repeated under the same id {repeated}"
        if not wrong
        else f"messages: {messages} expected; see the runs above"
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
